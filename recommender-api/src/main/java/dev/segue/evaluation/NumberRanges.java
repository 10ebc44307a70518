package dev.segue.evaluation;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Adjacent ranges of a whole number, the last one without an end. Immutable. */
final class NumberRanges {

  private final String of;
  private final int[] from;

  private NumberRanges(String of, int[] from) {
    this.of = of;
    this.from = from;
  }

  static NumberRanges of(String of, int... from) {
    for (int i = 1; i < from.length; i++) {
      if (from[i] <= from[i - 1]) {
        throw new IllegalArgumentException(
            "groups by %s must begin in rising order, but %d comes after %d"
                .formatted(of, from[i], from[i - 1]));
      }
    }
    return new NumberRanges(of, from.clone());
  }

  /**
   * Makes a metric for each range.
   *
   * @param number empty if a transition is in none
   */
  List<Metric> split(Metric metric, Function<ScoredTransition, OptionalLong> number) {
    return IntStream.range(0, from.length)
        .mapToObj(
            group ->
                metric.where(name(group), transition -> holds(group, number.apply(transition))))
        .toList();
  }

  private boolean holds(int group, OptionalLong number) {
    return number.isPresent()
        && number.getAsLong() >= from[group]
        && (group + 1 == from.length || number.getAsLong() < from[group + 1]);
  }

  private String name(int group) {
    if (group + 1 == from.length) {
      return "%s %d+".formatted(of, from[group]);
    }
    return from[group + 1] == from[group] + 1
        ? "%s %d".formatted(of, from[group])
        : "%s %d-%d".formatted(of, from[group], from[group + 1] - 1);
  }
}
