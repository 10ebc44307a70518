package dev.segue.dl4j;

import dev.segue.cuda.CudaQueue;
import dev.segue.cuda.DeviceArray;
import dev.segue.cuda.DeviceMatrix;

/**
 * The steps of an LSTM layer on a device: the products with the recurrent weights, and the cells.
 * One thread at a time.
 */
interface CudaCells {

  /**
   * Computes all steps of a chunk.
   *
   * @param arrays whose gates are the products of the input weights; replaced by the activations
   * @param output {@code [size, positions]}: hidden states after each step, filled
   */
  void forward(CudaChunk chunk, Arrays arrays, DeviceMatrix output);

  /**
   * Computes the gradients of the gates' sums, from the last step to the first.
   *
   * @param arrays those of the forward pass; the gates are replaced by the gradients
   * @param outputGradient {@code [size, positions]}
   */
  void backward(CudaChunk chunk, Arrays arrays, DeviceMatrix outputGradient);

  /**
   * Returns cells of a layer.
   *
   * @param size of the layer
   * @param multiprocessors of the device
   */
  static CudaCells of(CudaQueue queue, int size, int multiprocessors) {
    return size <= CudaRegisterCells.MAX_SIZE
        ? new CudaRegisterCells(queue, size, multiprocessors)
        : new CudaTiledCells(queue, size, multiprocessors);
  }

  /** Returns the line that makes the kernels of layers of a size. */
  static String kernels(int size) {
    return size <= CudaRegisterCells.MAX_SIZE
        ? CudaRegisterCells.kernels(size)
        : CudaTiledCells.KERNELS;
  }

  /**
   * What the steps of a chunk work on.
   *
   * @param recurrentWeights {@code [4 size, size]}
   * @param bias {@code [4 size, 1]}
   * @param gates {@code [4 size, positions]}
   * @param cells {@code [size, positions]}: cell states after each step
   * @param before {@code [size, positions]}: hidden states before each step
   * @param hiddenStart {@code [size, playlists]}: hidden states before the chunk; {@link
   *     DeviceArray#NONE} for zeros
   * @param cellStart {@code [size, playlists]}: cell states before the chunk, in the same way
   * @param hiddenEnd {@code [size, playlists]}: hidden states of the playlists of the last step
   * @param cellEnd {@code [size, playlists]}: their cell states
   */
  record Arrays(
      DeviceMatrix recurrentWeights,
      DeviceMatrix bias,
      DeviceMatrix gates,
      DeviceMatrix cells,
      DeviceMatrix before,
      DeviceArray hiddenStart,
      DeviceArray cellStart,
      DeviceArray hiddenEnd,
      DeviceArray cellEnd) {}
}
