package dev.segue.dl4j;

/**
 * Arithmetic on arrays in plain Java. Each loop stores to one array and reads all of them at the
 * same index, so that the JIT compiles it to vector instructions (docs/performance.md).
 */
final class VectorLoops {

  private VectorLoops() {}

  static void cells(float[] c, float[] f, float[] before, float[] i, float[] g, int n) {
    for (int j = 0; j < n; j++) {
      c[j] = f[j] * before[j] + i[j] * g[j];
    }
  }

  static void product(float[] to, float[] one, float[] other, int n) {
    for (int j = 0; j < n; j++) {
      to[j] = one[j] * other[j];
    }
  }

  static void addProduct(float[] to, float[] one, float[] other, int n) {
    for (int j = 0; j < n; j++) {
      to[j] += one[j] * other[j];
    }
  }

  static void addScaled(float[] to, float factor, float[] from, int n) {
    for (int j = 0; j < n; j++) {
      to[j] += factor * from[j];
    }
  }

  static void addCellGradient(float[] dc, float[] dh, float[] o, float[] tanhC, int n) {
    for (int j = 0; j < n; j++) {
      dc[j] += dh[j] * o[j] * (1 - tanhC[j] * tanhC[j]);
    }
  }

  static void outputGradient(float[] o, float[] dh, float[] tanhC, int n) {
    for (int j = 0; j < n; j++) {
      o[j] = dh[j] * tanhC[j] * o[j] * (1 - o[j]);
    }
  }

  static void sigmoidGradient(float[] gate, float[] dc, float[] factor, int n) {
    for (int j = 0; j < n; j++) {
      gate[j] = dc[j] * factor[j] * gate[j] * (1 - gate[j]);
    }
  }

  static void tanhGradient(float[] g, float[] gradient, int n) {
    for (int j = 0; j < n; j++) {
      g[j] = gradient[j] * (1 - g[j] * g[j]);
    }
  }

  static void add(float[] to, float[] from, int n) {
    for (int j = 0; j < n; j++) {
      to[j] += from[j];
    }
  }

  static void scale(float[] values, float factor, int n) {
    for (int j = 0; j < n; j++) {
      values[j] *= factor;
    }
  }

  static void addConstant(float[] values, float constant, int n) {
    for (int j = 0; j < n; j++) {
      values[j] += constant;
    }
  }

  static void max(float[] to, float[] from, int n) {
    for (int j = 0; j < n; j++) {
      to[j] = Math.max(to[j], from[j]);
    }
  }

  /**
   * Adds to columns of sums the rows, each scaled by its factor: four rows at a time, but each sum
   * in the order of the rows, so that it can be computed alone and be the same, bit for bit.
   */
  static void addScaledRows(float[] sums, float[] factors, float[][] rows, int from, int to) {
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
