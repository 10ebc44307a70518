package dev.segue.evaluation;

import java.util.SplittableRandom;

/**
 * How often each resample draws a playlist, and which signs its values get: what chance makes of
 * one playlist, a function of its number alone. So playlists may be drawn in any order, on any
 * machine, and what is summed over some of them adds up (Chamandy, Muralidharan, Najmi and Naidu,
 * "Estimating Uncertainty for Massive Data Streams", Google 2012, <a
 * href="https://research.google/pubs/pub43157/">research.google/pubs/pub43157</a>). One thread at a
 * time.
 */
final class PlaylistDraws {

  static final int RESAMPLES = 1000;
  static final int SIGNS = 10_000;

  /** How many random bits decide how often a resample draws a playlist. */
  private static final int DRAW_BITS = 16;

  /** {@code [bits]}: how often it does, after Poisson's distribution with a mean of 1. */
  private static final byte[] POISSON = poisson();

  private final double[] weights = new double[RESAMPLES];
  private final double[] signs = new double[SIGNS];

  private static byte[] poisson() {
    byte[] times = new byte[1 << DRAW_BITS];
    double probability = Math.exp(-1);
    double cumulative = probability;
    for (int bits = 0; bits < times.length; bits++) {
      byte drawn = times[Math.max(0, bits - 1)];
      if (bits + 0.5 > cumulative * times.length) {
        drawn++;
        probability /= drawn;
        cumulative += probability;
      }
      times[bits] = drawn;
    }
    return times;
  }

  /** Draws a playlist. */
  void draw(long number) {
    SplittableRandom random = new SplittableRandom(number);
    long bits = 0;
    for (int resample = 0; resample < RESAMPLES; resample++) {
      bits = resample % (Long.SIZE / DRAW_BITS) == 0 ? random.nextLong() : bits >>> DRAW_BITS;
      weights[resample] = POISSON[(int) bits & (POISSON.length - 1)];
    }
    for (int sign = 0; sign < SIGNS; sign++) {
      bits = sign % Long.SIZE == 0 ? random.nextLong() : bits << 1;
      signs[sign] = bits < 0 ? -1 : 1;
    }
  }

  /** {@code [RESAMPLES]}: how often each resample draws the playlist. */
  double[] weights() {
    return weights;
  }

  /** {@code [SIGNS]}: 1 or -1. */
  double[] signs() {
    return signs;
  }
}
