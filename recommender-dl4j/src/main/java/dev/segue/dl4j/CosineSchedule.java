package dev.segue.dl4j;

import java.util.List;
import java.util.Objects;

/** See {@link Schedule#cosine}. */
record CosineSchedule(double warmUp, double end) implements Schedule {

  @Override
  public double factor(double progress, List<Double> logLikelihoods) {
    Objects.requireNonNull(logLikelihoods, "logLikelihoods");
    double rise = progress < warmUp ? progress / warmUp : 1;
    return rise * (end + (1 - end) * (1 + Math.cos(Math.PI * progress)) / 2);
  }

  @Override
  public String toString() {
    if (end < 1) {
      return "cosine(" + warmUp + ", " + end + ")";
    }
    return warmUp > 0 ? "constant(" + warmUp + ")" : "constant()";
  }
}
