package dev.segue;

/** The logarithm of 1 + a trace, from that of the trace, by a table. */
final class LogTraces {

  static final float LN_2 = (float) Math.log(2);

  private static final int LIMIT = 16;
  private static final int STEPS_PER_OCTAVE = 64;
  private static final float[] TABLE = new float[2 * LIMIT * STEPS_PER_OCTAVE + 2];

  static {
    for (int i = 0; i < TABLE.length; i++) {
      double octaves = (double) i / STEPS_PER_OCTAVE - LIMIT;
      TABLE[i] = (float) (Math.log1p(Math.pow(2, octaves)) / Math.log(2));
    }
  }

  private LogTraces() {}

  /**
   * Returns {@code log2(1 + 2^octaves)}, with an error of at most 10^-5.
   *
   * @param octaves any number
   */
  static float plusOne(float octaves) {
    if (octaves <= -LIMIT) {
      return 0;
    }
    if (octaves >= LIMIT) {
      return octaves;
    }
    float at = (octaves + LIMIT) * STEPS_PER_OCTAVE;
    int step = (int) at;
    return TABLE[step] + (at - step) * (TABLE[step + 1] - TABLE[step]);
  }
}
