package dev.segue.datasets;

import static dev.segue.evaluation.Metric.accuracyAt;
import static dev.segue.evaluation.Metric.logLikelihood;
import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.PlaylistDataset;
import dev.segue.Scores;
import dev.segue.SequenceRecommender;
import dev.segue.evaluation.Evaluation;
import dev.segue.evaluation.Evaluator;
import dev.segue.evaluation.Interval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * 95% intervals hold the true figure in 95 of 100 evaluations: of the best recommender of a
 * synthetic station, whose true accuracy follows from the law that its playlists are drawn from.
 */
class IntervalCoverageTest {

  private static final int SONGS = 40;
  private static final int TEST_PLAYLISTS = 60;
  private static final int EVALUATIONS = 300;
  private static final int K = 5;

  private static final SequenceRecommender OPTIMUM = station(1, 0).optimum();

  private static SyntheticStation station(int playlists, long seed) {
    return SyntheticStation.of(SONGS, playlists, seed);
  }

  /** True accuracy@5 and log-likelihood: means over what can come next, not over what came. */
  private record Truth(double accuracy, double logLikelihood) {

    static Truth of(PlaylistDataset many) {
      List<double[]> sums = Collections.synchronizedList(new ArrayList<>());
      OPTIMUM.score(
          many.playlists(),
          (playlist, heard, scores) -> {
            if (heard < length(playlist)) {
              sums.add(new double[] {hit(scores), negativeEntropy(scores)});
            }
          });
      return new Truth(
          sums.stream().mapToDouble(each -> each[0]).average().orElseThrow(),
          sums.stream().mapToDouble(each -> each[1]).average().orElseThrow());
    }
  }

  private static final PlaylistDataset MANY = station(4_000, 1_000_000);
  private static final int[] LENGTHS =
      MANY.playlists().mapToInt(playlist -> playlist.size()).toArray();

  private static int length(long playlist) {
    return LENGTHS[(int) playlist];
  }

  private static double hit(Scores scores) {
    return scores.best(K).mapToDouble(song -> Math.exp(scores.logProbability(song))).sum();
  }

  private static double negativeEntropy(Scores scores) {
    return IntStream.range(0, scores.size())
        .mapToDouble(scores::logProbability)
        .map(log -> log * Math.exp(log))
        .sum();
  }

  @Test
  void intervalsHoldTheTruth() {
    Truth truth = Truth.of(MANY);
    Evaluator evaluator = Evaluator.of(accuracyAt(K), logLikelihood());
    int holdsAccuracy = 0;
    int holdsLogLikelihood = 0;
    int holdsTooNarrow = 0;
    for (int seed = 0; seed < EVALUATIONS; seed++) {
      Evaluation evaluation = evaluator.evaluate(OPTIMUM, station(TEST_PLAYLISTS, seed));
      Evaluation.Result accuracy = evaluation.result("accuracy@" + K);
      holdsAccuracy += holds(accuracy.interval(0.95), truth.accuracy());
      holdsTooNarrow += holds(accuracy.interval(0.5), truth.accuracy());
      holdsLogLikelihood +=
          holds(evaluation.result("log_likelihood").interval(0.95), truth.logLikelihood());
    }
    // Of 300, 95% are 285, with a standard deviation of 3.8; 50% are 150, with one of 8.7.
    assertThat(holdsAccuracy).as("accuracy").isBetween(273, 297);
    assertThat(holdsLogLikelihood).as("log-likelihood").isBetween(273, 297);
    assertThat(holdsTooNarrow).as("accuracy, 50%").isBetween(124, 176);
  }

  private static int holds(Interval interval, double value) {
    return interval.low() <= value && value <= interval.high() ? 1 : 0;
  }
}
