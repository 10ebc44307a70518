package dev.segue.dl4j;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A column-major matrix that is used again for one chunk after another, and grows when a chunk
 * needs more columns. Its values are lost when it grows. One thread at a time.
 */
final class ColumnBuffer {

  private INDArray matrix;

  ColumnBuffer(DataType dataType, long rows) {
    matrix = Nd4j.create(dataType, new long[] {rows, 1}, 'f');
  }

  /** Makes room for so many columns. */
  void reserve(int columns) {
    if (matrix.columns() < columns) {
      matrix = Nd4j.create(matrix.dataType(), new long[] {matrix.rows(), columns * 5L / 4}, 'f');
    }
  }

  /** Columns as a view; there must be room for them. */
  INDArray columns(int from, int to) {
    return columns(matrix, from, to);
  }

  /** Columns of any column-major matrix as a view. */
  static INDArray columns(INDArray matrix, int from, int to) {
    return matrix.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
  }
}
