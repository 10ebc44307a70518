package dev.segue;

/**
 * The logarithms of 1 + traces, from those of the traces, written so that the JIT compiles the loop
 * to vector instructions: no branch, no call, no table.
 */
final class LogTraces {

  static final float LN_2 = (float) Math.log(2);

  /** Smaller traces count as this, whose logarithm of 1 + trace is 1.5e-5. */
  private static final float MIN_OCTAVES = -16;

  private LogTraces() {}

  /**
   * Replaces binary logarithms {@code x} by {@code ln(1 + 2^x)}, with an error of at most 2e-5: by
   * {@code max(x, 0) ln 2 + ln(1 + z)}, where {@code z = 2^-|x|} is the 16th power of a series, and
   * {@code ln(1 + z)} the series of {@code 2 artanh(z / (2 + z))}.
   *
   * @param values binary logarithms of traces; replaced
   * @param length how many of them
   */
  static void addOne(float[] values, int length) {
    for (int i = 0; i < length; i++) {
      float x = values[i];
      float y = Math.max(-Math.abs(x), MIN_OCTAVES) * (LN_2 / 16);
      float power = Math.fma(y, Math.fma(y, Math.fma(y, 1f / 120, 1f / 24), 1f / 6), 0.5f);
      float q = y * Math.fma(y, power, 1f); // exp(y) - 1, which keeps the precision of small y
      q *= q + 2;
      q *= q + 2;
      q *= q + 2;
      q *= q + 2;
      float z = 1 + q;
      float s = z / (2 + z);
      float square = s * s;
      float series =
          Math.fma(square, Math.fma(square, Math.fma(square, 1f / 11, 1f / 9), 1f / 7), 1f / 5);
      float log = 2 * s * Math.fma(square, Math.fma(square, series, 1f / 3), 1f);
      values[i] = Math.fma(Math.max(x, 0f), LN_2, log);
    }
  }
}
