package dev.segue.datasets.history;

import dev.segue.quotation.Quotation;
import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;

/**
 * Reads times by a pattern that the caller gives. Names of months and days are English, or of the
 * first of some languages that a text is in. One thread at a time.
 */
final class TimePattern implements WrittenTime.Reading {

  private static final List<String> LANGUAGES =
      List.of(
          "en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "sk", "hu",
          "ro", "ru", "uk", "tr", "el", "hr", "ca", "ja", "ko", "zh");

  private final String pattern;

  /** One for each language if the pattern has names, the one that was right last first. */
  private final List<DateTimeFormatter> formatters;

  private int last;

  /**
   * Makes a reading.
   *
   * @throws IllegalArgumentException if it is no pattern
   */
  TimePattern(String pattern) {
    this.pattern = pattern;
    boolean named = pattern.replaceAll("'[^']*'", "").matches(".*(MMM|LLL|E|a|B|G|z|v|V).*");
    try {
      this.formatters =
          LANGUAGES.stream()
              .limit(named ? LANGUAGES.size() : 1)
              .map(language -> formatter(pattern, Locale.forLanguageTag(language)))
              .toList();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "timeFormat must be a pattern of java.time such as d/M/yyyy H:mm, was %s: %s"
              .formatted(Quotation.quote(pattern), e.getMessage()),
          e);
    }
  }

  private static DateTimeFormatter formatter(String pattern, Locale locale) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(pattern)
        .toFormatter(locale);
  }

  @Override
  public WrittenTime read(String text) {
    for (int attempt = 0; attempt < formatters.size(); attempt++) {
      int language = (last + attempt) % formatters.size();
      try {
        WrittenTime time = ClockText.read(text, formatters.get(language));
        last = language;
        return time;
      } catch (DateTimeException e) {
        // perhaps in another language
      }
    }
    throw new IllegalArgumentException(
        "time must be like --time-format %s says, was %s"
            .formatted(Quotation.quote(pattern), Quotation.quote(text)));
  }

  @Override
  public boolean mayBe(String text) {
    return true;
  }
}
