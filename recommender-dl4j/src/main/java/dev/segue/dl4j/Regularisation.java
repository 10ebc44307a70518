package dev.segue.dl4j;

/**
 * What keeps a network from overfitting. See the methods of the same names in {@link
 * LstmTrainer.Builder}.
 *
 * @param inputDropout dropout rate of songs' vectors
 * @param songDropout rate at which whole songs heard are dropped
 * @param dropout dropout rate of each LSTM layer's output
 * @param labelSmoothing how much of the target's probability is spread over all songs
 * @param weightDecay how fast weights shrink, per unit of the learning rate
 * @param weightAveraging decay of the moving average of the weights; 0 for no average
 */
record Regularisation(
    double inputDropout,
    double songDropout,
    double dropout,
    double labelSmoothing,
    double weightDecay,
    double weightAveraging) {

  static final Regularisation NONE = new Regularisation(0, 0, 0, 0, 0, 0);

  /**
   * Returns what values that dropout keeps are multiplied by, so that the mean stays the same.
   *
   * @param columnRate rate at which all values of a position are dropped
   * @param rate dropout rate of the other values
   */
  static float keptScale(double columnRate, double rate) {
    return (float) (1 / ((1 - columnRate) * (1 - rate)));
  }

  Regularisation inputDropout(double rate) {
    return new Regularisation(
        rate, songDropout, dropout, labelSmoothing, weightDecay, weightAveraging);
  }

  Regularisation songDropout(double rate) {
    return new Regularisation(
        inputDropout, rate, dropout, labelSmoothing, weightDecay, weightAveraging);
  }

  Regularisation dropout(double rate) {
    return new Regularisation(
        inputDropout, songDropout, rate, labelSmoothing, weightDecay, weightAveraging);
  }

  Regularisation labelSmoothing(double smoothing) {
    return new Regularisation(
        inputDropout, songDropout, dropout, smoothing, weightDecay, weightAveraging);
  }

  Regularisation weightDecay(double decay) {
    return new Regularisation(
        inputDropout, songDropout, dropout, labelSmoothing, decay, weightAveraging);
  }

  Regularisation weightAveraging(double decay) {
    return new Regularisation(
        inputDropout, songDropout, dropout, labelSmoothing, weightDecay, decay);
  }
}
