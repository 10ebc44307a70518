package dev.segue.datasets;

import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.evaluation.Evaluator;
import dev.segue.evaluation.Metric;
import dev.segue.evaluation.ScoredTransition;
import java.util.function.Predicate;

/** How well next songs were predicted. One thread at a time. */
final class Predictions {

  private static final int LIST = 10;

  private long targets;
  private double logProbabilities;
  private long hits;

  /** Predicts those targets of playlists that count. */
  static Predictions of(
      SequenceRecommender recommender, PlaylistDataset test, Predicate<ScoredTransition> counts) {
    Predictions predictions = new Predictions();
    Evaluator.of(Metric.accuracyAt(LIST))
        .evaluate(
            recommender,
            test,
            target -> {
              if (counts.test(target)) {
                predictions.add(target.logProbability().orElseThrow(), target.rank());
              }
            });
    return predictions;
  }

  void add(double logProbability, double rank) {
    targets++;
    logProbabilities += logProbability;
    hits += rank <= LIST ? 1 : 0;
  }

  long targets() {
    return targets;
  }

  /** The mean, in nats. */
  double logLikelihood() {
    return logProbabilities / targets;
  }

  /** The share of targets among the first ten. */
  double accuracy() {
    return (double) hits / targets;
  }
}
