package dev.segue.evaluation;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The values of a metric, summed over playlists in the ways that its mean, their spread and the
 * draws of playlists need, since the transitions of a playlist are not independent. Sums of some
 * playlists and of others add up to those of all. Any thread may read them once they are complete.
 */
final class PlaylistSums implements MetricSums {

  private static final int BYTES =
      (5 + 2 * PlaylistDraws.RESAMPLES + PlaylistDraws.SIGNS) * Double.BYTES;

  private double mean;
  private double squaredDeviations;
  private long count;
  private double sum;

  /** The sum of what each playlist's sum is without its sign. */
  private double size;

  /** {@code [RESAMPLES]}: the sum and number of the values that each resample draws. */
  private final double[] resampledSums = new double[PlaylistDraws.RESAMPLES];

  private final double[] resampledCounts = new double[PlaylistDraws.RESAMPLES];

  /** {@code [SIGNS]}: the sum of all playlists' sums with random signs. */
  private final double[] signedSums = new double[PlaylistDraws.SIGNS];

  private double playlistSum;
  private int playlistCount;

  /**
   * Adds a value of the playlist. Uses Welford's recurrence (Technometrics 4(3), 1962), which is
   * stable for any number of values.
   */
  void add(double value) {
    playlistSum += value;
    playlistCount++;
    count++;
    double deviation = value - mean;
    mean += deviation / count;
    squaredDeviations += deviation * (value - mean);
  }

  /** Ends the playlist that was drawn; the next value is of another. */
  void endPlaylist(PlaylistDraws drawn) {
    if (playlistCount > 0) {
      sum += playlistSum;
      size += Math.abs(playlistSum);
      addTimes(playlistSum, drawn.weights(), resampledSums);
      addTimes(playlistCount, drawn.weights(), resampledCounts);
      addTimes(playlistSum, drawn.signs(), signedSums);
      playlistSum = 0;
      playlistCount = 0;
    }
  }

  private static void addTimes(double factor, double[] values, double[] to) {
    for (int i = 0; factor != 0 && i < to.length; i++) {
      to[i] += factor * values[i];
    }
  }

  /**
   * Returns the sums over the playlists of both (Chan, Golub and LeVeque, "Updating Formulae and a
   * Pairwise Algorithm for Computing Sample Variances", Stanford 1979).
   */
  PlaylistSums plus(PlaylistSums other) {
    PlaylistSums both = new PlaylistSums();
    both.count = count + other.count;
    if (both.count > 0) {
      double share = other.count / (double) both.count;
      double apart = other.mean - mean;
      both.mean = mean + share * apart;
      both.squaredDeviations =
          squaredDeviations + other.squaredDeviations + apart * apart * count * share;
    }
    both.sum = sum + other.sum;
    both.size = size + other.size;
    for (PlaylistSums each : new PlaylistSums[] {this, other}) {
      addTimes(1, each.resampledSums, both.resampledSums);
      addTimes(1, each.resampledCounts, both.resampledCounts);
      addTimes(1, each.signedSums, both.signedSums);
    }
    return both;
  }

  long count() {
    return count;
  }

  double mean() {
    return count == 0 ? Double.NaN : mean;
  }

  /** The standard error of the mean, as if all values were independent. */
  double standardError() {
    return count < 2 ? Double.NaN : Math.sqrt(squaredDeviations / (count - 1.0) / count);
  }

  /**
   * Returns the percentile interval of the resampled means (Efron and Tibshirani, "An Introduction
   * to the Bootstrap", 1993; whole playlists as in Davison and Hinkley, "Bootstrap Methods and
   * their Application", 1997, section 3.8).
   *
   * @param confidence the share of means within the interval
   */
  Interval interval(double confidence) {
    return interval(resampledSums, confidence);
  }

  private Interval interval(double[] sums, double confidence) {
    double[] means = new double[sums.length];
    Arrays.setAll(means, resample -> sums[resample] / resampledCounts[resample]);
    double[] rising = Arrays.stream(means).filter(Double::isFinite).sorted().toArray();
    double beyond = (1 - confidence) / 2;
    return new Interval(quantile(rising, beyond), quantile(rising, 1 - beyond));
  }

  private static double quantile(double[] rising, double share) {
    return rising.length == 0 ? Double.NaN : rising[(int) Math.round(share * (rising.length - 1))];
  }

  /** Whether both counted the same number of transitions in each playlist, as all draws have it. */
  boolean pairs(PlaylistSums other) {
    return count == other.count && Arrays.equals(resampledCounts, other.resampledCounts);
  }

  /** The interval of this mean minus another one over the same transitions. */
  Interval intervalOfDifference(PlaylistSums other, double confidence) {
    double[] differences = new double[resampledSums.length];
    Arrays.setAll(differences, i -> resampledSums[i] - other.resampledSums[i]);
    return interval(differences, confidence);
  }

  /** The p-value of the randomisation test that gives each playlist's difference a random sign. */
  double pValue(PlaylistSums other) {
    double rounding = 1e-12 * (size + other.size); // sums in another order differ a little
    double atLeast = Math.abs(sum - other.sum) - rounding;
    int extreme = 0;
    for (int draw = 0; draw < signedSums.length; draw++) {
      extreme += Math.abs(signedSums[draw] - other.signedSums[draw]) >= atLeast ? 1 : 0;
    }
    return (extreme + 1) / (signedSums.length + 1.0);
  }

  @Override
  public int bytes() {
    return BYTES;
  }

  @Override
  public void write(ByteBuffer to) {
    to.putLong(count).putDouble(mean).putDouble(squaredDeviations).putDouble(sum).putDouble(size);
    for (double[] each : draws()) {
      to.asDoubleBuffer().put(each);
      to.position(to.position() + each.length * Double.BYTES);
    }
  }

  /** Reads what {@link #write} has written. */
  static PlaylistSums read(ByteBuffer from) {
    PlaylistSums read = new PlaylistSums();
    read.count = from.getLong();
    read.mean = from.getDouble();
    read.squaredDeviations = from.getDouble();
    read.sum = from.getDouble();
    read.size = from.getDouble();
    for (double[] each : read.draws()) {
      from.asDoubleBuffer().get(each);
      from.position(from.position() + each.length * Double.BYTES);
    }
    return read;
  }

  private double[][] draws() {
    return new double[][] {resampledSums, resampledCounts, signedSums};
  }
}
