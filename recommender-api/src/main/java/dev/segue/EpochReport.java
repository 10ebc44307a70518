package dev.segue;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * What one epoch of training came to. Immutable; numbers only. Losses and log-likelihoods are means
 * per transition in nats.
 *
 * @param epoch the number of this epoch, from 1
 * @param epochs how many epochs there will be at the most
 * @param trainingTime how long this epoch trained, the validation not counted
 * @param timeLeft how long the other epochs will take, if they take as long as the mean so far
 * @param transitions how many transitions were learnt from in this epoch
 * @param trainingLoss the mean negative log-likelihood of the training transitions, each measured
 *     just before the step that learnt from it
 * @param validationLogLikelihood the mean log-likelihood of the validation transitions after this
 *     epoch; empty without validation data
 * @param validationAccuracyAt10 the share of validation transitions whose next song is among the
 *     first 10, from 0 to 1; empty without validation data
 */
public record EpochReport(
    int epoch,
    int epochs,
    Duration trainingTime,
    Duration timeLeft,
    long transitions,
    double trainingLoss,
    OptionalDouble validationLogLikelihood,
    OptionalDouble validationAccuracyAt10) {

  /**
   * The speed of this epoch.
   *
   * @return transitions learnt from per second of training
   */
  public double transitionsPerSecond() {
    return transitions / Math.max(1e-9, trainingTime.toNanos() * 1e-9);
  }
}
