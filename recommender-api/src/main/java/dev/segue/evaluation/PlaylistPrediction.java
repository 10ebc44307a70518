package dev.segue.evaluation;

import dev.segue.Playlist;
import dev.segue.Scores;
import dev.segue.SequenceRecommender;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * One playlist whose songs from the second on are to be foreseen, and how well each was. Between
 * {@link #heard} and {@link #report} it is used by one thread.
 */
final class PlaylistPrediction {

  private final long number;
  private final Playlist playlist;

  /** The recommender's index of the song at each position, or -1 if it does not know the song. */
  private final int[] known;

  /** How many known songs come before each position. */
  private final int[] heardBefore;

  private final double[] ranks;
  private final double[] logProbabilities;

  PlaylistPrediction(long number, Playlist playlist, int[] knownSongs) {
    this.number = number;
    this.playlist = playlist;
    int largest = playlist.songs().max().orElse(-1);
    if (largest >= knownSongs.length) {
      throw new IllegalArgumentException(
          "playlist %d: song index must be in 0..%d, was %d"
              .formatted(number, knownSongs.length - 1, largest));
    }
    this.known = playlist.songs().map(song -> knownSongs[song]).toArray();
    this.heardBefore = new int[known.length];
    for (int position = 1; position < known.length; position++) {
      heardBefore[position] = heardBefore[position - 1] + (known[position - 1] < 0 ? 0 : 1);
    }
    this.ranks = new double[known.length];
    this.logProbabilities = new double[known.length];
  }

  /** What the recommender hears: the songs that it knows, the last one of the playlist left out. */
  Playlist heard() {
    return Playlist.of(
        Arrays.stream(known).limit(known.length - 1L).filter(song -> song >= 0).toArray());
  }

  /** Looks up the songs that come next after {@code heard} known songs. */
  void predict(int heard, Scores scores, boolean probabilistic) {
    int first = Arrays.binarySearch(heardBefore, heard);
    while (first > 1 && heardBefore[first - 1] == heard) {
      first--;
    }
    for (int p = Math.max(first, 1); p < known.length && heardBefore[p] == heard; p++) {
      if (known[p] >= 0) {
        ranks[p] = scores.rank(known[p]);
        logProbabilities[p] = probabilistic ? scores.logProbability(known[p]) : Double.NaN;
      }
    }
  }

  /** Shows every transition in order. */
  void report(SequenceRecommender recommender, Consumer<ScoredTransition> each) {
    if (known[0] < 0) {
      predict(0, recommender.newSession().scores(), recommender.probabilistic());
    }
    for (int p = 1; p < known.length; p++) {
      boolean isKnown = known[p] >= 0;
      each.accept(
          new ScoredTransition(
              number,
              p,
              playlist.song(p),
              isKnown,
              isKnown ? ranks[p] : recommender.catalogue().size(),
              isKnown && recommender.probabilistic()
                  ? OptionalDouble.of(logProbabilities[p])
                  : OptionalDouble.empty()));
    }
  }
}
