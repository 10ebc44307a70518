package dev.segue.evaluation;

import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;

/**
 * What an {@link Evaluator} found. Immutable; may be shared by threads.
 *
 * @param transitions how many transitions were foreseen
 * @param unknownTargets how many of them led to a song that the recommender does not know; they
 *     count as misses in ranking metrics, and are left out of the log-likelihood
 * @param results a figure per metric, in the order in which the metrics were given
 */
public record Evaluation(long transitions, long unknownTargets, List<Result> results) {

  /**
   * The figure of one metric.
   *
   * @param metric the name of the metric, such as {@code accuracy@10}
   * @param value its value; not a number if no transition counted
   * @param standardError the standard error of the value, transitions taken as independent; not a
   *     number with fewer than two transitions
   */
  public record Result(String metric, double value, double standardError) {}

  /**
   * Puts figures together.
   *
   * @param transitions how many transitions were foreseen
   * @param unknownTargets how many of them led to a song unknown to the recommender
   * @param results a figure per metric; copied
   */
  public Evaluation {
    results = List.copyOf(results);
  }

  /**
   * The value of one metric.
   *
   * @param metric its name, such as {@code accuracy@10}
   * @return its value
   * @throws NoSuchElementException if it was not measured; the message says what was
   */
  public double value(String metric) {
    return result(metric).value();
  }

  /**
   * The figure of one metric.
   *
   * @param metric its name, such as {@code accuracy@10}
   * @return its value and standard error
   * @throws NoSuchElementException if it was not measured; the message says what was
   */
  public Result result(String metric) {
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

  /** A table with a line per metric. */
  @Override
  public String toString() {
    return results.stream()
        .map(
            result ->
                String.format(
                    Locale.ROOT,
                    "%-16s %9.4f  +- %.4f",
                    result.metric(),
                    result.value(),
                    result.standardError()))
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
}
