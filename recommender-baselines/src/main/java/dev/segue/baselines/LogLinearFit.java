package dev.segue.baselines;

import dev.segue.PlaylistDataset;
import dev.segue.TrainingDivergedException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Fits the weights of a log-linear blend by Newton's method; the log-likelihood is concave in them
 * (a multinomial logit model; McFadden, "Conditional Logit Analysis of Qualitative Choice
 * Behavior", 1974). A part whose weight would be negative gets weight 0.
 */
final class LogLinearFit {

  private static final int ITERATIONS = 12;
  private static final double TOLERANCE = 1e-3;
  private static final double MAX_STEP = 0.5;

  private final Blend blend;

  LogLinearFit(Blend blend) {
    this.blend = blend;
  }

  double[] weights(PlaylistDataset validation) {
    double[] weights = blend.weights();
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      double[] step = finite(step(weights, validation), weights);
      double moved = 0;
      for (int part = 0; part < weights.length; part++) {
        double to = Math.max(0, weights[part] + clipped(step[part]));
        moved = Math.max(moved, Math.abs(to - weights[part]));
        weights[part] = to;
      }
      if (moved < TOLERANCE) {
        break;
      }
    }
    return Arrays.stream(weights).sum() > 0 ? weights : blend.weights(); // no part is of use
  }

  private double[] finite(double[] step, double[] weights) {
    if (!Arrays.stream(step).allMatch(Double::isFinite)) {
      throw new TrainingDivergedException(
          "fitting the weights diverged at %s: the step is %s; start from other weights"
              .formatted(Arrays.toString(weights), Arrays.toString(step)),
          Optional.of(blend));
    }
    return step;
  }

  private static double clipped(double step) {
    return Math.max(-MAX_STEP, Math.min(MAX_STEP, step));
  }

  private double[] step(double[] weights, PlaylistDataset validation) {
    Derivatives sum =
        HeldOut.mapTargets(
                blend,
                validation,
                PartScores::logs,
                (logs, next) -> Derivatives.of(weights, logs, next))
            .stream()
            .reduce(new Derivatives(weights.length), Derivatives::add);
    return sum.solve(part -> weights[part] > 0 || sum.gradient[part] > 0);
  }

  /** The gradient of the log-likelihood with respect to the weights, and its negative Hessian. */
  private static final class Derivatives {

    private final double[] gradient;
    private final double[][] negativeHessian;

    Derivatives(int parts) {
      gradient = new double[parts];
      negativeHessian = new double[parts][parts];
    }

    static Derivatives of(double[] weights, float[][] logs, int next) {
      int parts = weights.length;
      double[] shares = new double[logs[0].length];
      double max = Double.NEGATIVE_INFINITY;
      for (int song = 0; song < shares.length; song++) {
        for (int part = 0; part < parts; part++) {
          shares[song] += weights[part] * logs[part][song];
        }
        max = Math.max(max, shares[song]);
      }
      double sum = 0;
      double[] means = new double[parts];
      double[][] squares = new double[parts][parts];
      for (int song = 0; song < shares.length; song++) {
        double share = Math.exp(shares[song] - max);
        sum += share;
        for (int part = 0; part < parts; part++) {
          means[part] += share * logs[part][song];
          for (int other = 0; other <= part; other++) {
            squares[part][other] += share * logs[part][song] * logs[other][song];
          }
        }
      }
      Derivatives derivatives = new Derivatives(parts);
      for (int part = 0; part < parts; part++) {
        derivatives.gradient[part] = logs[part][next] - means[part] / sum;
        for (int other = 0; other <= part; other++) {
          derivatives.negativeHessian[part][other] =
              squares[part][other] / sum - means[part] / sum * means[other] / sum;
          derivatives.negativeHessian[other][part] = derivatives.negativeHessian[part][other];
        }
      }
      return derivatives;
    }

    Derivatives add(Derivatives other) {
      Derivatives sum = new Derivatives(gradient.length);
      for (int i = 0; i < gradient.length; i++) {
        sum.gradient[i] = gradient[i] + other.gradient[i];
        for (int j = 0; j < gradient.length; j++) {
          sum.negativeHessian[i][j] = negativeHessian[i][j] + other.negativeHessian[i][j];
        }
      }
      return sum;
    }

    /** Returns Newton's step for the free parts and 0 for the others, by Gaussian elimination. */
    double[] solve(IntPredicate free) {
      int parts = gradient.length;
      double[][] rows = new double[parts][];
      for (int i = 0; i < parts; i++) {
        rows[i] = Arrays.copyOf(negativeHessian[i], parts + 1);
        rows[i][parts] = gradient[i];
        for (int j = 0; j < parts; j++) {
          if (!free.test(i) || !free.test(j)) {
            rows[i][j] = i == j ? 1 : 0;
          }
        }
        rows[i][parts] = free.test(i) ? gradient[i] : 0;
        rows[i][i] += 1e-9 * (1 + negativeHessian[i][i]); // parts may be the same
      }
      for (int i = 0; i < parts; i++) {
        for (int j = 0; j < parts; j++) {
          double factor = j == i ? 0 : rows[j][i] / rows[i][i];
          for (int k = i; k <= parts && factor != 0; k++) {
            rows[j][k] -= factor * rows[i][k];
          }
        }
      }
      double[] step = new double[parts];
      for (int i = 0; i < parts; i++) {
        step[i] = rows[i][parts] / rows[i][i];
      }
      return step;
    }
  }
}
