package dev.segue;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations in the text of rules: days, hours, minutes and seconds, such as 1h30m. */
final class RuleDuration {

  /** Longer than any memory. */
  static final Duration LONGEST = Duration.ofDays(36_500);

  /** How long a listener's memory keeps each play. */
  static final Duration LONGEST_OF_PLAYS = Duration.ofHours(1);

  /** What a duration looks like, for messages. */
  static final String EXAMPLE = "a duration such as 90s, 20m, 3h or 1h30m";

  private static final Pattern TEXT =
      Pattern.compile("([0-9]+d)?((?:[0-9]+h)?(?:[0-9]+m)?(?:[0-9]+s)?)");

  private RuleDuration() {}

  /** Reads a duration; empty if it is none. */
  static Optional<Duration> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (text.isEmpty() || !parts.matches()) {
      return Optional.empty();
    }
    String days = parts.group(1) == null ? "" : parts.group(1);
    String rest = parts.group(2).isEmpty() ? "" : "T" + parts.group(2);
    try {
      return Optional.of(Duration.parse("P" + days + rest));
    } catch (RuntimeException e) { // more than a duration can hold
      return Optional.empty();
    }
  }

  /** Writes a duration of whole seconds. */
  static String text(Duration duration) {
    long days = duration.toDays();
    Duration rest = duration.minusDays(days);
    return (days == 0 ? "" : days + "d")
        + (rest.isZero() ? "" : rest.toString().substring(2).toLowerCase(Locale.ROOT));
  }

  /** Returns a duration in whole seconds if it is one that a rule may have. */
  static Duration checked(String rule, Duration duration, Duration longest) {
    if (duration.compareTo(Duration.ofSeconds(1)) < 0 || duration.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          "%s must be in 1s..%s, was %s".formatted(rule, text(longest), duration));
    }
    return Duration.ofSeconds(duration.toSeconds());
  }
}
