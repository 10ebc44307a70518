package dev.segue.evaluation;

import dev.segue.interruption.Interruption;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Resamples playlists to find out how much a mean varies: the means over as many playlists, drawn
 * from the same ones with replacement (Efron and Tibshirani, "An Introduction to the Bootstrap",
 * 1993; whole playlists as in Davison and Hinkley, "Bootstrap Methods and their Application", 1997,
 * section 3.8). The draws are always the same.
 */
final class Bootstrap {

  private static final int RESAMPLES = 1000;
  private static final long SEED = 42;

  private Bootstrap() {}

  /**
   * Returns the percentile interval of the resampled means.
   *
   * @param sum the sum of a playlist's values
   * @param count the number of a playlist's values
   * @param confidence the share of means within the interval
   */
  static Interval interval(
      int playlists, IntToDoubleFunction sum, IntToDoubleFunction count, double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "confidence must be above 0 and below 1, was " + confidence);
    }
    SplittableRandom random = new SplittableRandom(SEED);
    SplittableRandom[] randoms = new SplittableRandom[RESAMPLES];
    Arrays.setAll(randoms, i -> random.split());
    Interruption interruption = Interruption.of("resampling playlists");
    double[] means =
        IntStream.range(0, RESAMPLES)
            .parallel()
            .peek(resample -> interruption.check())
            .mapToDouble(resample -> mean(playlists, sum, count, randoms[resample]))
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    double beyond = (1 - confidence) / 2;
    return new Interval(quantile(means, beyond), quantile(means, 1 - beyond));
  }

  private static double mean(
      int playlists, IntToDoubleFunction sum, IntToDoubleFunction count, SplittableRandom random) {
    double sums = 0;
    double counts = 0;
    for (int i = 0; i < playlists; i++) {
      int playlist = random.nextInt(playlists);
      sums += sum.applyAsDouble(playlist);
      counts += count.applyAsDouble(playlist);
    }
    return sums / counts;
  }

  private static double quantile(double[] rising, double share) {
    return rising.length == 0 ? Double.NaN : rising[(int) Math.round(share * (rising.length - 1))];
  }
}
