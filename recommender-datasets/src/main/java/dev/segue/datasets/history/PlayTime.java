package dev.segue.datasets.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.segue.quotation.Quotation;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Reads times of plays, in seconds since 1970. */
final class PlayTime {

  /** The year 5138: a larger number is taken for milliseconds. */
  private static final long MAX_SECONDS = 100_000_000_000L;

  /** Years of four digits, well inside the range of {@link Instant}. */
  private static final long MIN_TIME = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();

  private static final long MAX_TIME = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private static final String PATTERN = "dddd-dd-ddTdd:dd:ddZ";

  private PlayTime() {}

  /**
   * Reads a time in ISO 8601, or a number of seconds or milliseconds.
   *
   * @throws IllegalArgumentException if it is neither, or outside the years 0 to 9999
   */
  static long seconds(String text) {
    String time = text.strip();
    if (time.matches("-?[0-9]{1,18}")) {
      return seconds(Long.parseLong(time));
    }
    try {
      return checked(isoSeconds(time.indexOf(' ') == 10 ? time.replaceFirst(" ", "T") : time));
    } catch (DateTimeException e) {
      throw notTime(text, e);
    }
  }

  private static long isoSeconds(String iso) {
    if (iso.length() == 10) {
      return LocalDate.parse(iso).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
    }
    return iso.matches(".*([Zz]|[+-][0-9:]{2,9})")
        ? OffsetDateTime.parse(iso).toEpochSecond()
        : LocalDateTime.parse(iso).toEpochSecond(ZoneOffset.UTC);
  }

  private static IllegalArgumentException notTime(String text, DateTimeException cause) {
    return new IllegalArgumentException(
        "time must be like 2009-05-04T23:08:57Z or seconds since 1970, was "
            + Quotation.quote(text),
        cause);
  }

  /**
   * Reads a number of seconds or milliseconds.
   *
   * @throws IllegalArgumentException if it is outside the years 0 to 9999
   */
  static long seconds(long number) {
    return checked(Math.abs(number) > MAX_SECONDS ? Math.floorDiv(number, 1000) : number);
  }

  private static long checked(long seconds) {
    if (seconds < MIN_TIME || seconds > MAX_TIME) {
      throw new IllegalArgumentException("time must be in the years 0 to 9999, but is not");
    }
    return seconds;
  }

  /** Reads a time like {@link #seconds(String)}, usually without making a string. */
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
