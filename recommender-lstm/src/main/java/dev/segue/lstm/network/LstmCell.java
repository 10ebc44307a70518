package dev.segue.lstm.network;

/**
 * One LSTM layer in serving. Immutable; may be shared by threads.
 *
 * @param inputWeights {@code [inputs][4 size]}, gates in the order input, forget, output, candidate
 * @param recurrentWeights {@code [size][4 size]}
 * @param bias {@code [4 size]}
 */
@SuppressWarnings("ArrayRecordComponent") // weights of the inner loop, never compared
record LstmCell(float[][] inputWeights, float[][] recurrentWeights, float[] bias) {

  /** Creates a cell from row-major matrices. */
  static LstmCell of(float[] inputWeights, float[] recurrentWeights, float[] bias) {
    return new LstmCell(
        RowMatrix.split(inputWeights, bias.length),
        RowMatrix.split(recurrentWeights, bias.length),
        bias);
  }

  int size() {
    return recurrentWeights.length;
  }

  /**
   * Updates a layer's state by one step.
   *
   * @param input {@code [inputs]}
   * @param hidden {@code [size]}: the output of the previous step, replaced
   * @param cell {@code [size]}: the cells' state, replaced
   * @param sums {@code [4 size]} or more, of any content
   * @param candidate {@code [size]} or more, of any content
   */
  void step(float[] input, float[] hidden, float[] cell, float[] sums, float[] candidate) {
    int size = size();
    System.arraycopy(bias, 0, sums, 0, 4 * size);
    RowMatrix.addScaled(sums, input, inputWeights, 0, 4 * size);
    RowMatrix.addScaled(sums, hidden, recurrentWeights, 0, 4 * size);
    Activations.sigmoid(sums, 3 * size);
    System.arraycopy(sums, 3 * size, candidate, 0, size);
    Activations.tanh(candidate, candidate, size);
    for (int i = 0; i < size; i++) {
      cell[i] = sums[size + i] * cell[i] + sums[i] * candidate[i];
    }
    Activations.tanh(cell, candidate, size);
    for (int i = 0; i < size; i++) {
      hidden[i] = sums[2 * size + i] * candidate[i];
    }
  }
}
