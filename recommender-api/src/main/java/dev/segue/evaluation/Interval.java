package dev.segue.evaluation;

/**
 * A confidence interval. Immutable; may be shared by threads.
 *
 * @param low the lower end; NaN if it is unknown
 * @param high the upper end; NaN if it is unknown
 */
public record Interval(double low, double high) {}
