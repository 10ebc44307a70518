package dev.segue.dl4j;

import org.nd4j.linalg.api.buffer.DataType;

/**
 * What a training step is computed with. Matrices are column-major, a column per position or song.
 * One thread at a time.
 */
interface Kernels {

  /**
   * Chooses the kernels for the backend in use: on a CPU in single precision those for the host's
   * memory, which are several times faster there, otherwise ND4J's own operations. This is the only
   * place where the two part.
   */
  static Kernels forBackend(DataType dataType) {
    return Backend.onCpu() && dataType == DataType.FLOAT ? new HostKernels() : new Nd4jKernels();
  }

  /**
   * A matrix product: {@code c = op(a) op(b) + beta c}.
   *
   * @param transposeA whether {@code a} is transposed
   * @param a left factor
   * @param transposeB whether {@code b} is transposed
   * @param b right factor
   * @param beta 0 to overwrite {@code c}, 1 to add to it
   * @param c the result
   */
  void multiply(boolean transposeA, Matrix a, boolean transposeB, Matrix b, double beta, Matrix c);

  /** Sets all values to zero. */
  void clear(Matrix matrix);

  /** Copies all values; both matrices have the same shape and do not overlap. */
  void copy(Matrix from, Matrix to);

  /** Sets every column to the one column of {@code vector}. */
  void fillColumns(Matrix vector, Matrix matrix);

  /** Sets the one column of {@code sum} to the sum of all columns. */
  void sumColumns(Matrix matrix, Matrix sum);

  /**
   * Looks up the vectors of songs.
   *
   * @param table {@code [size, songs]}
   * @param songs {@code [positions]}
   * @param vectors {@code [size, positions]}, filled
   */
  void gather(Matrix table, int[] songs, Matrix vectors);

  /**
   * Sums gradients of vectors by song: the transpose of {@link #gather}.
   *
   * @param gradients {@code [size, positions]}
   * @param songs {@code [positions]}
   * @param table {@code [size, songs]}, filled: zero where no position has the song
   */
  void scatter(Matrix gradients, int[] songs, Matrix table);

  /**
   * One step of LSTM cells.
   *
   * @param gates {@code [4 hidden, playlists]}: sums before the activation, in the order input,
   *     forget, output, candidate; replaced by the activations
   * @param before {@code [hidden, playlists]}: cell states before the step
   * @param cells {@code [hidden, playlists]}: cell states after the step, filled
   * @param hidden {@code [hidden, playlists]}: outputs, filled
   */
  void cellForward(Matrix gates, Matrix before, Matrix cells, Matrix hidden);

  /**
   * The gradient of one step of LSTM cells.
   *
   * @param gates {@code [4 hidden, playlists]}: activations; replaced by the gradients of the sums
   * @param before {@code [hidden, playlists]}: cell states before the step
   * @param cells {@code [hidden, playlists]}: cell states after the step
   * @param hiddenGradient {@code [hidden, playlists]}: gradients of the outputs
   * @param cellGradient {@code [hidden, playlists]}: gradients of the cell states after the step;
   *     replaced by those of the states before it
   */
  void cellBackward(
      Matrix gates, Matrix before, Matrix cells, Matrix hiddenGradient, Matrix cellGradient);

  /**
   * Softmax, its loss and its gradient.
   *
   * @param logits {@code [songs, positions]}: without the bias; replaced by their gradients, that
   *     is {@code scale} times the probability, less {@code scale} at the target
   * @param bias {@code [songs, 1]}
   * @param targets the song that came next at each position
   * @param first where in {@code targets} the first of the positions is
   * @param scale factor of all gradients
   * @param biasGradient {@code [songs, 1]}: the gradient of the bias is added to it
   * @return the sum of the losses in nats, not scaled
   */
  double softmax(
      Matrix logits, Matrix bias, int[] targets, int first, double scale, Matrix biasGradient);
}
