package dev.segue;

/**
 * The logarithm of 1 + a trace, from that of the trace, written so that the JIT compiles loops over
 * it to vector instructions: no branch, no call, no table, no division.
 */
final class LogTraces {

  static final float LN_2 = (float) Math.log(2);

  /** Smaller traces count as 2 to minus this, whose logarithm of 1 + trace is 1.5e-5. */
  private static final float MAX_OCTAVES_BELOW = 16;

  private LogTraces() {}

  /**
   * Returns {@code ln(1 + 2^x)}, with an error of at most 2e-5: {@code max(x, 0) ln 2 + ln(1 +
   * 2^-|x|)}. The 16th root of the second term is close to a polynomial of degree 8 in {@code y},
   * which goes from -1 at {@code x = 0} to 1 at {@code |x| = 16}; this is the one with the smallest
   * maximum error of the term, 3e-6, that is exact at -1 and 1.
   *
   * @param x binary logarithm of a trace
   */
  static float addOne(float x) {
    float absolute = Math.abs(x);
    float twiceSmaller = absolute + MAX_OCTAVES_BELOW - Math.abs(absolute - MAX_OCTAVES_BELOW);
    float y = twiceSmaller * (1 / MAX_OCTAVES_BELOW) - 1;
    float root = Math.fma(y, Math.fma(y, 0.015639769f, 0.019092323f), -0.021615699f);
    root = Math.fma(y, Math.fma(y, root, -0.016354227f), -0.0047815004f);
    root = Math.fma(y, Math.fma(y, root, 0.0032031147f), 0.04244523f);
    root = Math.fma(y, Math.fma(y, root, -0.24461798f), 0.70698875f);
    float square = root * root;
    float fourth = square * square;
    float eighth = fourth * fourth;
    return Math.fma(x + absolute, LN_2 / 2, eighth * eighth);
  }
}
