package dev.segue.dl4j;

/**
 * Arithmetic on arrays in plain Java. Each loop stores to one array and reads all arrays at the
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
}
