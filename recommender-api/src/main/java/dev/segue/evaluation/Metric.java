package dev.segue.evaluation;

import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/**
 * A figure of merit: a value for each transition, whose mean is shown. Immutable; may be shared by
 * threads if the functions that it is made of may.
 *
 * <p>The ranking metrics look at the rank of the one song that was really played next. With one
 * relevant song per list, accuracy@k is also called hit rate@k or recall@k (Hidasi et al.,
 * "Session-based Recommendations with Recurrent Neural Networks", ICLR 2016, <a
 * href="https://arxiv.org/abs/1511.06939">arXiv:1511.06939</a>).
 *
 * @param name the metric's name as tables and JSON show it, such as {@code accuracy@10}
 * @param perTransition the value for one transition; empty leaves the transition out of the mean
 * @param shown turns the mean into the figure shown; must be monotone and smooth
 */
public record Metric(
    String name,
    Function<ScoredTransition, OptionalDouble> perTransition,
    DoubleUnaryOperator shown) {

  /**
   * The share of transitions whose next song is among the first {@code k}.
   *
   * @param k length of the list, at least 1
   * @return a metric from 0 to 1, higher is better
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  public static Metric accuracyAt(int k) {
    return ranking("accuracy", k, rank -> 1);
  }

  /**
   * Mean reciprocal rank, where a rank beyond {@code k} counts as 0 (Voorhees, "The TREC-8 Question
   * Answering Track Report", 1999).
   *
   * @param k length of the list, at least 1
   * @return a metric from 0 to 1, higher is better
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  public static Metric mrrAt(int k) {
    return ranking("mrr", k, rank -> 1 / rank);
  }

  /**
   * Normalised discounted cumulative gain with one relevant song: {@code 1 / log2(1 + rank)}, and 0
   * beyond {@code k} (J&auml;rvelin and Kek&auml;l&auml;inen, ACM TOIS 20(4), 2002, <a
   * href="https://doi.org/10.1145/582415.582418">doi:10.1145/582415.582418</a>).
   *
   * @param k length of the list, at least 1
   * @return a metric from 0 to 1, higher is better
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  public static Metric ndcgAt(int k) {
    return ranking("ndcg", k, rank -> Math.log(2) / Math.log(1 + rank));
  }

  /**
   * The mean natural logarithm of the probability of the next song. Transitions to a song that the
   * recommender does not know are left out.
   *
   * @return a metric in nats per transition, 0 or less, higher is better
   */
  public static Metric logLikelihood() {
    return new Metric(
        "log_likelihood", ScoredTransition::logProbability, DoubleUnaryOperator.identity());
  }

  /**
   * The exponential of the negative {@link #logLikelihood}: among how many equally likely songs the
   * recommender hesitates on average.
   *
   * @return a metric of 1 or more, lower is better
   */
  public static Metric perplexity() {
    return new Metric("perplexity", ScoredTransition::logProbability, mean -> Math.exp(-mean));
  }

  /** Whether a transition is left out of this metric for want of a log-probability alone. */
  boolean needsProbabilities() {
    return valueWith(OptionalDouble.empty()).isEmpty()
        && valueWith(OptionalDouble.of(-1)).isPresent();
  }

  private OptionalDouble valueWith(OptionalDouble logProbability) {
    return perTransition.apply(new ScoredTransition(0, 1, 0, true, 1, logProbability));
  }

  /** The standard error of the figure shown, by the slope of {@link #shown} (delta method). */
  double shownError(double mean, double standardError) {
    double step = 1e-6;
    double slope =
        (shown.applyAsDouble(mean + step) - shown.applyAsDouble(mean - step)) / (2 * step);
    return Math.abs(slope) * standardError;
  }

  private static Metric ranking(String name, int k, DoubleUnaryOperator gain) {
    if (k < 1) {
      throw new IllegalArgumentException(name + "@k: k must be >= 1, was " + k);
    }
    return new Metric(
        name + "@" + k,
        transition ->
            OptionalDouble.of(transition.rank() <= k ? gain.applyAsDouble(transition.rank()) : 0),
        DoubleUnaryOperator.identity());
  }
}
