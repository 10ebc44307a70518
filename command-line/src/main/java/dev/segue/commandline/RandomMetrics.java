package dev.segue.commandline;

import dev.segue.evaluation.Metric;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What random choice is expected to reach, whatever songs come next. Measured like others, all
 * songs would tie at the middle rank, and be found by each list of more than half the catalogue.
 * Immutable.
 *
 * @param songs in the catalogue
 */
record RandomMetrics(int songs) {

  /** {@code k / songs}. */
  Metric accuracyAt(int k) {
    return expected("accuracy@" + k, k, rank -> 1);
  }

  Metric mrrAt(int k) {
    return expected("mrr@" + k, k, rank -> 1.0 / rank);
  }

  Metric ndcgAt(int k) {
    return expected("ndcg@" + k, k, rank -> Math.log(2) / Math.log(1.0 + rank));
  }

  /** The mean gain over all ranks, which are equally likely. */
  private Metric expected(String name, int k, IntToDoubleFunction gain) {
    double sum = IntStream.rangeClosed(1, Math.min(k, songs)).mapToDouble(gain).sum();
    OptionalDouble mean = OptionalDouble.of(sum / songs);
    OptionalDouble unknown = OptionalDouble.of(0);
    return Metric.of(name, 0, transition -> transition.known() ? mean : unknown);
  }
}
