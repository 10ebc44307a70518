package dev.segue.dl4j;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The parts of a training step that are not matrix products. Matrices are column-major, a column
 * per position or song. One thread at a time.
 */
interface Kernels {

  /**
   * Chooses the kernels for the backend in use: on a CPU in single precision those in plain Java,
   * which are several times faster there, otherwise ND4J's own operations.
   */
  static Kernels forBackend(DataType dataType) {
    boolean cpu = Nd4j.getExecutioner().type() == OpExecutioner.ExecutionerType.NATIVE_CPU;
    return cpu && dataType == DataType.FLOAT ? new JavaKernels() : new Nd4jKernels();
  }

  /**
   * Looks up the vectors of songs.
   *
   * @param table {@code [size, songs]}
   * @param songs {@code [positions]}
   * @param vectors {@code [size, positions]}, filled
   */
  void gather(INDArray table, int[] songs, INDArray vectors);

  /**
   * Sums gradients of vectors by song: the transpose of {@link #gather}.
   *
   * @param gradients {@code [size, positions]}
   * @param songs {@code [positions]}
   * @param table {@code [size, songs]}, filled: zero where no position has the song
   */
  void scatter(INDArray gradients, int[] songs, INDArray table);

  /**
   * One step of LSTM cells.
   *
   * @param gates {@code [4 hidden, playlists]}: sums before the activation, in the order input,
   *     forget, output, candidate; replaced by the activations
   * @param before {@code [hidden, playlists]}: cell states before the step
   * @param cells {@code [hidden, playlists]}: cell states after the step, filled
   * @param hidden {@code [hidden, playlists]}: outputs, filled
   */
  void cellForward(INDArray gates, INDArray before, INDArray cells, INDArray hidden);

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
      INDArray gates,
      INDArray before,
      INDArray cells,
      INDArray hiddenGradient,
      INDArray cellGradient);

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
      INDArray logits,
      INDArray bias,
      int[] targets,
      int first,
      double scale,
      INDArray biasGradient);
}
