package dev.segue.dl4j;

import java.util.List;

/**
 * A learning rate schedule: how the optimiser's learning rate changes during training.
 * Implementations are immutable; several trainings and threads may use one at once.
 */
@FunctionalInterface
public interface Schedule {

  /**
   * Returns the factor of the learning rate for a step.
   *
   * @param progress the fraction of the training that is done after the step, above 0 and up to 1
   * @param logLikelihoods the log-likelihood after each epoch so far, in nats per transition: on
   *     the validation data, or on the training data if there are none
   * @return what the optimiser's learning rate is multiplied by, at least 0
   */
  double factor(double progress, List<Double> logLikelihoods);

  /**
   * Returns a schedule that keeps the learning rate constant.
   *
   * @return the schedule
   */
  static Schedule constant() {
    return constant(0);
  }

  /**
   * Returns a schedule that warms up linearly and then keeps the learning rate constant.
   *
   * @param warmUp the fraction of the training that the warm-up takes, from 0 to 1
   * @return the schedule
   * @throws IllegalArgumentException if it is out of range
   */
  static Schedule constant(double warmUp) {
    return new CosineSchedule(fraction("warmUp", warmUp), 1);
  }

  /**
   * Returns a schedule that warms up linearly (Goyal et al., "Accurate, Large Minibatch SGD", 2017,
   * <a href="https://arxiv.org/abs/1706.02677">arXiv:1706.02677</a>), and decays by a cosine over
   * the whole training (Loshchilov and Hutter, "SGDR", ICLR 2017, <a
   * href="https://arxiv.org/abs/1608.03983">arXiv:1608.03983</a>, without restarts).
   *
   * @param warmUp the fraction of the training that the warm-up takes, from 0 to 1
   * @param end the fraction of the learning rate that is left at the end, from 0 to 1
   * @return the schedule
   * @throws IllegalArgumentException if one of them is out of range
   */
  static Schedule cosine(double warmUp, double end) {
    return new CosineSchedule(fraction("warmUp", warmUp), fraction("end", end));
  }

  /**
   * Returns a schedule that reduces the learning rate each time the log-likelihood stops improving.
   *
   * @param factor what the learning rate is multiplied by, from 0 to 1
   * @param patience after how many epochs without improvement, at least 1
   * @return the schedule
   * @throws IllegalArgumentException if one of them is out of range
   */
  static Schedule plateau(double factor, int patience) {
    if (patience < 1) {
      throw new IllegalArgumentException("patience must be > 0, was " + patience);
    }
    return new PlateauSchedule(fraction("factor", factor), patience);
  }

  private static double fraction(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be from 0 to 1, was " + value);
    }
    return value;
  }
}
