package dev.segue.model;

import java.util.OptionalInt;

/** Finds numbers that are not finite, in loops that the JIT compiles to vector instructions. */
final class FiniteNumbers {

  private static final int BLOCK = 1024;

  private FiniteNumbers() {}

  /** Returns the place of the first number that is NaN or infinite; empty if there is none. */
  static OptionalInt firstOther(float[] values) {
    float[] sums = new float[Math.min(BLOCK, values.length)];
    for (int from = 0; from < values.length; from += BLOCK) {
      addZeros(values, from, Math.min(BLOCK, values.length - from), sums);
    }
    for (float sum : sums) {
      if (sum != 0) {
        return first(values);
      }
    }
    return OptionalInt.empty();
  }

  /** A number that is not finite, times 0, is NaN, and so is a sum with it. */
  private static void addZeros(float[] values, int from, int count, float[] sums) {
    for (int i = 0; i < count; i++) {
      sums[i] += 0 * values[from + i];
    }
  }

  private static OptionalInt first(float[] values) {
    int place = 0;
    while (Float.isFinite(values[place])) {
      place++;
    }
    return OptionalInt.of(place);
  }

  /** Says what is wrong with a tensor. */
  static String problem(String tensor, float[] values, int place) {
    return "tensor '%s' must hold finite numbers, but number %d is %s"
        .formatted(tensor, place, values[place]);
  }
}
