package dev.segue.baselines;

import static dev.segue.evaluation.Metric.accuracyAt;
import static dev.segue.evaluation.Metric.logLikelihood;
import static dev.segue.evaluation.Metric.mrrAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.Trainer;
import dev.segue.datasets.YesDataset;
import dev.segue.evaluation.Evaluation;
import dev.segue.evaluation.Evaluator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each baseline reaches on real playlists what others have measured there. */
class YesBigTest {

  private static final Path FOLDER =
      Path.of(System.getProperty("segue.shared", "../shared")).resolve("data/yes_big");

  @BeforeEach
  void needsTheData() {
    assumeThat(Files.exists(FOLDER)).as("no playlists in " + FOLDER).isTrue();
  }

  private static PlaylistDataset part(String name) throws IOException {
    return YesDataset.read(FOLDER.resolve(name + ".txt"));
  }

  private static Evaluation evaluate(Trainer<? extends SequenceRecommender> trainer)
      throws IOException {
    return Evaluator.of(accuracyAt(10), accuracyAt(500), mrrAt(20), logLikelihood())
        .evaluate(trainer.train(part("train"), part("valid")), part("test"));
  }

  @Test
  void popularity() throws IOException {
    reaches(evaluate(Popularity.trainer()), 0.0254, 0.3212, 0.0099, -8.6275);
  }

  @Test
  void markovChain() throws IOException {
    reaches(evaluate(MarkovChain.trainer()), 0.0940, 0.3860, 0.0447, -8.5531);
  }

  @Test
  void lagMixture() throws IOException {
    reaches(evaluate(LagMixture.trainer()), 0.1479, 0.7935, 0.0654, -6.6431);
  }

  private static void reaches(
      Evaluation evaluation, double at10, double at500, double mrr, double logLikelihood) {
    assertThat(evaluation.value("accuracy@10")).isCloseTo(at10, within(1e-3));
    assertThat(evaluation.value("accuracy@500")).isCloseTo(at500, within(1e-3));
    assertThat(evaluation.value("mrr@20")).isCloseTo(mrr, within(1e-3));
    assertThat(evaluation.value("log_likelihood")).isCloseTo(logLikelihood, within(2e-3));
  }
}
