package dev.segue.dl4j;

import org.nd4j.linalg.learning.config.IUpdater;

/**
 * The size and number of an update of the parameters.
 *
 * @param clip what the gradient is multiplied by first
 * @param learningRateFactor what the optimiser's learning rate is multiplied by
 * @param weightDecay how much the parameters shrink first, per unit of the learning rate
 * @param iteration number of the step from 0
 * @param epoch number of the epoch from 0
 */
record UpdateStep(
    double clip, double learningRateFactor, double weightDecay, int iteration, int epoch) {

  /**
   * Returns what a gradient is multiplied by so that it is no longer than a limit.
   *
   * @param limit maximum global norm; infinity for no limit
   * @param norm the gradient's global norm
   */
  static double clip(double limit, double norm) {
    return Math.min(1, limit / norm);
  }

  /** Returns what the weight decay multiplies the parameters by. */
  double kept(IUpdater optimiser) {
    return weightDecay == 0
        ? 1
        : 1 - weightDecay * learningRateFactor * optimiser.getLearningRate(iteration, epoch);
  }
}
