package dev.segue.dl4j;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * A round of a training that workers share: what all of them begin with. Immutable; may be shared
 * by threads, and serialised.
 */
public final class TrainingRound implements Serializable {

  private static final long serialVersionUID = 1;

  /** What the round begins with, and where it is in the training. */
  private final Start start;

  TrainingRound(Start start) {
    this.start = start;
  }

  Start start() {
    return start;
  }

  /**
   * The start of a round.
   *
   * @param epoch from 0
   * @param maxEpochs how many epochs there are at most
   * @param logLikelihoods after each epoch before
   * @param number of the round in the epoch, from 0
   * @param ofEpoch how many rounds the epoch has
   * @param transitions how many an epoch of all workers has
   * @param workers how many there are
   * @param steps how many each has taken before
   * @param state what their steps change, by the names of {@link TrainingNetwork#state}
   */
  record Start(
      int epoch,
      int maxEpochs,
      List<Double> logLikelihoods,
      int number,
      int ofEpoch,
      long transitions,
      int workers,
      int steps,
      Map<String, float[]> state)
      implements Serializable {}
}
