package dev.segue.datasets.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.segue.quotation.Quotation;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/** Reads times of plays, in seconds since 1970. */
final class PlayTime {

  /** The year 5138: larger numbers are taken for milliseconds, micro- and nanoseconds. */
  private static final long MAX_SECONDS = 100_000_000_000L;

  private static final long MAX_MILLIS = 1_000 * MAX_SECONDS;
  private static final long MAX_MICROS = 1_000 * MAX_MILLIS;

  /** Years of four digits, well inside the range of {@link Instant}. */
  private static final long MIN_TIME = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();

  private static final long MAX_TIME = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  /** As programs write that know only fractions. */
  private static final Pattern FRACTION =
      Pattern.compile("-?[0-9]{1,19}\\.[0-9]*|-?[0-9](\\.[0-9]*)?[eE][+-]?[0-9]{1,2}");

  private static final int MAX_DIGITS = 19;

  private static final String PATTERN = "dddd-dd-ddTdd:dd:ddZ";

  private PlayTime() {}

  /**
   * Reads a time in ISO 8601, in UTC if it names no zone, or a number since 1970.
   *
   * @throws IllegalArgumentException if it is neither, or outside the years 0 to 9999
   */
  static long seconds(String text) {
    return read(text.strip()).second();
  }

  /**
   * Reads a time in ISO 8601, or a number of seconds, milli-, micro- or nanoseconds since 1970.
   *
   * @param text without white space around it
   * @throws IllegalArgumentException if it is neither, or outside the years 0 to 9999
   */
  static WrittenTime read(String text) {
    if (isWholeNumber(text)) {
      return new WrittenTime(wholeSeconds(text), false, true);
    }
    if (FRACTION.matcher(text).matches()) {
      return new WrittenTime(ofAnyUnit(whole(Double.parseDouble(text))), false, true);
    }
    try {
      return iso(text);
    } catch (DateTimeException e) {
      throw notTime(text, e);
    }
  }

  private static boolean isWholeNumber(String text) {
    int from = text.startsWith("-") ? 1 : 0;
    boolean digits = text.length() > from && text.length() <= from + MAX_DIGITS;
    for (int at = from; digits && at < text.length(); at++) {
      digits = text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }
    return digits;
  }

  private static long whole(double number) {
    return Math.abs(number) < Long.MAX_VALUE ? (long) Math.floor(number) : checked(Long.MAX_VALUE);
  }

  private static long wholeSeconds(String text) {
    try {
      return ofAnyUnit(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return checked(Long.MAX_VALUE);
    }
  }

  private static WrittenTime iso(String text) {
    int time = timeOfDay(text);
    if (time == text.length()) {
      long day = LocalDate.parse(text).toEpochDay();
      return new WrittenTime(checked(Math.multiplyExact(day, 86_400L)), true, false);
    }
    int zone = zone(text, time + 1);
    String local =
        text.charAt(time) == 'T' ? text : text.substring(0, time) + 'T' + text.substring(time + 1);
    LocalDateTime clock = LocalDateTime.parse(local.substring(0, zone));
    String offset = text.substring(zone).strip();
    return new WrittenTime(
        checked(clock.toEpochSecond(offset.isEmpty() ? ZoneOffset.UTC : Zones.offset(offset))),
        offset.isEmpty(),
        true);
  }

  private static int timeOfDay(String text) {
    int at = 0;
    while (at < text.length() && text.charAt(at) != 'T' && text.charAt(at) != ' ') {
      at++;
    }
    return at;
  }

  /** Where the time ends, and a zone may begin. */
  private static int zone(String text, int from) {
    int at = from;
    while (at < text.length() && "0123456789:.,".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  static IllegalArgumentException notTime(String text, DateTimeException cause) {
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

  /** Reads a number of seconds, milli-, micro- or nanoseconds, whose size tells which. */
  private static long ofAnyUnit(long number) {
    long size = number == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(number);
    if (size <= MAX_MILLIS) {
      return seconds(number);
    }
    return checked(Math.floorDiv(number, size > MAX_MICROS ? 1_000_000_000L : 1_000_000L));
  }

  static long checked(long seconds) {
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
