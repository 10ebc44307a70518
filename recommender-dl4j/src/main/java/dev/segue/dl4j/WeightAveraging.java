package dev.segue.dl4j;

/**
 * When the moving average of the weights is updated, and how far it moves.
 *
 * @param decay of the average in a step; 0 for no average
 * @param interval how many steps are between its updates, because weights barely change in fewer
 */
record WeightAveraging(double decay, int interval) {

  static WeightAveraging of(TrainingArchitecture training) {
    // An update passes over all weights, which a step of sampled softmax does not.
    return new WeightAveraging(
        training.regularisation().weightAveraging(), training.sampled() ? 100 : 10);
  }

  /** Whether the average is updated after that many steps; the first time, it is the weights. */
  boolean isDue(int steps) {
    return decay > 0 && steps % interval == 0;
  }

  /** Whether there is an average after that many steps. */
  boolean hasBegun(int steps) {
    return decay > 0 && steps >= interval;
  }

  /**
   * Returns how much of the way to the weights the average moves. Its decay is smaller in the first
   * steps, so that the initial weights, which are worse than all later ones, have little influence.
   */
  double share(int steps) {
    double kept = Math.min(decay, (1.0 + steps) / (10 + steps));
    return 1 - Math.pow(kept, interval);
  }
}
