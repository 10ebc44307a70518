package dev.segue.evaluation;

import static dev.segue.evaluation.Metric.accuracyAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.segue.evaluation.Evaluation.Protocol;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class EvaluationTest {

  @Test
  void value_notMeasured_saysWhatWas() {
    Evaluation evaluation =
        new Evaluation(
            1,
            0,
            Protocol.WITHIN_PLAYLIST,
            List.of(
                Evaluation.Result.of("accuracy@10", 0.5), Evaluation.Result.of("mrr@20", 0.25)));
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(() -> evaluation.value("ndcg@5"))
        .withMessage("metric 'ndcg@5' was not measured; measured were: accuracy@10, mrr@20");
  }

  @Test
  void toString_isATable() {
    PlaylistSums hits = new PlaylistSums();
    for (int value : new int[] {1, 0}) {
      hits.nextPlaylist();
      hits.add(value);
    }
    List<Evaluation.Result> results =
        List.of(
            Evaluation.Result.of((MeanMetric) accuracyAt(10), hits),
            Evaluation.Result.of("coverage@10", 0.25));
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
        List.of(
            Evaluation.Result.of("mrr@20", 0.25),
            Evaluation.Result.of("accuracy@10[day 2-7]", 0.5));
    assertThat(new Evaluation(1, 0, Protocol.FORWARD_IN_TIME, results).toString().lines())
        .containsExactly(
            "1 transitions, forward in time",
            "mrr@20                  0.2500",
            "accuracy@10[day 2-7]    0.5000");
  }
}
