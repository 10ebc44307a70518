package dev.segue.spark;

import dev.segue.evaluation.Evaluation;
import dev.segue.evaluation.Evaluator;
import dev.segue.evaluation.Metric;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Metrics of each kind. Executors have this class, but no AssertJ. */
final class TestMetrics {

  private TestMetrics() {}

  static ClusterEvaluator clusterEvaluator() {
    return ClusterEvaluator.of(TestMetrics::evaluator);
  }

  /** The example of docs/spark.md. */
  static Evaluation example(RecommenderModel model, Dataset<Row> playlists) {
    Evaluation evaluation =
        ClusterEvaluator.of(() -> Evaluator.of(Metric.accuracyAt(10), Metric.mrrAt(20)))
            .evaluate(model, playlists);
    return evaluation;
  }

  static Evaluator evaluator() {
    List<Metric> metrics =
        new ArrayList<>(
            List.of(
                Metric.accuracyAt(1),
                Metric.mrrAt(3),
                Metric.logLikelihood(),
                Metric.perplexity(),
                Metric.coverageAt(2),
                Metric.giniAt(2)));
    metrics.addAll(Metric.byPosition(Metric.accuracyAt(2), 1, 3, 100));
    return Evaluator.of(metrics);
  }
}
