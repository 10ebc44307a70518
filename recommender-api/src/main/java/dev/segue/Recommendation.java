package dev.segue;

import java.util.Locale;
import java.util.Objects;

/**
 * A song to play next. Immutable; may be shared by threads.
 *
 * @param song the song
 * @param score what the recommender ranks by: higher is better, comparable within one list only;
 *     for probabilities see {@link ListeningSession#logProbability}
 */
public record Recommendation(Song song, double score) {

  /**
   * Makes a recommendation.
   *
   * @param song the song
   * @param score what the recommender ranks by: higher is better, comparable within one list only;
   *     for probabilities see {@link ListeningSession#logProbability}
   */
  public Recommendation {
    Objects.requireNonNull(song, "song");
  }

  /** Returns the score, and the song's title and artist. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%7.3f  %s", score, song);
  }
}
