package dev.segue.lstm.network;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Matrices in serving: as one row-major array, as in files, or as one array per row. */
final class RowMatrix {

  private static final int ROWS_PER_BLOCK = 64;

  private RowMatrix() {}

  static float[] join(float[][] rows) {
    float[] joined = new float[rows.length * rows[0].length];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, joined, row * rows[row].length, rows[row].length);
    }
    return joined;
  }

  static float[][] split(float[] matrix, int length) {
    float[][] rows = new float[matrix.length / length][];
    Arrays.setAll(rows, row -> Arrays.copyOfRange(matrix, row * length, (row + 1) * length));
    return rows;
  }

  /** Turns a row-major {@code [rows, columns]} into {@code [columns][rows]}. */
  static float[][] transpose(float[] matrix, int rows) {
    int columns = matrix.length / rows;
    float[][] transposed = new float[columns][rows];
    IntStream.range(0, (rows + ROWS_PER_BLOCK - 1) / ROWS_PER_BLOCK)
        .parallel()
        .forEach(block -> transpose(matrix, rows, block * ROWS_PER_BLOCK, transposed));
    return transposed;
  }

  /** Turns a block of rows, which fits into the cache. */
  private static void transpose(float[] matrix, int rows, int from, float[][] transposed) {
    int to = Math.min(from + ROWS_PER_BLOCK, rows);
    for (int column = 0; column < transposed.length; column++) {
      float[] target = transposed[column];
      for (int row = from; row < to; row++) {
        target[row] = matrix[row * transposed.length + column];
      }
    }
  }

  /**
   * Adds the rows, each scaled by its factor, to the columns {@code from} to {@code to - 1} of
   * sums: four rows at a time, but each sum in the order of the rows, so that a sum computed alone
   * is the same, bit for bit.
   */
  static void addScaled(float[] sums, float[] factors, float[][] rows, int from, int to) {
    int row = 0;
    for (; row + 3 < rows.length; row += 4) {
      addFour(
          sums,
          factors[row],
          rows[row],
          factors[row + 1],
          rows[row + 1],
          factors[row + 2],
          rows[row + 2],
          factors[row + 3],
          rows[row + 3],
          from,
          to);
    }
    for (; row < rows.length; row++) {
      addOne(sums, factors[row], rows[row], from, to);
    }
  }

  private static void addFour(
      float[] sums,
      float a,
      float[] rowA,
      float b,
      float[] rowB,
      float c,
      float[] rowC,
      float d,
      float[] rowD,
      int from,
      int to) {
    for (int j = from; j < to; j++) {
      sums[j] =
          Math.fma(
              d,
              rowD[j],
              Math.fma(c, rowC[j], Math.fma(b, rowB[j], Math.fma(a, rowA[j], sums[j]))));
    }
  }

  private static void addOne(float[] sums, float a, float[] row, int from, int to) {
    for (int j = from; j < to; j++) {
      sums[j] = Math.fma(a, row[j], sums[j]);
    }
  }
}
