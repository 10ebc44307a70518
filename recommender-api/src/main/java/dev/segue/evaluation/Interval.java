package dev.segue.evaluation;

import java.util.Locale;

/**
 * A confidence interval. Immutable; may be shared by threads.
 *
 * @param low the lower end; NaN if it is unknown
 * @param high the upper end; NaN if it is unknown
 */
public record Interval(double low, double high) {

  /** Returns the ends with four decimals, such as {@code [0.1712, 0.1798]}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "[%.4f, %.4f]", low, high);
  }
}
