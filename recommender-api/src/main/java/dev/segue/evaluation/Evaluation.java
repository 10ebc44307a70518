package dev.segue.evaluation;

import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The result of an {@link Evaluator}. Immutable; may be shared by threads.
 *
 * @param transitions the number of transitions predicted
 * @param unknownTargets how many of them have a target that the recommender does not know; they
 *     count as misses in ranking metrics, and the log-likelihood skips them
 * @param results one result per metric, in the order of the metrics
 */
public record Evaluation(long transitions, long unknownTargets, List<Result> results) {

  /** The result of one metric. Immutable; may be shared by threads. */
  public static final class Result {

    private final String metric;
    private final double value;
    private final double standardError;
    private final @Nullable MeanMetric mean;
    private final PlaylistSums sums;

    private Result(
        String metric,
        double value,
        double standardError,
        @Nullable MeanMetric mean,
        PlaylistSums sums) {
      this.metric = metric;
      this.value = value;
      this.standardError = standardError;
      this.mean = mean;
      this.sums = sums;
    }

    static Result of(MeanMetric metric, PlaylistSums sums) {
      return new Result(
          metric.name(),
          metric.shown().applyAsDouble(sums.mean()),
          metric.shownError(sums.mean(), sums.standardError()),
          metric,
          sums);
    }

    static Result of(String metric, double value) {
      return new Result(metric, value, Double.NaN, null, new PlaylistSums());
    }

    /**
     * Returns the name of the metric.
     *
     * @return such as {@code accuracy@10}
     */
    public String metric() {
      return metric;
    }

    /**
     * Returns the value.
     *
     * @return the value; NaN if no transition counted
     */
    public double value() {
      return value;
    }

    /**
     * Returns the standard error of the value, as if transitions were independent. It is too small
     * if the transitions of a playlist are alike.
     *
     * @return the error; NaN with fewer than two transitions, or if the metric is not a mean
     */
    public double standardError() {
      return standardError;
    }

    /**
     * Returns the number of transitions that the value is the mean of.
     *
     * @return the number; 0 if the metric is not a mean
     */
    public long count() {
      return sums.count();
    }

    /**
     * Returns the bootstrap confidence interval of the value, from 1,000 resamples of the
     * playlists.
     *
     * @param confidence the confidence level, above 0 and below 1; 0.95 is usual
     * @return the interval; NaN at both ends if the metric is not a mean over transitions
     * @throws IllegalArgumentException if the confidence is out of range
     */
    public Interval interval(double confidence) {
      Interval means = Bootstrap.interval(sums.playlists(), sums::sum, sums::count, confidence);
      if (mean == null) {
        return means;
      }
      double one = mean.shown().applyAsDouble(means.low());
      double other = mean.shown().applyAsDouble(means.high());
      return new Interval(Math.min(one, other), Math.max(one, other));
    }

    /**
     * Compares this result with that of another recommender on the same transitions.
     *
     * @param other the result of the same metric in another evaluation of the same playlists
     * @return this value minus the other
     * @throws IllegalArgumentException if it is of another metric or other transitions, or if the
     *     metric is not a mean over transitions
     */
    public Difference minus(Result other) {
      Objects.requireNonNull(other, "other");
      if (mean == null || !metric.equals(other.metric)) {
        throw new IllegalArgumentException(
            "metrics '%s' and '%s' cannot be compared: both must be the same mean over transitions"
                .formatted(metric, other.metric));
      }
      if (!sums.pairs(other.sums)) {
        throw new IllegalArgumentException(
            "%s: both must be measured on the same playlists, but they hold %d and %d transitions"
                .formatted(metric, sums.count(), other.sums.count()));
      }
      return Difference.of(mean, sums, other.sums);
    }
  }

  /**
   * Makes an evaluation.
   *
   * @param transitions the number of transitions predicted
   * @param unknownTargets how many of them have a target unknown to the recommender
   * @param results one result per metric; copied
   */
  public Evaluation {
    Objects.requireNonNull(results, "results");
    results.forEach(each -> Objects.requireNonNull(each, "results"));
    results = List.copyOf(results);
  }

  /**
   * Returns the value of one metric.
   *
   * @param metric its name, such as {@code accuracy@10}
   * @return its value
   * @throws NoSuchElementException if it was not measured; the message says what was
   */
  public double value(String metric) {
    return result(metric).value();
  }

  /**
   * Returns the result of one metric.
   *
   * @param metric its name, such as {@code accuracy@10}
   * @return its value and standard error
   * @throws NoSuchElementException if it was not measured; the message says what was
   */
  public Result result(String metric) {
    Objects.requireNonNull(metric, "metric");
    return results.stream()
        .filter(result -> result.metric().equals(metric))
        .findFirst()
        .orElseThrow(
            () ->
                new NoSuchElementException(
                    "metric '%s' was not measured; measured were: %s"
                        .formatted(
                            metric,
                            results.stream()
                                .map(Result::metric)
                                .collect(Collectors.joining(", ")))));
  }

  /** Returns a table with a line per metric. */
  @Override
  public String toString() {
    return results.stream()
        .map(Evaluation::line)
        .collect(
            Collectors.joining(
                "\n",
                "%d transitions%s%n"
                    .formatted(
                        transitions,
                        unknownTargets == 0
                            ? ""
                            : ", %d of them to songs unknown to the recommender"
                                .formatted(unknownTargets)),
                ""));
  }

  private static String line(Result result) {
    String line = String.format(Locale.ROOT, "%-16s %9.4f", result.metric(), result.value());
    return Double.isNaN(result.standardError())
        ? line
        : line + String.format(Locale.ROOT, "  +- %.4f", result.standardError());
  }
}
