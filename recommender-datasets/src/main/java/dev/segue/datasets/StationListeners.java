package dev.segue.datasets;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * How probably the listeners of a {@link SyntheticStation} skip a song, by their type and its
 * genre. All types are equally probable. Immutable; may be shared by threads.
 */
final class StationListeners {

  private static final int TYPES = 4;
  private static final double SKIPS_DISLIKED = 0.9;
  private static final double SKIPS_OTHERS = 0.05;

  private final double[][] skips;

  /**
   * Listeners of several types.
   *
   * @param skips {@code [types, genres]}: the probability that a song is skipped, below 1
   */
  StationListeners(double[][] skips) {
    this.skips = skips;
  }

  /** Listeners of one type, who hear every song to its end. */
  static StationListeners patient(int genres) {
    return new StationListeners(new double[1][genres]);
  }

  /** The listeners of the public station, who depend only on the number of genres. */
  static StationListeners skipping(int genres) {
    return new StationListeners(
        IntStream.range(0, TYPES).mapToObj(type -> skips(type, genres)).toArray(double[][]::new));
  }

  /** A third of the genres is disliked, and by each type another third. */
  private static double[] skips(int type, int genres) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, genres).boxed().toList());
    Collections.shuffle(order, new Random(~type));
    List<Integer> disliked = order.subList(0, Math.max(1, genres / 3));
    return IntStream.range(0, genres)
        .mapToDouble(genre -> disliked.contains(genre) ? SKIPS_DISLIKED : SKIPS_OTHERS)
        .toArray();
  }

  /** Those of one type alone. */
  StationListeners only(int type) {
    return new StationListeners(new double[][] {skips[type]});
  }

  int types() {
    return skips.length;
  }

  /** The probability that a listener of a type skips a song of a genre. */
  double skip(int type, int genre) {
    return skips[type][genre];
  }
}
