package dev.segue.samples;

import static dev.segue.evaluation.Metric.accuracyAt;
import static dev.segue.evaluation.Metric.logLikelihood;

import dev.segue.DatasetSplit;
import dev.segue.SequenceRecommender;
import dev.segue.baselines.Blend;
import dev.segue.baselines.LatentMarkovEmbedding;
import dev.segue.baselines.MarkovChain;
import dev.segue.datasets.SyntheticStation;
import dev.segue.evaluation.Evaluator;
import java.util.List;

/** Two recommenders as one: a chain that counts pairs of songs, and an embedding of all songs. */
public final class Blending {

  private Blending() {}

  /**
   * Runs the sample.
   *
   * @param args none
   */
  public static void main(String[] args) {
    DatasetSplit split = SyntheticStation.of(200, 600, 42).split(0.6, 0.2, 0.2, 42);
    SequenceRecommender chain = MarkovChain.trainer().train(split.training());
    SequenceRecommender embedding = LatentMarkovEmbedding.builder().build().train(split.training());

    Blend blend = Blend.logLinear(chain, embedding).fit(split.validation());

    Evaluator evaluator = Evaluator.of(accuracyAt(10), logLikelihood());
    for (SequenceRecommender recommender : List.of(chain, embedding, blend)) {
      System.out.println(recommender);
      System.out.println(evaluator.evaluate(recommender, split.test()));
    }
  }
}
