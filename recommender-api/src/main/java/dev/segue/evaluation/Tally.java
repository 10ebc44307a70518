package dev.segue.evaluation;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Running means and variances of metrics over transitions. */
final class Tally {

  private final List<Metric> metrics;
  private final long[] counts;
  private final double[] means;
  private final double[] squaredDeviations;
  private long transitions;
  private long unknownTargets;

  Tally(List<Metric> metrics) {
    this.metrics = metrics;
    this.counts = new long[metrics.size()];
    this.means = new double[metrics.size()];
    this.squaredDeviations = new double[metrics.size()];
  }

  /** Welford's recurrence (Technometrics 4(3), 1962): stable however many values there are. */
  void add(ScoredTransition transition) {
    transitions++;
    unknownTargets += transition.known() ? 0 : 1;
    for (int m = 0; m < means.length; m++) {
      OptionalDouble value = metrics.get(m).perTransition().apply(transition);
      if (value.isPresent()) {
        counts[m]++;
        double deviation = value.getAsDouble() - means[m];
        means[m] += deviation / counts[m];
        squaredDeviations[m] += deviation * (value.getAsDouble() - means[m]);
      }
    }
  }

  Evaluation evaluation() {
    if (transitions == 0) {
      throw new IllegalArgumentException("dataset must hold at least 1 transition, was 0");
    }
    return new Evaluation(
        transitions,
        unknownTargets,
        IntStream.range(0, means.length).mapToObj(this::result).toList());
  }

  private Evaluation.Result result(int m) {
    double mean = counts[m] == 0 ? Double.NaN : means[m];
    double error =
        counts[m] < 2
            ? Double.NaN
            : Math.sqrt(squaredDeviations[m] / (counts[m] - 1.0) / counts[m]);
    Metric metric = metrics.get(m);
    return new Evaluation.Result(
        metric.name(), metric.shown().applyAsDouble(mean), metric.shownError(mean, error));
  }
}
