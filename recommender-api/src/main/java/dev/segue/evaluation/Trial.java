package dev.segue.evaluation;

import dev.segue.quotation.Quotation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * One set of parameters in a {@link ParameterSearch}: each is drawn at random by its name, and
 * keeps its value for the whole trial. One thread at a time.
 *
 * {@snippet class="dev.segue.samples.javadoc.EvaluationExamplesTest" region="trial"}
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
   * Returns the share of the full effort to make.
   *
   * @return the share, above 0 and up to 1
   */
  public double effort() {
    return effort;
  }

  /**
   * Scales a number, such as epochs, by the effort.
   *
   * @param whole the number for the full effort, at least 1
   * @return the scaled number, at least 1
   */
  public int effortOf(int whole) {
    return (int) Math.max(1, Math.round(effort * whole));
  }

  /**
   * Draws a number uniformly.
   *
   * @param name the name in the table
   * @param low the smallest value
   * @param high the largest value, at least {@code low}
   * @return the number
   * @throws IllegalArgumentException if an end is not finite or {@code low} is above {@code high}
   */
  public double between(String name, double low, double high) {
    Objects.requireNonNull(name, "name");
    check(name, low, high, low <= high);
    return put(name, low + draw(name) * (high - low));
  }

  /**
   * Draws a number whose logarithm is uniform, as for a learning rate.
   *
   * @param name the name in the table
   * @param low the smallest value, above 0
   * @param high the largest value, at least {@code low}
   * @return the number
   * @throws IllegalArgumentException if an end is not finite or not above 0, or {@code low} is
   *     above {@code high}
   */
  public double logBetween(String name, double low, double high) {
    Objects.requireNonNull(name, "name");
    check(name, low, high, 0 < low && low <= high);
    return put(name, low * Math.pow(high / low, draw(name)));
  }

  /**
   * Draws one of some values uniformly.
   *
   * @param name the name in the table
   * @param values at least one
   * @param <T> their type
   * @return one of them
   * @throws IllegalArgumentException if there is no value
   */
  @SafeVarargs
  public final <T> T oneOf(String name, T... values) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(values, "values");
    for (T value : values) {
      Objects.requireNonNull(value, "values");
    }
    if (values.length == 0) {
      throw new IllegalArgumentException(
          name + ": there must be at least 1 value, but there is none");
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

  /** Draws from 0 to below 1, by seed, trial and name alone. */
  private double draw(String name) {
    if (name.contains("\t") || name.contains("\n") || name.isEmpty()) {
      throw new IllegalArgumentException(
          "parameter name must be text without tabs and line breaks, was %s"
              .formatted(Quotation.quote(name)));
    }
    SplittableRandom random =
        new SplittableRandom(seed + 0x9E3779B97F4A7C15L * (number + 1L) + name.hashCode());
    random.nextLong(); // neighbouring seeds give similar first numbers
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
