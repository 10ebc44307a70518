package dev.segue.dl4j;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Some columns of a column-major ND4J matrix. A view costs next to nothing, because the ND4J view
 * is made only if it is asked for. One thread at a time.
 */
final class Matrix {

  private final INDArray whole;
  private final int from;
  private final int columns;

  private Matrix(INDArray whole, int from, int columns) {
    this.whole = whole;
    this.from = from;
    this.columns = columns;
  }

  /** Makes a matrix of zeros. */
  static Matrix zeros(DataType dataType, int rows, int columns) {
    return of(Nd4j.create(dataType, new long[] {rows, columns}, 'f'));
  }

  /** Wraps a column-major array of rank 2 whose columns lie one after another. */
  static Matrix of(INDArray array) {
    return new Matrix(array, 0, array.columns());
  }

  int rows() {
    return whole.rows();
  }

  int columns() {
    return columns;
  }

  int length() {
    return Math.multiplyExact(rows(), columns);
  }

  DataType dataType() {
    return whole.dataType();
  }

  /** Columns of this matrix as a view. */
  Matrix columns(int first, int end) {
    return new Matrix(whole, from + first, end - first);
  }

  /**
   * This matrix, if it has so many columns, or a larger one, whose values are lost: for buffers
   * that are used again for one chunk after another.
   */
  Matrix reserve(int atLeast) {
    return columns >= atLeast
        ? this
        : zeros(dataType(), rows(), Math.addExact(atLeast, atLeast / 4));
  }

  /** The values as an ND4J view. */
  INDArray array() {
    return from == 0 && columns == whole.columns()
        ? whole
        : whole.get(NDArrayIndex.all(), NDArrayIndex.interval(from, from + columns));
  }

  /**
   * Copies the values to an array, out of the host's memory and in single precision.
   *
   * @param to with room for them
   * @return the array
   */
  float[] read(float[] to) {
    pointer().get(to, 0, length());
    return to;
  }

  /** Copies the values from an array: the inverse of {@link #read}. */
  void write(float[] from) {
    pointer().put(from, 0, length());
  }

  /** Where the values lie, in the host's memory and single precision. */
  FloatPointer pointer() {
    FloatPointer start = new FloatPointer(whole.data().addressPointer());
    return start.position((long) from * rows());
  }
}
