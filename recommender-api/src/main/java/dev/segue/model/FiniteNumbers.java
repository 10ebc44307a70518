package dev.segue.model;

/** Says which numbers are not finite. */
final class FiniteNumbers {

  private FiniteNumbers() {}

  /** Whether all numbers are finite. */
  static boolean are(float[] values) {
    float sum = 0;
    for (float value : values) {
      sum += 0 * value; // NaN if the value is not finite
    }
    return sum == 0;
  }

  /** Says which number of a tensor is the first that is not finite. */
  static String problem(String tensor, float[] values) {
    int place = 0;
    while (Float.isFinite(values[place])) {
      place++;
    }
    return "tensor '%s' must hold finite numbers, but number %d is %s"
        .formatted(tensor, place, values[place]);
  }
}
