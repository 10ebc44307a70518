package dev.segue.dl4j;

import java.util.List;
import java.util.Objects;

/** See {@link Schedule#plateau}. */
record PlateauSchedule(double factor, int patience) implements Schedule {

  @Override
  public double factor(double progress, List<Double> logLikelihoods) {
    Objects.requireNonNull(logLikelihoods, "logLikelihoods");
    double result = 1;
    double best = Double.NEGATIVE_INFINITY;
    int waited = 0;
    for (double logLikelihood : logLikelihoods) {
      waited = logLikelihood > best ? 0 : waited + 1;
      best = Math.max(best, logLikelihood);
      if (waited == patience) {
        result *= factor;
        waited = 0;
      }
    }
    return result;
  }

  @Override
  public String toString() {
    return "plateau(" + factor + ", " + patience + ")";
  }
}
