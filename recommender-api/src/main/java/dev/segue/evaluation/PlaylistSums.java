package dev.segue.evaluation;

import java.util.Arrays;

/**
 * The values of a metric, summed per playlist, since transitions of one playlist are not
 * independent. Grows by 12 bytes a playlist; any thread may read it once it is complete.
 */
final class PlaylistSums {

  private double[] sums = new double[16];
  private int[] counts = new int[16];
  private int playlists;
  private double mean;
  private double squaredDeviations;
  private long count;

  void nextPlaylist() {
    playlists++;
    if (playlists > counts.length) {
      sums = Arrays.copyOf(sums, 2 * sums.length);
      counts = Arrays.copyOf(counts, 2 * counts.length);
    }
  }

  /**
   * Uses Welford's recurrence (Technometrics 4(3), 1962), which is stable for any number of values.
   */
  void add(double value) {
    sums[playlists - 1] += value;
    counts[playlists - 1]++;
    count++;
    double deviation = value - mean;
    mean += deviation / count;
    squaredDeviations += deviation * (value - mean);
  }

  int playlists() {
    return playlists;
  }

  long count() {
    return count;
  }

  double sum(int playlist) {
    return sums[playlist];
  }

  int count(int playlist) {
    return counts[playlist];
  }

  double mean() {
    return count == 0 ? Double.NaN : mean;
  }

  /** The standard error of the mean, as if all values were independent. */
  double standardError() {
    return count < 2 ? Double.NaN : Math.sqrt(squaredDeviations / (count - 1.0) / count);
  }

  /** Whether both counted the same number of transitions in each playlist. */
  boolean pairs(PlaylistSums other) {
    return Arrays.equals(counts, 0, playlists, other.counts, 0, other.playlists);
  }
}
