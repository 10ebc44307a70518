package dev.segue.evaluation;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * A metric of how often songs are recommended.
 *
 * @param ofExposure the figure, by in how many lists each song of the catalogue is
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
    long[] rising = exposure.clone();
    Arrays.sort(rising);
    double sum = 0;
    double weighed = 0;
    for (int i = 0; i < rising.length; i++) {
      sum += rising[i];
      weighed += (2.0 * i + 1 - rising.length) * rising[i];
    }
    return weighed / (rising.length * sum);
  }
}
