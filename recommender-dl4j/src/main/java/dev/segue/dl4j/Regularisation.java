package dev.segue.dl4j;

/**
 * What keeps a network in training from learning its playlists by heart. See the methods of the
 * same names in {@link LstmBuilder}.
 *
 * @param inputDropout share of the values of songs' vectors that are left out
 * @param songDropout share of the songs heard that are left out whole
 * @param dropout share of each LSTM layer's output that is left out
 * @param labelSmoothing share of the target's probability that is spread over all songs
 * @param weightDecay how fast weights shrink, per unit of the step size
 * @param weightAveraging how much of the average of the weights is kept in each step; 0 for no
 *     average
 */
record Regularisation(
    double inputDropout,
    double songDropout,
    double dropout,
    double labelSmoothing,
    double weightDecay,
    double weightAveraging) {

  static final Regularisation NONE = new Regularisation(0, 0, 0, 0, 0, 0);
}
