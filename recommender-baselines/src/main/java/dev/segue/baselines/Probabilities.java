package dev.segue.baselines;

import dev.segue.FileFormatException;
import dev.segue.model.ModelFile;

/** Reads distributions from model files: numbers from 0 to 1 that sum to 1. */
final class Probabilities {

  /** More than the rounding of numbers to floats changes their sum. */
  private static final double TOLERANCE = 1e-3;

  private Probabilities() {}

  /** Reads probabilities, none of which is 0. */
  static float[] read(ModelFile model, String tensor, int length) throws FileFormatException {
    float[] probabilities = orZero(model, tensor, length);
    for (int i = 0; i < length; i++) {
      if (probabilities[i] == 0) {
        throw model.problem(
            "tensor '%s' must hold numbers > 0, but number %d is 0".formatted(tensor, i));
      }
    }
    return probabilities;
  }

  /** Reads probabilities, of which some may be 0. */
  static float[] orZero(ModelFile model, String tensor, int length) throws FileFormatException {
    float[] probabilities = shares(model, tensor, length);
    double sum = 0;
    for (float each : probabilities) {
      sum += each;
    }
    if (length > 0 && Math.abs(sum - 1) > TOLERANCE) {
      throw model.problem(
          "tensor '%s' must hold numbers that sum to 1, but they sum to %s".formatted(tensor, sum));
    }
    return probabilities;
  }

  /** Reads numbers from 0 to 1, whatever they sum to. */
  static float[] shares(ModelFile model, String tensor, int length) throws FileFormatException {
    float[] shares = model.floats(tensor, length);
    for (int i = 0; i < length; i++) {
      if (!(shares[i] >= 0 && shares[i] <= 1)) {
        throw model.problem(
            "tensor '%s' must hold numbers in 0..1, but number %d is %s"
                .formatted(tensor, i, shares[i]));
      }
    }
    return shares;
  }
}
