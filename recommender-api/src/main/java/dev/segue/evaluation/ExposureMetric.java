package dev.segue.evaluation;

import java.util.function.ToDoubleFunction;

/**
 * A metric of how often songs are recommended.
 *
 * @param ofExposures computes the value
 */
record ExposureMetric(String name, int listLength, ToDoubleFunction<Exposures> ofExposures)
    implements Metric {

  ExposureMetric {
    name = MeanMetric.at(name, listLength);
  }
}
