package dev.segue.datasets.history;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads whether a song was skipped. Programs that rewrite exports write booleans as they like. */
final class SkipFlag {

  private static final Set<String> TRUE = Set.of("true", "1", "1.0", "yes", "y", "t");
  private static final Set<String> FALSE = Set.of("false", "0", "0.0", "no", "n", "f", "");

  private SkipFlag() {}

  static boolean isSkipped(String text) {
    return TRUE.contains(text.toLowerCase(Locale.ROOT));
  }

  /** Whether all are flags, or missing. */
  static boolean areFlags(List<String> values) {
    return values.stream()
        .allMatch(
            value ->
                isSkipped(value)
                    || FALSE.contains(value.toLowerCase(Locale.ROOT))
                    || MissingId.is(value));
  }
}
