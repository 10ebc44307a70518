package dev.segue.lstm.network;

/**
 * The activation functions of the LSTM over arrays, written so that the JIT compiles each loop to
 * vector instructions: no branch, no call, no conversion, one array stored to. Training and serving
 * use the same functions.
 */
public final class Activations {

  private Activations() {}

  /**
   * Computes the hyperbolic tangent as a quotient of polynomials, the minimax fit of the Eigen
   * library (MathFunctionsImpl.h, {@code ptanh_float}); the error is below 5e-7.
   */
  public static void tanh(float[] from, float[] to, int length) {
    for (int i = 0; i < length; i++) {
      to[i] = tanh(from[i]);
    }
  }

  /** Computes the logistic function, {@code (1 + tanh(x / 2)) / 2}, in place. */
  public static void sigmoid(float[] values, int length) {
    for (int i = 0; i < length; i++) {
      values[i] = 0.5f + 0.5f * tanh(0.5f * values[i]);
    }
  }

  /**
   * Computes the exponential of differences from a maximum, in place. From the series for {@code q
   * = exp(x / 256) - 1}, eight squarings give the result: four of them in the form {@code q (q +
   * 2)}, which keeps the precision of the small number, four of {@code 1 + q}. The relative error
   * is below 5e-6 down to differences of -16, and below 3e-5 down to -40; differences below -80 are
   * treated as -80.
   */
  public static void exp(float[] values, float max, int length) {
    for (int i = 0; i < length; i++) {
      float y = Math.max(values[i] - max, -80f) * (1f / 256f);
      float q =
          y
              * Math.fma(
                  y, Math.fma(y, Math.fma(y, Math.fma(y, 1f / 120, 1f / 24), 1f / 6), 0.5f), 1f);
      q *= q + 2;
      q *= q + 2;
      q *= q + 2;
      q *= q + 2;
      float p = 1 + q;
      p *= p;
      p *= p;
      p *= p;
      values[i] = p * p;
    }
  }

  private static float tanh(float value) {
    float x = Math.max(-7.9053f, Math.min(7.9053f, value));
    float s = x * x;
    float p = -2.7607684e-16f;
    p = Math.fma(p, s, 2.000188e-13f);
    p = Math.fma(p, s, -8.604672e-11f);
    p = Math.fma(p, s, 5.1222973e-08f);
    p = Math.fma(p, s, 1.48572235e-05f);
    p = Math.fma(p, s, 6.3726195e-04f);
    p = Math.fma(p, s, 4.8935246e-03f);
    float q = 1.1982584e-06f;
    q = Math.fma(q, s, 1.1853471e-04f);
    q = Math.fma(q, s, 2.2684347e-03f);
    q = Math.fma(q, s, 4.893525e-03f);
    return x * p / q;
  }
}
