package dev.segue.samples;

import static dev.segue.evaluation.Metric.accuracyAt;
import static dev.segue.evaluation.Metric.coverageAt;

import dev.segue.DatasetSplit;
import dev.segue.SequenceRecommender;
import dev.segue.Trainer;
import dev.segue.baselines.LagMixture;
import dev.segue.baselines.MarkovChain;
import dev.segue.baselines.Popularity;
import dev.segue.datasets.SyntheticStation;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.evaluation.Difference;
import dev.segue.evaluation.Evaluation;
import dev.segue.evaluation.Evaluator;
import java.util.List;
import java.util.Locale;

/** Several recommenders on the same test playlists: which are better than a Markov chain? */
public final class Comparing {

  private Comparing() {}

  /**
   * Runs the sample.
   *
   * @param args none
   */
  public static void main(String[] args) {
    DatasetSplit split = SyntheticStation.of(60, 600, 42).split(0.6, 0.2, 0.2, 42);
    Evaluator evaluator = Evaluator.of(accuracyAt(10), coverageAt(10));
    SequenceRecommender chain = MarkovChain.trainer().train(split.training());
    Evaluation ofChain = evaluator.evaluate(chain, split.test());
    System.out.println(chain + "\n" + ofChain);

    List<Trainer<?>> others =
        List.of(
            Popularity.trainer(),
            LagMixture.trainer(),
            LstmTrainer.builder().embeddingSize(32).hiddenSize(32).build());
    for (Trainer<?> trainer : others) {
      SequenceRecommender other = trainer.train(split.training(), split.validation());
      Evaluation ofOther = evaluator.evaluate(other, split.test());
      Evaluation.Result accuracy = ofOther.result("accuracy@10");
      Difference gain = accuracy.minus(ofChain.result("accuracy@10"));
      System.out.println(other + "\n" + ofOther);
      System.out.printf(
          Locale.ROOT,
          "accuracy@10 %s, %+.4f from the chain %s, p = %.4f%n",
          accuracy.interval(0.95),
          gain.value(),
          gain.interval(),
          gain.pValue());
    }
  }
}
