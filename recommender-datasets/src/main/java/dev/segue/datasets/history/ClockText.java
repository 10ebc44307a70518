package dev.segue.datasets.history;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads dates and times of day as people write them, whatever the punctuation. */
final class ClockText {

  static final DateTimeFormatter NAMED = formatter("[d [MMMM][MMM] uuuu][[MMMM][MMM] d uuuu]");
  static final DateTimeFormatter YEAR_FIRST = formatter("uuuu M d");
  static final DateTimeFormatter DAY_FIRST = formatter("d M ");
  static final DateTimeFormatter MONTH_FIRST = formatter("M d ");

  /** What no date is without; titles are told from it quickly. */
  private static final Pattern DATE =
      Pattern.compile(
          "([A-Za-z]{3,9}[,.]? +)?"
              + "([0-9]{1,4}[-/. ]+[0-9A-Za-z]{1,9}[-/., ]+[0-9]{1,4}"
              + "|[0-9]{1,2}(st|nd|rd|th) +[A-Za-z]{3,9}[., ]+[0-9]{4}"
              + "|[A-Za-z]{3,9}[. -]+[0-9]{1,2}(st|nd|rd|th)?[, -]+[0-9]{4})"
              + "((,|T| at)?[ \u00A0\u202F]*(?<clock>[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?([.,][0-9]{1,9})?"
              + "[ \u00A0\u202F]*([ap]\\.?m\\.?)?)(?<zone>[^()]{0,12})(\\([^)]*\\))?)?",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern WEEKDAY =
      Pattern.compile("^(mon|tue|wed|thu|fri|sat|sun)[a-z]*[., ]+", Pattern.CASE_INSENSITIVE);

  private static final Pattern ORDINAL =
      Pattern.compile("(?<=[0-9])(st|nd|rd|th)\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern PUNCTUATION = Pattern.compile("[-/., ]+");

  /** What stands between a date and a clock. */
  private static final Pattern BEFORE_CLOCK = Pattern.compile("(?i)( at|T)?[ ,\u00A0\u202F]*$");

  private static final Pattern SEPTEMBER = Pattern.compile("(?i)\\bsept\\b");
  private static final Pattern FRACTION = Pattern.compile("[.,][0-9]+");
  private static final Pattern SPACES = Pattern.compile("[ .\u00A0\u202F]");

  private static final DateTimeFormatter CLOCK =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("[h:mm[:ss]a][H:mm[:ss]]")
          .toFormatter(Locale.ENGLISH)
          .withResolverStyle(ResolverStyle.SMART);

  private ClockText() {}

  /** The year has two digits or four where the pattern does not say. */
  private static DateTimeFormatter formatter(String pattern) {
    DateTimeFormatterBuilder builder =
        new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern(pattern);
    if (!pattern.contains("u")) {
      builder.appendValueReduced(ChronoField.YEAR, 2, 4, 1970);
    }
    return builder.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
  }

  /**
   * Reads a date, with or without a time of day and a zone.
   *
   * @param form what the text was expected to be
   * @throws IllegalArgumentException if it is something else
   */
  static WrittenTime read(String text, DateTimeFormatter date, TimeForm form) {
    Matcher parts = DATE.matcher(text);
    if (!parts.matches()) {
      throw form.wrong(text);
    }
    try {
      String clock = parts.group("clock");
      String before = clock == null ? text : text.substring(0, parts.start("clock"));
      long day = date.parse(plain(before), LocalDate::from).toEpochDay();
      if (clock == null) {
        return new WrittenTime(PlayTime.checked(day * 86_400), true, false);
      }
      String zone = parts.group("zone").strip();
      long second = day * 86_400 + clock(clock).toSecondOfDay();
      return zone.isEmpty()
          ? new WrittenTime(PlayTime.checked(second), true, true)
          : new WrittenTime(
              PlayTime.checked(second - Zones.offset(zone).getTotalSeconds()), false, true);
    } catch (DateTimeException e) {
      throw form.wrong(text, e);
    }
  }

  private static String plain(String date) {
    String plain = WEEKDAY.matcher(date).replaceFirst("");
    plain = ORDINAL.matcher(plain).replaceAll("");
    plain = PUNCTUATION.matcher(BEFORE_CLOCK.matcher(plain).replaceFirst("")).replaceAll(" ");
    return SEPTEMBER.matcher(plain).replaceFirst("Sep").strip();
  }

  private static LocalTime clock(String text) {
    String plain = SPACES.matcher(FRACTION.matcher(text).replaceFirst("")).replaceAll("");
    return CLOCK.parse(plain.toUpperCase(Locale.ROOT), LocalTime::from);
  }

  /**
   * Reads a time by a pattern of one's own.
   *
   * @throws DateTimeException if the text is something else
   */
  static WrittenTime read(String text, DateTimeFormatter pattern) {
    TemporalAccessor parsed = pattern.parse(text);
    if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
      return new WrittenTime(
          PlayTime.checked(parsed.getLong(ChronoField.INSTANT_SECONDS)), false, true);
    }
    LocalDate date = LocalDate.from(parsed);
    LocalTime time = parsed.query(TemporalQueries.localTime());
    ZoneOffset offset = parsed.query(TemporalQueries.offset());
    long second = date.toEpochDay() * 86_400 + (time == null ? 0 : time.toSecondOfDay());
    return new WrittenTime(
        PlayTime.checked(second - (offset == null ? 0 : offset.getTotalSeconds())),
        offset == null,
        time != null);
  }
}
