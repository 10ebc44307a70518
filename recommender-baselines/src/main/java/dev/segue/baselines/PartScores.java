package dev.segue.baselines;

import dev.segue.ListeningSession;
import dev.segue.Scores;

/** Converts the scores of a blend's part into probabilities. */
final class PartScores {

  /** The weight of the uniform distribution if scores are not log-probabilities. */
  private static final double UNIFORM_WEIGHT = 0.01;

  private PartScores() {}

  /**
   * Returns probabilities.
   *
   * @return {@code [songs]}: they sum to 1
   */
  static float[] probabilities(ListeningSession session) {
    Scores scores = session.scores();
    if (!session.recommender().probabilistic()) {
      return normalised(scores);
    }
    float[] probabilities = new float[scores.size()];
    float max = Float.NEGATIVE_INFINITY;
    for (int song = 0; song < probabilities.length; song++) {
      max = Math.max(max, scores.get(song));
    }
    double sum = 0;
    for (int song = 0; song < probabilities.length; song++) {
      probabilities[song] = (float) Math.exp(scores.get(song) - max);
      sum += probabilities[song];
    }
    float factor = (float) (1 / sum);
    for (int song = 0; song < probabilities.length; song++) {
      probabilities[song] *= factor;
    }
    return probabilities;
  }

  /**
   * Returns natural logarithms of probabilities.
   *
   * @return {@code [songs]}: up to an additive constant
   */
  static float[] logs(ListeningSession session) {
    Scores scores = session.scores();
    boolean probabilistic = session.recommender().probabilistic();
    float[] logs = probabilistic ? new float[scores.size()] : normalised(scores);
    for (int song = 0; song < logs.length; song++) {
      logs[song] = probabilistic ? scores.get(song) : (float) Math.log(logs[song]);
    }
    return logs;
  }

  private static float[] normalised(Scores scores) {
    float[] shares = new float[scores.size()];
    double sum = 0;
    for (int song = 0; song < shares.length; song++) {
      shares[song] = Math.max(0, scores.get(song));
      sum += shares[song];
    }
    float minimum = (float) ((sum > 0 ? UNIFORM_WEIGHT : 1) / shares.length);
    float factor = (float) (sum > 0 ? (1 - UNIFORM_WEIGHT) / sum : 0);
    for (int song = 0; song < shares.length; song++) {
      shares[song] = minimum + factor * shares[song];
    }
    return shares;
  }
}
