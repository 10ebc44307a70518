package dev.segue.evaluation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * One draw of parameters in a {@link ParameterSearch}: what is asked for by a name is drawn at
 * random, and stays the same for the trial. One thread at a time.
 */
public final class Trial {

  private final int number;
  private final double effort;
  private final long seed;
  private final Map<String, Object> drawn = new LinkedHashMap<>();

  Trial(int number, double effort, long seed) {
    this.number = number;
    this.effort = effort;
    this.seed = seed;
  }

  /**
   * How much of the whole effort to make.
   *
   * @return the share, above 0 and up to 1
   */
  public double effort() {
    return effort;
  }

  /**
   * The share of a number that the effort is: of epochs, for instance.
   *
   * @param whole the number for all effort, at least 1
   * @return at least 1
   */
  public int effortOf(int whole) {
    return (int) Math.max(1, Math.round(effort * whole));
  }

  /**
   * Draws a number, all alike.
   *
   * @param name what the table calls it
   * @param low the least
   * @param high the greatest, at least that
   * @return the number
   * @throws IllegalArgumentException if the ends are the wrong way round
   */
  public double between(String name, double low, double high) {
    check(name, low, high, low <= high);
    return put(name, low + draw(name) * (high - low));
  }

  /**
   * Draws a number whose logarithm is drawn alike, as for a step size.
   *
   * @param name what the table calls it
   * @param low the least, above 0
   * @param high the greatest, at least that
   * @return the number
   * @throws IllegalArgumentException if the ends are the wrong way round, or one is not above 0
   */
  public double logBetween(String name, double low, double high) {
    check(name, low, high, 0 < low && low <= high);
    return put(name, low * Math.pow(high / low, draw(name)));
  }

  /**
   * Draws one of some values, all alike.
   *
   * @param name what the table calls it
   * @param values at least one
   * @param <T> their type
   * @return one of them
   * @throws IllegalArgumentException if there is none
   */
  @SafeVarargs
  public final <T> T oneOf(String name, T... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException(name + ": values must be at least 1, was 0");
    }
    return put(name, values[(int) (draw(name) * values.length)]);
  }

  int number() {
    return number;
  }

  String parameters() {
    return drawn.entrySet().stream()
        .map(each -> each.getKey() + "=" + each.getValue())
        .collect(Collectors.joining(", "));
  }

  /** From 0 to below 1: by seed, trial and name alone, whatever else is drawn. */
  private double draw(String name) {
    Objects.requireNonNull(name, "name");
    if (name.contains("\t") || name.contains("\n") || name.isEmpty()) {
      throw new IllegalArgumentException(
          "parameter name must be text without tabs and line breaks, was '%s'".formatted(name));
    }
    SplittableRandom random =
        new SplittableRandom(seed + 0x9E3779B97F4A7C15L * (number + 1L) + name.hashCode());
    random.nextLong(); // seeds next to each other begin alike
    return random.nextDouble();
  }

  private <T> T put(String name, T value) {
    drawn.put(name, value);
    return value;
  }

  private static void check(String name, double low, double high, boolean fine) {
    if (!fine || !Double.isFinite(low) || !Double.isFinite(high)) {
      throw new IllegalArgumentException(
          "%s: ends must be finite and in order, were %s and %s".formatted(name, low, high));
    }
  }
}
