package dev.segue.baselines;

import static dev.segue.evaluation.Metric.accuracyAt;
import static dev.segue.evaluation.Metric.logLikelihood;
import static dev.segue.evaluation.Metric.mrrAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.datasets.YesDataset;
import dev.segue.evaluation.Evaluation;
import dev.segue.evaluation.Evaluator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Real playlists, on which each baseline must reach the figures that others measured. Tests are
 * skipped if the playlists are missing.
 */
final class YesBig {

  private static final Path FOLDER =
      Path.of(System.getProperty("segue.shared", "../shared")).resolve("data/yes_big");

  private YesBig() {}

  static PlaylistDataset training() throws IOException {
    return part("train");
  }

  static PlaylistDataset validation() throws IOException {
    return part("valid");
  }

  private static PlaylistDataset part(String name) throws IOException {
    assumeThat(Files.exists(FOLDER)).as("no playlists in " + FOLDER).isTrue();
    return YesDataset.read(FOLDER.resolve(name + ".txt"));
  }

  static Evaluation evaluate(SequenceRecommender recommender) throws IOException {
    Evaluator evaluator =
        recommender.probabilistic()
            ? Evaluator.of(accuracyAt(10), accuracyAt(500), mrrAt(20), logLikelihood())
            : Evaluator.of(accuracyAt(10), accuracyAt(500), mrrAt(20));
    return evaluator.evaluate(recommender, part("test"));
  }

  static void reaches(Evaluation evaluation, double at10, double at500, double mrr) {
    assertThat(evaluation.value("accuracy@10")).isCloseTo(at10, within(1e-3));
    assertThat(evaluation.value("accuracy@500")).isCloseTo(at500, within(1e-3));
    assertThat(evaluation.value("mrr@20")).isCloseTo(mrr, within(1e-3));
  }

  static void reaches(
      Evaluation evaluation, double at10, double at500, double mrr, double logLikelihood) {
    reaches(evaluation, at10, at500, mrr);
    assertThat(evaluation.value("log_likelihood")).isCloseTo(logLikelihood, within(2e-3));
  }
}
