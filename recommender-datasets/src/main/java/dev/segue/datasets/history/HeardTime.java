package dev.segue.datasets.history;

import dev.segue.quotation.Quotation;
import java.util.regex.Pattern;

/** Reads how long songs were heard, in seconds; -1 if that is unknown. */
final class HeardTime {

  private static final int MAX_SECONDS = 31_536_000;

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,12}(\\.[0-9]*)?");

  /** In {@code ms_played}, {@code playedMs} and {@code Play Duration Milliseconds}. */
  private static final Pattern MILLIS = Pattern.compile("^ms|ms$|milli", Pattern.CASE_INSENSITIVE);

  private HeardTime() {}

  /** Whether a column is in milliseconds, by its name. */
  static boolean isInMillis(String column) {
    return MILLIS.matcher(column.strip()).find();
  }

  /** Whether a text is a number, 0 or more. */
  static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  /**
   * Reads the value of a column.
   *
   * @param text empty if unknown
   * @throws IllegalArgumentException if it is no number, or more than a year
   */
  static int seconds(String text, boolean millis) {
    if (text.isEmpty()) {
      return -1;
    }
    double seconds = isNumber(text) ? Double.parseDouble(text) / (millis ? 1_000 : 1) : -1;
    if (seconds < 0 || seconds > MAX_SECONDS) {
      throw new IllegalArgumentException(
          "how long a song was heard must be a number of %s from 0 to a year, was %s"
              .formatted(millis ? "milliseconds" : "seconds", Quotation.quote(text)));
    }
    return (int) seconds;
  }

  /** Reads seconds that players may write as they like: what is none is unknown. */
  static int secondsIfAny(String text) {
    return isNumber(text) ? (int) Math.min(MAX_SECONDS, Double.parseDouble(text)) : -1;
  }
}
