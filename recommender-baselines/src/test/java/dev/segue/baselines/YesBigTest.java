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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @Test
  void itemNeighbours() throws IOException {
    Evaluation evaluation =
        Evaluator.of(accuracyAt(10), accuracyAt(500), mrrAt(20))
            .evaluate(ItemNeighbours.trainer().train(part("train")), part("test"));
    assertThat(evaluation.value("accuracy@10")).isGreaterThan(0.0712);
    assertThat(evaluation.value("accuracy@500")).isGreaterThan(0.6371);
    assertThat(evaluation.value("mrr@20")).isGreaterThan(0.0307);
  }

  @Test
  void latentMarkovEmbedding() throws IOException {
    Evaluation evaluation =
        Evaluator.of(accuracyAt(10), accuracyAt(500), mrrAt(20), logLikelihood())
            .evaluate(
                LatentMarkovEmbedding.builder().epochs(5).build().train(part("train")),
                part("test"));
    assertThat(evaluation.value("log_likelihood")).isGreaterThan(-6.78); // published, 25 dimensions
    assertThat(evaluation.value("accuracy@10")).isGreaterThan(0.0773);
    assertThat(evaluation.value("accuracy@500")).isGreaterThan(0.7337);
    assertThat(evaluation.value("mrr@20")).isGreaterThan(0.0241);
  }

  @ParameterizedTest
  @CsvSource({
    "S_KNN, 100, 0, 0.1217, 0.7951, 0.0378",
    "S_KNN, 100, 10, 0.1492, 0.7907, 0.0585",
    "V_SKNN, 500, 10, 0.1332, 0.7644, 0.0552",
    "STAN, 100, 10, 0.1530, 0.7736, 0.0632",
  })
  void sessionNeighbours(
      SessionNeighbours.Weighting weighting,
      int neighbours,
      int leaveOutLast,
      double at10,
      double at500,
      double mrr)
      throws IOException {
    Evaluation evaluation =
        Evaluator.of(accuracyAt(10), accuracyAt(500), mrrAt(20))
            .evaluate(
                SessionNeighbours.trainer(weighting, neighbours, leaveOutLast).train(part("train")),
                part("test"));
    reaches(evaluation, at10, at500, mrr);
  }

  private static void reaches(Evaluation evaluation, double at10, double at500, double mrr) {
    assertThat(evaluation.value("accuracy@10")).isCloseTo(at10, within(1e-3));
    assertThat(evaluation.value("accuracy@500")).isCloseTo(at500, within(1e-3));
    assertThat(evaluation.value("mrr@20")).isCloseTo(mrr, within(1e-3));
  }

  private static void reaches(
      Evaluation evaluation, double at10, double at500, double mrr, double logLikelihood) {
    reaches(evaluation, at10, at500, mrr);
    assertThat(evaluation.value("log_likelihood")).isCloseTo(logLikelihood, within(2e-3));
  }
}
