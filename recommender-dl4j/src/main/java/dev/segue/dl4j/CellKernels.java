package dev.segue.dl4j;

/**
 * A step of LSTM cells and its gradients. Matrices are column-major, one column per playlist. One
 * thread at a time.
 */
interface CellKernels {

  /**
   * Computes one step of LSTM cells.
   *
   * @param gates {@code [4 hidden, playlists]}: sums before the activation, in the order input,
   *     forget, output, candidate; replaced by the activations
   * @param before {@code [hidden, playlists]}: cell states before the step
   * @param cells {@code [hidden, playlists]}: cell states after the step, filled
   * @param hidden {@code [hidden, playlists]}: outputs, filled
   */
  void forward(Matrix gates, Matrix before, Matrix cells, Matrix hidden);

  /**
   * Computes the gradients of one step of LSTM cells.
   *
   * @param gates {@code [4 hidden, playlists]}: activations; replaced by the gradients of the sums
   * @param before {@code [hidden, playlists]}: cell states before the step
   * @param cells {@code [hidden, playlists]}: cell states after the step
   * @param hiddenGradient {@code [hidden, playlists]}: gradients of the outputs
   * @param cellGradient {@code [hidden, playlists]}: gradients of the cell states after the step;
   *     replaced by those of the states before it
   */
  void backward(
      Matrix gates, Matrix before, Matrix cells, Matrix hiddenGradient, Matrix cellGradient);
}
