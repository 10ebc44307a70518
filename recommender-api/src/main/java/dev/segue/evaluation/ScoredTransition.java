package dev.segue.evaluation;

import dev.segue.Catalogue;
import dev.segue.Song;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How well a recommender predicted one target. Immutable; may be shared by threads.
 *
 * @param playlist the number of the playlist: its place in the dataset, from 0, counting those
 *     without a transition, unless the evaluator {@linkplain Evaluator#numbered numbers} them
 *     otherwise
 * @param position the position of the target in its playlist, from 1
 * @param target the index of the target in the dataset's catalogue
 * @param song the target
 * @param time when it was played; empty if its playlist has no times
 * @param known whether the recommender's catalogue holds the target
 * @param rank its rank among all songs of the recommender's catalogue: 1 is best; ties count half
 *     unless the evaluator is set otherwise; the size of the catalogue if the recommender does not
 *     know the song
 * @param logProbability the natural logarithm of its probability; empty if the recommender is not
 *     probabilistic or does not know the song
 * @param confidence the probability of the song that the recommender puts first; empty if the
 *     recommender is not probabilistic, or no metric needs a list
 * @param heard the songs before it in its playlist, oldest first, without those that the
 *     recommender does not know
 * @param heardAt when each of them was played; empty if the playlist has no times
 * @param recommended the songs that the recommender recommends here, best first: as many as the
 *     {@linkplain Metric#listLength longest list} that a metric needs, or the whole catalogue
 * @param catalogue the recommender's catalogue, which knows the {@linkplain
 *     Catalogue#leadArtist(Song) lead artists} of songs
 */
public record ScoredTransition(
    long playlist,
    int position,
    int target,
    Song song,
    Optional<Instant> time,
    boolean known,
    double rank,
    OptionalDouble logProbability,
    OptionalDouble confidence,
    List<Song> heard,
    List<Instant> heardAt,
    List<Song> recommended,
    Catalogue catalogue) {

  /**
   * Makes a transition.
   *
   * @param playlist the number of the playlist: its place in the dataset, from 0, counting those
   *     without a transition, unless the evaluator {@linkplain Evaluator#numbered numbers} them
   *     otherwise
   * @param position the position of the target in its playlist, from 1
   * @param target the index of the target in the dataset's catalogue
   * @param song the target
   * @param time when it was played; empty if its playlist has no times
   * @param known whether the recommender's catalogue holds the target
   * @param rank its rank among all songs of the recommender's catalogue: 1 is best; ties count half
   *     unless the evaluator is set otherwise; the size of the catalogue if the recommender does
   *     not know the song
   * @param logProbability the natural logarithm of its probability; empty if the recommender is not
   *     probabilistic or does not know the song
   * @param confidence the probability of the song that the recommender puts first; empty if the
   *     recommender is not probabilistic, or no metric needs a list
   * @param heard the songs before it in its playlist, oldest first, without those that the
   *     recommender does not know
   * @param heardAt when each of them was played; empty if the playlist has no times
   * @param recommended the songs that the recommender recommends here, best first: as many as the
   *     {@linkplain Metric#listLength longest list} that a metric needs, or the whole catalogue
   * @param catalogue the recommender's catalogue
   */
  public ScoredTransition {
    Objects.requireNonNull(song, "song");
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(logProbability, "logProbability");
    Objects.requireNonNull(confidence, "confidence");
    Objects.requireNonNull(heard, "heard");
    Objects.requireNonNull(heardAt, "heardAt");
    Objects.requireNonNull(recommended, "recommended");
    Objects.requireNonNull(catalogue, "catalogue");
  }
}
