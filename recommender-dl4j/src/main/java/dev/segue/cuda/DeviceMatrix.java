package dev.segue.cuda;

import java.util.Objects;

/**
 * A column-major matrix in a device's memory: the values of a column lie one after another.
 *
 * @param values from the first one on
 * @param rows how many
 * @param columns how many
 * @param stride how many numbers lie from the beginning of a column to that of the next, at least
 *     {@code rows}
 */
public record DeviceMatrix(DeviceArray values, int rows, int columns, int stride) {

  /** Creates a matrix. */
  public DeviceMatrix {
    if (rows < 1 || columns < 1 || stride < rows) {
      throw new IllegalArgumentException(
          "a matrix of %d rows and %d columns, %d apart".formatted(rows, columns, stride));
    }
    Objects.checkFromIndexSize(0, (columns - 1L) * stride + rows, values.length());
  }

  /** Returns a matrix whose columns lie one after another. */
  public static DeviceMatrix of(DeviceArray values, int rows, int columns) {
    return new DeviceMatrix(values, rows, columns, rows);
  }

  /** Returns some rows of all columns, from one up to another. */
  public DeviceMatrix rows(int from, int to) {
    return new DeviceMatrix(values.from(from), to - from, columns, stride);
  }

  /** Returns some columns, from one up to another. */
  public DeviceMatrix columns(int from, int to) {
    return new DeviceMatrix(values.from((long) from * stride), rows, to - from, stride);
  }
}
