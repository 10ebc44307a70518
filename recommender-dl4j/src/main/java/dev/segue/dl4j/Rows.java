package dev.segue.dl4j;

import java.util.Arrays;

/**
 * Matrices in serving: as one array with a row after another, as in files, and as an array a row.
 */
final class Rows {

  private static final int ROWS_PER_BLOCK = 64;

  private Rows() {}

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

  /** {@code [rows, columns]} with a row together, as {@code [columns][rows]}. */
  static float[][] transpose(float[] matrix, int rows) {
    int columns = matrix.length / rows;
    float[][] transposed = new float[columns][rows];
    for (int from = 0; from < rows; from += ROWS_PER_BLOCK) { // which stay in the cache
      int to = Math.min(from + ROWS_PER_BLOCK, rows);
      for (int column = 0; column < columns; column++) {
        float[] target = transposed[column];
        for (int row = from; row < to; row++) {
          target[row] = matrix[row * columns + column];
        }
      }
    }
    return transposed;
  }
}
