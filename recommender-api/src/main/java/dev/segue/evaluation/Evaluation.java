package dev.segue.evaluation;

import dev.segue.quotation.Quotation;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The result of an {@link Evaluator}. Immutable; may be shared by threads.
 *
 * @param transitions the number of transitions predicted
 * @param unknownTargets how many of them have a target that the recommender does not know; they
 *     count as misses in ranking metrics, and the log-likelihood skips them
 * @param protocol what was known when a target was predicted
 * @param results one result per metric, in the order of the metrics
 */
public record Evaluation(
    long transitions, long unknownTargets, Protocol protocol, List<Result> results) {

  /** What is known when a target is predicted. */
  public enum Protocol {

    /** The songs before it in its playlist. */
    WITHIN_PLAYLIST("within the playlist"),

    /**
     * The songs before it in its playlist, the time, and what the listener played before the
     * playlist: earlier sessions, and earlier targets too, as in service. Playlists without times,
     * if there are any beside those with times, are predicted within themselves.
     */
    FORWARD_IN_TIME("forward in time");

    private final String words;

    Protocol(String words) {
      this.words = words;
    }

    /** Returns the protocol in words, such as {@code forward in time}. */
    @Override
    public String toString() {
      return words;
    }
  }

  /** The result of one metric. Immutable; may be shared by threads. */
  public static final class Result {

    private final Metric metric;

    private final MetricSums sums;
    private final double value;
    private final double standardError;

    private Result(Metric metric, MetricSums sums, double value, double standardError) {
      this.metric = metric;
      this.sums = sums;
      this.value = value;
      this.standardError = standardError;
    }

    static Result of(MeanMetric metric, PlaylistSums sums) {
      return new Result(
          metric,
          sums,
          metric.shown().applyAsDouble(sums.mean()),
          metric.shownError(sums.mean(), sums.standardError()));
    }

    static Result of(ExposureMetric metric, Exposures exposures) {
      return new Result(
          metric, exposures, metric.ofExposures().applyAsDouble(exposures), Double.NaN);
    }

    static Result of(CalibrationMetric metric, Confidences confidences) {
      return new Result(metric, confidences, confidences.error(), Double.NaN);
    }

    /**
     * Returns the name of the metric.
     *
     * @return such as {@code accuracy@10}
     */
    public String metric() {
      return metric.name();
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
      return sums instanceof PlaylistSums playlists ? playlists.count() : 0;
    }

    /**
     * Returns the bootstrap confidence interval of the value, from 1,000 resamples of the
     * playlists, each of which has a playlist as often as Poisson's distribution says.
     *
     * @param confidence the confidence level, above 0 and below 1; 0.95 is usual
     * @return the interval; NaN at both ends if the metric is not a mean over transitions
     * @throws IllegalArgumentException if the confidence is out of range
     */
    public Interval interval(double confidence) {
      if (!(confidence > 0 && confidence < 1)) {
        throw new IllegalArgumentException(
            "confidence must be above 0 and below 1, was " + confidence);
      }
      if (!(metric instanceof MeanMetric mean) || !(sums instanceof PlaylistSums playlists)) {
        return new Interval(Double.NaN, Double.NaN);
      }
      Interval means = playlists.interval(confidence);
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
      if (!(metric instanceof MeanMetric mean)
          || !(sums instanceof PlaylistSums one)
          || !(other.sums instanceof PlaylistSums another)
          || !metric().equals(other.metric())) {
        throw new IllegalArgumentException(
            "metrics %s and %s cannot be compared: both must be the same mean over transitions"
                .formatted(Quotation.quote(metric()), Quotation.quote(other.metric())));
      }
      if (!one.pairs(another)) {
        throw new IllegalArgumentException(
            "%s: both must be measured on the same playlists, but they hold %d and %d transitions"
                .formatted(metric(), one.count(), another.count()));
      }
      return Difference.of(mean, one, another);
    }

    /**
     * Returns how far probabilities can be trusted, range by range.
     *
     * @return the ranges of probability that have lists, rising; none unless this is of {@link
     *     Metric#calibrationError}
     */
    public List<ReliabilityBin> reliability() {
      return sums instanceof Confidences confidences ? confidences.bins() : List.of();
    }

    private Result merge(Result other) {
      if (metric().equals(other.metric())) {
        if (metric instanceof MeanMetric mean
            && sums instanceof PlaylistSums one
            && other.sums instanceof PlaylistSums another) {
          return of(mean, one.plus(another));
        }
        if (metric instanceof ExposureMetric exposure
            && sums instanceof Exposures one
            && other.sums instanceof Exposures another) {
          return of(exposure, one.plus(another));
        }
        if (metric instanceof CalibrationMetric calibration
            && sums instanceof Confidences one
            && other.sums instanceof Confidences another) {
          return of(calibration, one.plus(another));
        }
      }
      throw new IllegalArgumentException(
          "evaluations must have the same metrics to be merged, but have %s and %s"
              .formatted(Quotation.quote(metric()), Quotation.quote(other.metric())));
    }

    MetricSums sums() {
      return sums;
    }
  }

  /**
   * Makes an evaluation.
   *
   * @param transitions the number of transitions predicted
   * @param unknownTargets how many of them have a target unknown to the recommender
   * @param protocol what was known when a target was predicted
   * @param results one result per metric; copied
   */
  public Evaluation {
    Objects.requireNonNull(protocol, "protocol");
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
                    "metric %s was not measured; measured were: %s"
                        .formatted(
                            Quotation.quote(metric),
                            results.stream()
                                .map(Result::metric)
                                .collect(Collectors.joining(", ")))));
  }

  /**
   * Adds the evaluation of other playlists, as if all had been evaluated at once: the sums are
   * rounded in another order, all else is the same. The playlists of both must have different
   * {@linkplain Evaluator#numbered numbers}, because chance draws them by their numbers.
   *
   * @param other the evaluation of other playlists by the same metrics
   * @return the evaluation of the playlists of both
   * @throws IllegalArgumentException if the other has other metrics, or recommended songs of a
   *     catalogue of another size
   */
  public Evaluation merge(Evaluation other) {
    Objects.requireNonNull(other, "other");
    if (results.size() != other.results.size()) {
      throw new IllegalArgumentException(
          "evaluations must have the same metrics to be merged, but have %d and %d"
              .formatted(results.size(), other.results.size()));
    }
    return new Evaluation(
        transitions + other.transitions,
        unknownTargets + other.unknownTargets,
        protocol.compareTo(other.protocol) > 0 ? protocol : other.protocol,
        IntStream.range(0, results.size())
            .mapToObj(i -> results.get(i).merge(other.results.get(i)))
            .toList());
  }

  /**
   * Writes the evaluation, such as for another machine that {@linkplain #merge merges} it.
   *
   * @return the bytes, 96 KB for each mean over transitions, and 12 bytes for each song that was
   *     recommended and metric of how often they were, and 24 for each bin of a calibration; {@link
   *     Evaluator#read} reads them
   */
  public byte[] toBytes() {
    return EvaluationBytes.write(this);
  }

  /**
   * Returns a table with a line per metric. A mean over fewer transitions than all says over how
   * many.
   */
  @Override
  public String toString() {
    int width = results.stream().mapToInt(result -> result.metric().length()).reduce(16, Math::max);
    return results.stream()
        .map(result -> line(result, width))
        .collect(
            Collectors.joining(
                "\n",
                "%d transitions, %s%s%n"
                    .formatted(
                        transitions,
                        protocol,
                        unknownTargets == 0
                            ? ""
                            : ", %d of them to songs unknown to the recommender"
                                .formatted(unknownTargets)),
                ""));
  }

  private String line(Result result, int width) {
    String name = result.metric() + " ".repeat(width - result.metric().length());
    String line = String.format(Locale.ROOT, "%s %9.4f", name, result.value());
    if (!Double.isNaN(result.standardError())) {
      line += String.format(Locale.ROOT, "  +- %.4f", result.standardError());
    }
    return result.count() == 0 || result.count() == transitions
        ? line
        : line + "  of " + result.count();
  }
}
