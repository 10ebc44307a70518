package dev.segue.commandline;

import dev.segue.quotation.Quotation;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as people write them on the command line: 800s, 30m, 8h, 7d, or in ISO 8601. */
final class Durations implements ITypeConverter<Duration> {

  static Duration parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    String iso =
        !lower.matches("[0-9]+[smhd]") ? text : lower.endsWith("d") ? "P" + text : "PT" + text;
    try {
      return Duration.parse(iso);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "%s must be a duration such as 800s, 30m, 8h or 7d".formatted(Quotation.quote(text)), e);
    }
  }

  /** Writes a duration as people do, in the largest unit that divides it. */
  static String text(Duration duration) {
    long seconds = duration.getSeconds();
    if (duration.getNano() > 0 || seconds <= 0) {
      return duration.toString();
    }
    return seconds % 86_400 == 0
        ? seconds / 86_400 + "d"
        : seconds % 3_600 == 0
            ? seconds / 3_600 + "h"
            : seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  @Override
  public Duration convert(String value) {
    try {
      return parse(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
