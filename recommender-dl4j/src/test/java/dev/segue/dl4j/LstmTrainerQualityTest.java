package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.DatasetSplit;
import dev.segue.SequenceRecommender;
import dev.segue.datasets.SyntheticStation;
import dev.segue.evaluation.Evaluator;
import dev.segue.evaluation.Metric;
import dev.segue.lstm.LstmRecommender;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Guards quality: on a synthetic station, whose Bayes-optimal recommender is known, both the
 * defaults and the paper's preset must come near it.
 */
@Tag("slow")
@Tag("once")
class LstmTrainerQualityTest {

  private static final SyntheticStation STATION = SyntheticStation.of(200, 4000, 42);
  private static final DatasetSplit SPLIT = STATION.split(0.8, 0.1, 0.1, 42);

  @Test
  void builder_comesNearTheBayesOptimal() {
    assertThat(distanceToBayesOptimal(LstmTrainer.builder())).isBetween(0.0, 0.1);
  }

  @Test
  void paper_comesNearTheBayesOptimal() {
    assertThat(distanceToBayesOptimal(LstmTrainer.paper())).isBetween(0.0, 0.1);
  }

  /** In nats per transition. */
  private static double distanceToBayesOptimal(LstmTrainer.Builder builder) {
    LstmRecommender trained =
        builder.threads(2).build().train(SPLIT.training(), SPLIT.validation());
    return logLikelihood(STATION.bayesOptimal()) - logLikelihood(trained);
  }

  private static double logLikelihood(SequenceRecommender recommender) {
    return Evaluator.of(Metric.logLikelihood())
        .evaluate(recommender, SPLIT.test())
        .value("log_likelihood");
  }
}
