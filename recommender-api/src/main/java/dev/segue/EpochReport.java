package dev.segue;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The result of one epoch of training. Immutable; may be shared by threads. Losses and
 * log-likelihoods are means per transition in nats.
 *
 * @param epoch the number of this epoch, from 1
 * @param epochs the maximum number of epochs
 * @param trainingTime how long this epoch trained, without the validation
 * @param timeLeft how long the remaining epochs will take at the mean pace so far
 * @param transitions the number of transitions trained on in this epoch
 * @param trainingLoss the mean negative log-likelihood of the training transitions, each measured
 *     just before the update that learns from it
 * @param validationLogLikelihood the mean log-likelihood of the validation transitions after this
 *     epoch; empty without validation data
 * @param validationAccuracyAt10 the share of validation transitions whose target is among the first
 *     10 songs, from 0 to 1; empty without validation data
 * @param learningRate that of the last step of this epoch; empty if the trainer has none, or none
 *     that it tells
 */
public record EpochReport(
    int epoch,
    int epochs,
    Duration trainingTime,
    Duration timeLeft,
    long transitions,
    double trainingLoss,
    OptionalDouble validationLogLikelihood,
    OptionalDouble validationAccuracyAt10,
    OptionalDouble learningRate) {

  /**
   * Makes a report.
   *
   * @param epoch the number of this epoch, from 1
   * @param epochs the maximum number of epochs
   * @param trainingTime how long this epoch trained, without the validation
   * @param timeLeft how long the remaining epochs will take at the mean pace so far
   * @param transitions the number of transitions trained on in this epoch
   * @param trainingLoss the mean negative log-likelihood of the training transitions, each measured
   *     just before the update that learns from it
   * @param validationLogLikelihood the mean log-likelihood of the validation transitions after this
   *     epoch; empty without validation data
   * @param validationAccuracyAt10 the share of validation transitions whose target is among the
   *     first 10 songs, from 0 to 1; empty without validation data
   * @param learningRate that of the last step of this epoch; empty if the trainer has none, or none
   *     that it tells
   */
  public EpochReport {
    Objects.requireNonNull(trainingTime, "trainingTime");
    Objects.requireNonNull(timeLeft, "timeLeft");
    Objects.requireNonNull(validationLogLikelihood, "validationLogLikelihood");
    Objects.requireNonNull(validationAccuracyAt10, "validationAccuracyAt10");
    Objects.requireNonNull(learningRate, "learningRate");
  }

  /**
   * Returns the speed of this epoch.
   *
   * @return transitions trained on per second
   */
  public double transitionsPerSecond() {
    return transitions / Math.max(1e-9, trainingTime.toNanos() * 1e-9);
  }
}
