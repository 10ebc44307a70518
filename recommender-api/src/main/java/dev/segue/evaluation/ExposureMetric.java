package dev.segue.evaluation;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * A metric of how often songs are recommended.
 *
 * @param ofExposure computes the value from {@code [songs]}: the number of lists that hold each
 *     song
 */
record ExposureMetric(String name, int listLength, ToDoubleFunction<long[]> ofExposure)
    implements Metric {

  ExposureMetric {
    name = MeanMetric.at(name, listLength);
  }

  static double coverage(long[] exposure) {
    return Arrays.stream(exposure).filter(lists -> lists > 0).count() / (double) exposure.length;
  }

  static double gini(long[] exposure) {
    long[] sorted = exposure.clone();
    Arrays.sort(sorted);
    double sum = 0;
    double weighted = 0;
    for (int i = 0; i < sorted.length; i++) {
      sum += sorted[i];
      weighted += (2.0 * i + 1 - sorted.length) * sorted[i];
    }
    return weighted / (sorted.length * sum);
  }
}
