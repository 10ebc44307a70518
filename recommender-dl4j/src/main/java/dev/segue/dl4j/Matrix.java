package dev.segue.dl4j;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Some columns of a column-major ND4J matrix. A view costs next to nothing, because the ND4J view
 * is created only on demand. One thread at a time.
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

  /** Creates a matrix of zeros. */
  static Matrix zeros(DataType dataType, int rows, int columns) {
    return of(Nd4j.create(dataType, new long[] {rows, columns}, 'f'));
  }

  /** Wraps a contiguous column-major array of rank 2. */
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

  /** Returns columns of this matrix as a view. */
  Matrix columns(int first, int end) {
    return new Matrix(whole, from + first, end - first);
  }

  /**
   * Returns this matrix if it has that many columns, otherwise a larger one of zeros: for buffers
   * that are reused for one chunk after another.
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
   * Copies the values, in the host's memory and single precision, to an array.
   *
   * @param to has room for the values
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

  /** The address of the values, in the host's memory and single precision. */
  FloatPointer pointer() {
    FloatPointer start = new FloatPointer(whole.data().addressPointer());
    return start.position((long) from * rows());
  }
}
