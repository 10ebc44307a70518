package dev.segue.baselines;

import dev.segue.ListeningSession;
import dev.segue.Scores;
import java.util.Arrays;

/** What any recommender says of the next song, in natural logarithms of probabilities. */
final class LogProbabilities {

  /** The probability that all songs share where scores are no log-probabilities. */
  private static final double SHARED = 0.01;

  private LogProbabilities() {}

  /** {@code [songs]}: after what a session has heard. */
  static double[] of(ListeningSession session) {
    Scores scores = session.scores();
    double[] logs = new double[scores.size()];
    for (int song = 0; song < logs.length; song++) {
      logs[song] = scores.get(song);
    }
    return session.recommender().probabilistic() ? normalised(logs) : ofShares(logs);
  }

  private static double[] normalised(double[] scores) {
    double max = Arrays.stream(scores).max().orElseThrow();
    double sum = 0;
    for (double score : scores) {
      sum += Math.exp(score - max);
    }
    double all = max + Math.log(sum);
    for (int song = 0; song < scores.length; song++) {
      scores[song] -= all;
    }
    return scores;
  }

  private static double[] ofShares(double[] scores) {
    double sum = 0;
    for (double score : scores) {
      sum += Math.max(0, score);
    }
    double least = (sum > 0 ? SHARED : 1) / scores.length;
    for (int song = 0; song < scores.length; song++) {
      double share = sum > 0 ? (1 - SHARED) * Math.max(0, scores[song]) / sum : 0;
      scores[song] = Math.log(least + share);
    }
    return scores;
  }
}
