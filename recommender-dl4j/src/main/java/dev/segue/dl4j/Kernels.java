package dev.segue.dl4j;

import org.nd4j.linalg.api.buffer.DataType;

/**
 * The operations of a training step. One thread at a time.
 *
 * @param matrices arithmetic on matrices
 * @param songs what finds songs by their indices
 * @param softmax losses
 * @param cells steps of LSTM cells
 */
record Kernels(
    MatrixKernels matrices, SongKernels songs, SoftmaxKernels softmax, CellKernels cells) {

  /**
   * Chooses the kernels for the backend in use: on a CPU in single precision those for the host's
   * memory, which are several times faster there, otherwise ND4J's own operations. This is the only
   * place that chooses between them.
   */
  static Kernels forBackend(DataType dataType) {
    return Backend.onCpu() && dataType == DataType.FLOAT ? host() : nd4j();
  }

  /**
   * Returns the kernels for the host's memory in single precision: products by OpenBLAS, called
   * directly, and everything else in plain Java. Values are copied into heap arrays, processed
   * there by loops that the JIT vectorises, and copied back. The copies cost about a fifth of the
   * arithmetic, and both together far less than the native element-wise operations
   * (docs/performance.md).
   */
  static Kernels host() {
    return new Kernels(new HostMatrices(), new HostSongs(), new HostSoftmax(), new HostCells());
  }

  /**
   * Returns the kernels by ND4J's operations only: for any backend, in single and double precision.
   */
  static Kernels nd4j() {
    return new Kernels(new Nd4jMatrices(), new Nd4jSongs(), new Nd4jSoftmax(), new Nd4jCells());
  }
}
