package dev.segue.evaluation;

import static dev.segue.evaluation.Metric.accuracyAt;
import static dev.segue.evaluation.Metric.coverageAt;
import static dev.segue.evaluation.Metric.mrrAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.segue.evaluation.Evaluation.Protocol;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class EvaluationTest {

  private static Evaluation.Result mean(Metric metric, double... values) {
    return Evaluation.Result.of((MeanMetric) metric, PlaylistSumsTest.ofOneValueEach(0, values));
  }

  @Test
  void value_notMeasured_saysWhatWas() {
    Evaluation evaluation =
        new Evaluation(
            1,
            0,
            Protocol.WITHIN_PLAYLIST,
            List.of(mean(accuracyAt(10), 0, 1), mean(mrrAt(20), 0.25)));
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(() -> evaluation.value("ndcg@5"))
        .withMessage("metric 'ndcg@5' was not measured; measured were: accuracy@10, mrr@20");
  }

  @Test
  void toString_isATable() {
    List<Evaluation.Result> results =
        List.of(
            mean(accuracyAt(10), 1, 0),
            Evaluation.Result.of(
                (ExposureMetric) coverageAt(10), Exposures.of(new long[] {0, 2, 0, 0})));
    assertThat(new Evaluation(40, 0, Protocol.WITHIN_PLAYLIST, results).toString().lines())
        .containsExactly(
            "40 transitions, within the playlist",
            "accuracy@10         0.5000  +- 0.5000  of 2",
            "coverage@10         0.2500");
    assertThat(new Evaluation(40, 2, Protocol.FORWARD_IN_TIME, results).toString())
        .startsWith(
            "40 transitions, forward in time, 2 of them to songs unknown to the recommender");
  }

  @Test
  void toString_longNames_keepTheirColumn() {
    List<Evaluation.Result> results =
        List.of(mean(mrrAt(20), 0.25), mean(accuracyAt(10).where("day 2-7", day -> true), 1));
    assertThat(new Evaluation(1, 0, Protocol.FORWARD_IN_TIME, results).toString().lines())
        .containsExactly(
            "1 transitions, forward in time",
            "mrr@20                  0.2500",
            "accuracy@10[day 2-7]    1.0000");
  }
}
