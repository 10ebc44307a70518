package dev.segue.dl4j;

import java.util.List;

/**
 * How the optimiser's step size changes over a training. Implementations are immutable; several
 * trainings may ask one at once.
 */
@FunctionalInterface
public interface Schedule {

  /**
   * Gives the factor of a step.
   *
   * @param progress the share of the training that is done with the step, above 0 and up to 1
   * @param logLikelihoods what was reached after each epoch so far: on the validation data, or
   *     without them on the training data, in nats per transition
   * @return what the optimiser's step size is multiplied by, at least 0
   */
  double factor(double progress, List<Double> logLikelihoods);

  /**
   * Keeps the step size.
   *
   * @return the schedule
   */
  static Schedule constant() {
    return constant(0);
  }

  /**
   * Lets the step size rise linearly at first, and keeps it then.
   *
   * @param warmUp the share of the training that the rise takes, from 0 to 1
   * @return the schedule
   */
  static Schedule constant(double warmUp) {
    return new CosineSchedule(share("warmUp", warmUp), 1);
  }

  /**
   * Lets the step size rise linearly at first (Goyal et al., "Accurate, Large Minibatch SGD", 2017,
   * <a href="https://arxiv.org/abs/1706.02677">arXiv:1706.02677</a>), and fall like a cosine over
   * the whole training (Loshchilov and Hutter, "SGDR", ICLR 2017, <a
   * href="https://arxiv.org/abs/1608.03983">arXiv:1608.03983</a>, without restarts).
   *
   * @param warmUp the share of the training that the rise takes, from 0 to 1
   * @param end the share of the step size that is left at the end, from 0 to 1
   * @return the schedule
   */
  static Schedule cosine(double warmUp, double end) {
    return new CosineSchedule(share("warmUp", warmUp), share("end", end));
  }

  /**
   * Makes the step size smaller each time that the training no longer gets better.
   *
   * @param factor what it is multiplied by, from 0 to 1
   * @param patience after how many epochs without a better log-likelihood, at least 1
   * @return the schedule
   */
  static Schedule plateau(double factor, int patience) {
    if (patience < 1) {
      throw new IllegalArgumentException("patience must be > 0, was " + patience);
    }
    return new PlateauSchedule(share("factor", factor), patience);
  }

  private static double share(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be from 0 to 1, was " + value);
    }
    return value;
  }
}
