package dev.segue.baselines;

import dev.segue.ListeningSession;
import dev.segue.Scores;

/** What a part of a blend says of the next song, as a blend needs it. */
final class PartScores {

  /** The probability that all songs share where scores are no log-probabilities. */
  private static final double SHARED = 0.01;

  private PartScores() {}

  /**
   * Probabilities.
   *
   * @return {@code [songs]}: they add up to 1
   */
  static float[] probabilities(ListeningSession session) {
    Scores scores = session.scores();
    if (!session.recommender().probabilistic()) {
      return shares(scores);
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
   * Natural logarithms of probabilities.
   *
   * @return {@code [songs]}: up to a constant
   */
  static float[] logs(ListeningSession session) {
    Scores scores = session.scores();
    boolean given = session.recommender().probabilistic();
    float[] logs = given ? new float[scores.size()] : shares(scores);
    for (int song = 0; song < logs.length; song++) {
      logs[song] = given ? scores.get(song) : (float) Math.log(logs[song]);
    }
    return logs;
  }

  private static float[] shares(Scores scores) {
    float[] shares = new float[scores.size()];
    double sum = 0;
    for (int song = 0; song < shares.length; song++) {
      shares[song] = Math.max(0, scores.get(song));
      sum += shares[song];
    }
    float least = (float) ((sum > 0 ? SHARED : 1) / shares.length);
    float factor = (float) (sum > 0 ? (1 - SHARED) / sum : 0);
    for (int song = 0; song < shares.length; song++) {
      shares[song] = least + factor * shares[song];
    }
    return shares;
  }
}
