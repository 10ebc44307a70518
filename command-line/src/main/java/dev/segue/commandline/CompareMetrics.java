package dev.segue.commandline;

import static dev.segue.evaluation.Metric.accuracyAt;
import static dev.segue.evaluation.Metric.artistDiversityAt;
import static dev.segue.evaluation.Metric.byAge;
import static dev.segue.evaluation.Metric.byPopularity;
import static dev.segue.evaluation.Metric.byPosition;
import static dev.segue.evaluation.Metric.calibrationError;
import static dev.segue.evaluation.Metric.coherenceAt;
import static dev.segue.evaluation.Metric.coverageAt;
import static dev.segue.evaluation.Metric.giniAt;
import static dev.segue.evaluation.Metric.logLikelihood;
import static dev.segue.evaluation.Metric.mrrAt;
import static dev.segue.evaluation.Metric.ndcgAt;
import static dev.segue.evaluation.Metric.noveltyAt;
import static dev.segue.evaluation.Metric.popularityBiasAt;
import static dev.segue.evaluation.Metric.serendipityAt;

import dev.segue.PlaylistDataset;
import dev.segue.Provenance;
import dev.segue.SequenceRecommender;
import dev.segue.baselines.Popularity;
import dev.segue.baselines.UniformRandom;
import dev.segue.evaluation.Evaluator;
import dev.segue.evaluation.Metric;
import java.util.ArrayList;
import java.util.List;

/** What {@code compare} measures. */
final class CompareMetrics {

  static final int[] LIST_LENGTHS = {1, 2, 5, 10, 20, 50, 100, 200, 500};

  static final int CALIBRATION_BINS = 15;
  static final int[] POSITIONS = {1, 2, 3, 5, 10, 20, 50, 100};
  static final int[] PLAYS = {0, 1, 5, 10, 20, 50, 100, 200, 500};

  private final List<Metric> metrics = new ArrayList<>();
  private final List<Metric> ofRandom = new ArrayList<>();

  CompareMetrics(PlaylistDataset training) {
    addRanking(training);
    addOfRandom(training);
  }

  private void addRanking(PlaylistDataset training) {
    for (int k : LIST_LENGTHS) {
      metrics.add(accuracyAt(k));
    }
    metrics.add(mrrAt(20));
    metrics.add(ndcgAt(20));
    metrics.add(coverageAt(10));
    metrics.add(giniAt(10));
    metrics.add(noveltyAt(10, training));
    metrics.add(popularityBiasAt(10, training));
    metrics.add(artistDiversityAt(10));
    metrics.add(coherenceAt(10));
    metrics.add(serendipityAt(10, Popularity.trainer().train(training)));
    metrics.addAll(byPosition(accuracyAt(10), POSITIONS));
    metrics.addAll(byPopularity(accuracyAt(10), training, PLAYS));
    metrics.addAll(byAgeOf(accuracyAt(10), training));
  }

  /** Without those of its lists, of which any is as good as any other. */
  private void addOfRandom(PlaylistDataset training) {
    RandomMetrics expected = new RandomMetrics(training.catalogue().size());
    for (int k : LIST_LENGTHS) {
      ofRandom.add(expected.accuracyAt(k));
    }
    ofRandom.add(expected.mrrAt(20));
    ofRandom.add(expected.ndcgAt(20));
    ofRandom.addAll(byPosition(expected.accuracyAt(10), POSITIONS));
    ofRandom.addAll(byPopularity(expected.accuracyAt(10), training, PLAYS));
    ofRandom.addAll(byAgeOf(expected.accuracyAt(10), training));
  }

  /** None if the training playlists have no times. */
  private static List<Metric> byAgeOf(Metric metric, PlaylistDataset training) {
    return Provenance.of(training)
        .trainedUntil()
        .map(end -> byAge(metric, end, TargetGroups.DAYS))
        .orElse(List.of());
  }

  /** All of them that a recommender can be measured by. */
  Evaluator of(SequenceRecommender recommender) {
    boolean random = recommender instanceof UniformRandom;
    List<Metric> possible = new ArrayList<>(random ? ofRandom : metrics);
    if (recommender.probabilistic()) {
      possible.add(logLikelihood());
      if (!random) {
        possible.add(calibrationError(CALIBRATION_BINS));
      }
    }
    return Evaluator.of(possible);
  }

  /** Those that the best system is chosen by. */
  static Evaluator toChooseBy(SequenceRecommender recommender) {
    Metric mrr =
        recommender instanceof UniformRandom
            ? new RandomMetrics(recommender.catalogue().size()).mrrAt(20)
            : mrrAt(20);
    return recommender.probabilistic() ? Evaluator.of(mrr, logLikelihood()) : Evaluator.of(mrr);
  }
}
