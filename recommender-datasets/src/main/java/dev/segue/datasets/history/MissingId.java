package dev.segue.datasets.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.Set;

/**
 * What programs write where they have no identifier. A song or a listener with such an identifier
 * has none. Never asked of titles and artists: there is music that is called "None", or "Null".
 */
final class MissingId {

  private static final Set<String> NAMES =
      Set.of(
          "",
          "none",
          "nan",
          "null",
          "nil",
          "undefined",
          "n/a",
          "#n/a",
          "na",
          "<na>",
          "(null)",
          "\\n",
          "-1",
          "-1.0");

  /** None of the names is longer, but for that of zeros. */
  private static final int MAX_LENGTH = 9;

  private static final String SPOTIFY = "spotify:track:";

  private MissingId() {}

  /** Returns the identifier; the empty string if it is missing. */
  static String orEmpty(String id) {
    return is(id) ? "" : id;
  }

  /** Whether there is no identifier; without white space around it. */
  static boolean is(String id) {
    if (id.startsWith(SPOTIFY)) {
      return is(id.substring(SPOTIFY.length()));
    }
    return (id.length() <= MAX_LENGTH && NAMES.contains(id.toLowerCase(Locale.ROOT)))
        || isZeroUuid(id);
  }

  private static boolean isZeroUuid(String id) {
    return (id.length() == 36 || id.length() == 32)
        && id.chars().allMatch(each -> each == '0' || each == '-');
  }

  /** Whether there is no identifier, usually without making a string. */
  static boolean is(byte[] bytes, int from, int to) {
    boolean maybe = to - from <= MAX_LENGTH || (bytes[from] == '0' && bytes[from + 1] == '0');
    return from == to || (maybe && is(new String(bytes, from, to - from, UTF_8)));
  }
}
