package dev.segue.evaluation;

import static dev.segue.evaluation.Metric.accuracyAt;
import static dev.segue.evaluation.Metric.logLikelihood;
import static dev.segue.evaluation.Metric.mrrAt;
import static dev.segue.evaluation.Metric.ndcgAt;
import static dev.segue.evaluation.Metric.perplexity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.segue.Song;
import java.util.List;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MetricTest {

  private static double at(double rank, Metric metric) {
    return value(metric, transition(rank, OptionalDouble.empty()));
  }

  private static double value(Metric metric, ScoredTransition transition) {
    return ((MeanMetric) metric).perTransition().apply(transition).orElseThrow();
  }

  private static ScoredTransition transition(double rank, OptionalDouble logProbability) {
    return new ScoredTransition(
        0, 1, 0, Song.of("a"), true, rank, logProbability, List.of(), List.of());
  }

  @Test
  void accuracyAt_countsRanksUpToK() {
    assertThat(at(1, accuracyAt(10))).isEqualTo(1);
    assertThat(at(10, accuracyAt(10))).isEqualTo(1);
    assertThat(at(10.5, accuracyAt(10))).isZero();
    assertThat(accuracyAt(10).name()).isEqualTo("accuracy@10");
  }

  @Test
  void mrrAt_isOneByRankUpToK() {
    assertThat(at(1, mrrAt(20))).isEqualTo(1);
    assertThat(at(2.5, mrrAt(20))).isEqualTo(0.4);
    assertThat(at(20, mrrAt(20))).isEqualTo(0.05);
    assertThat(at(21, mrrAt(20))).isZero();
    assertThat(mrrAt(20).name()).isEqualTo("mrr@20");
  }

  @Test
  void ndcgAt_discountsByTheLogarithm() {
    assertThat(at(1, ndcgAt(5))).isEqualTo(1);
    assertThat(at(3, ndcgAt(5))).isEqualTo(0.5, within(1e-15));
    assertThat(at(7, ndcgAt(10))).isEqualTo(1.0 / 3, within(1e-15));
    assertThat(at(6, ndcgAt(5))).isZero();
    assertThat(ndcgAt(5).name()).isEqualTo("ndcg@5");
  }

  @Test
  void k_zero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> accuracyAt(0))
        .withMessage("accuracy@k: k must be >= 1, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mrrAt(-1))
        .withMessage("mrr@k: k must be >= 1, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ndcgAt(0))
        .withMessage("ndcg@k: k must be >= 1, was 0");
  }

  @Test
  void logLikelihood_isTheLogProbability() {
    ScoredTransition transition = transition(1, OptionalDouble.of(-1.5));
    assertThat(value(logLikelihood(), transition)).isEqualTo(-1.5);
  }

  @Test
  void perplexity_isTheExponentialOfTheMeanLoss() {
    MeanMetric perplexity = (MeanMetric) perplexity();
    assertThat(perplexity.shown().applyAsDouble(-Math.log(8))).isEqualTo(8, within(1e-12));
    // The slope of exp(-x) at -ln 8 is -8.
    assertThat(perplexity.shownError(-Math.log(8), 0.25)).isEqualTo(2, within(1e-8));
  }

  @Test
  void needsProbabilities_onlyWhereNothingElseIsMissing() {
    Metric lateRank =
        Metric.of(
            "late rank",
            0,
            transition ->
                transition.position() > 5
                    ? OptionalDouble.of(transition.rank())
                    : OptionalDouble.empty());
    assertThat(List.of(logLikelihood(), perplexity()))
        .allMatch(metric -> ((MeanMetric) metric).needsProbabilities());
    assertThat(List.of(accuracyAt(1), mrrAt(1), ndcgAt(1), lateRank))
        .noneMatch(metric -> ((MeanMetric) metric).needsProbabilities());
  }

  @Property
  void rankingMetrics_fallWithTheRank(
      @ForAll @IntRange(min = 2, max = 100) int halves,
      @ForAll @IntRange(min = 2, max = 100) int otherHalves,
      @ForAll @IntRange(min = 1, max = 30) int k) {
    double better = Math.min(halves, otherHalves) / 2.0;
    double worse = Math.max(halves, otherHalves) / 2.0;
    for (Metric metric : List.of(accuracyAt(k), mrrAt(k), ndcgAt(k))) {
      assertThat(at(better, metric)).isGreaterThanOrEqualTo(at(worse, metric)).isBetween(0.0, 1.0);
    }
  }
}
