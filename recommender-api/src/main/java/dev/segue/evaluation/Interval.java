package dev.segue.evaluation;

/**
 * Between what values a figure lies, as far as the playlists tell.
 *
 * @param low the lower end; not a number if nothing is known
 * @param high the upper end
 */
public record Interval(double low, double high) {}
