package dev.segue.datasets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** When a song was played, in seconds since 1970. */
final class PlayTime {

  /** Beyond it a number of seconds must be one of milliseconds: the year 5138. */
  private static final long MOST_SECONDS = 100_000_000_000L;

  private static final String PATTERN = "dddd-dd-ddTdd:dd:ddZ";

  private PlayTime() {}

  /**
   * Reads a time in ISO 8601, or a number of seconds or milliseconds.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static long seconds(String text) {
    String time = text.strip();
    if (time.matches("-?[0-9]{1,18}")) {
      return seconds(Long.parseLong(time));
    }
    try {
      String iso = time.indexOf(' ') == 10 ? time.replaceFirst(" ", "T") : time;
      if (iso.length() == 10) {
        return LocalDate.parse(iso).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
      }
      return iso.matches(".*([Zz]|[+-][0-9:]{2,9})")
          ? OffsetDateTime.parse(iso).toEpochSecond()
          : LocalDateTime.parse(iso).toEpochSecond(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw notTime(text, e);
    }
  }

  private static IllegalArgumentException notTime(String text, DateTimeException cause) {
    return new IllegalArgumentException(
        "time must be like 2009-05-04T23:08:57Z or seconds since 1970, was "
            + TextLines.quote(text),
        cause);
  }

  /** Reads a number of seconds or milliseconds. */
  static long seconds(long number) {
    return Math.abs(number) > MOST_SECONDS ? Math.floorDiv(number, 1000) : number;
  }

  /** Reads a time like {@link #seconds(String)}, in most cases without a text. */
  static long seconds(byte[] bytes, int from, int to) {
    boolean matches = to - from == PATTERN.length();
    for (int i = 0; matches && i < PATTERN.length(); i++) {
      byte each = bytes[from + i];
      matches = PATTERN.charAt(i) == 'd' ? each >= '0' && each <= '9' : each == PATTERN.charAt(i);
    }
    try {
      return matches
          ? LocalDateTime.of(
                  100 * number(bytes, from) + number(bytes, from + 2),
                  number(bytes, from + 5),
                  number(bytes, from + 8),
                  number(bytes, from + 11),
                  number(bytes, from + 14),
                  number(bytes, from + 17))
              .toEpochSecond(ZoneOffset.UTC)
          : seconds(new String(bytes, from, to - from, UTF_8));
    } catch (DateTimeException e) {
      throw notTime(new String(bytes, from, to - from, UTF_8), e);
    }
  }

  private static int number(byte[] bytes, int at) {
    return 10 * (bytes[at] - '0') + bytes[at + 1] - '0';
  }
}
