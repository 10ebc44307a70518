package dev.segue.samples;

import static dev.segue.evaluation.Metric.accuracyAt;
import static dev.segue.evaluation.Metric.artistDiversityAt;
import static dev.segue.evaluation.Metric.coverageAt;
import static dev.segue.evaluation.Metric.logLikelihood;
import static dev.segue.evaluation.Metric.mrrAt;

import dev.segue.SequenceRecommender;
import dev.segue.baselines.Blend;
import dev.segue.baselines.LagMixture;
import dev.segue.baselines.SessionKnn;
import dev.segue.baselines.SessionKnn.Weighting;
import dev.segue.datasets.SyntheticStation;
import dev.segue.evaluation.Difference;
import dev.segue.evaluation.Evaluation;
import dev.segue.evaluation.Evaluator;
import dev.segue.evaluation.Interval;
import dev.segue.evaluation.ParameterSearch;
import java.io.IOException;

/** Two recommenders, the parameters of one searched for, as one; and whether that is any better. */
public final class Blending {

  private Blending() {}

  /**
   * Runs the sample.
   *
   * @param args none
   * @throws IOException never: the search writes no table
   */
  public static void main(String[] args) throws IOException {
    var split = SyntheticStation.of(60, 600, 42).split(0.6, 0.2, 0.2, 42);

    SequenceRecommender lags = LagMixture.trainer().train(split.training(), split.validation());
    SequenceRecommender neighbours =
        ParameterSearch.<SessionKnn>of(
                mrrAt(20),
                trial ->
                    SessionKnn.builder(Weighting.STAN)
                        .neighbours(trial.oneOf("neighbours", 50, 100, 200))
                        .leaveOutLast(trial.oneOf("leave out last", 0, 1, 5))
                        .build())
            .trials(5)
            .rounds(1)
            .listener(System.out::println)
            .run(split.training(), split.validation())
            .recommender();

    Blend blend = Blend.logLinear(lags, neighbours).fit(split.validation());
    System.out.println(blend);

    Evaluator evaluator =
        Evaluator.of(accuracyAt(10), logLikelihood(), coverageAt(10), artistDiversityAt(10));
    Evaluation ofBlend = evaluator.evaluate(blend, split.test());
    Evaluation ofLags = evaluator.evaluate(lags, split.test());
    System.out.println(ofBlend);

    Interval interval = ofBlend.result("accuracy@10").interval(0.95);
    Difference difference = ofBlend.result("accuracy@10").minus(ofLags.result("accuracy@10"));
    System.out.printf(
        "accuracy@10 lies between %.3f and %.3f; better than lags by %.4f, p = %.3f%n",
        interval.low(), interval.high(), difference.value(), difference.pValue());
  }
}
