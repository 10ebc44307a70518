package dev.segue.commandline;

import dev.segue.DatasetSplit;
import dev.segue.PlaylistDataset;
import dev.segue.commandline.DataOptions.Part;
import dev.segue.datasets.history.SessionDataset;
import dev.segue.quotation.Quotation;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Divides sessions at one or two points in time, given as dates, or as the lengths of the parts at
 * the end. Immutable.
 *
 * @param boundaries finds the two times from which on to validate and to test; if both are one
 *     time, there is no validation part
 * @param validates whether there is a validation part
 */
record TimeSplit(Function<SessionDataset, List<Instant>> boundaries, boolean validates) {

  static TimeSplit parse(String text) {
    List<String> times = List.of(text.split("/", -1));
    if (times.size() > 2) {
      throw new IllegalArgumentException(
          "there must be 1 or 2 times, but there are " + times.size());
    }
    long dates = times.stream().filter(TimeSplit::isDate).count();
    if (dates > 0 && dates < times.size()) {
      throw new IllegalArgumentException(
          "there must be two dates (from when on to validate, and to test) or two lengths (of the"
              + " validation and the test part), not one of each");
    }
    return dates > 0
        ? ofDates(times.stream().map(TimeSplit::date).toList())
        : ofLengths(times.stream().map(TimeSplit::length).toList());
  }

  private static TimeSplit ofDates(List<Instant> from) {
    Instant validationFrom = from.get(0);
    Instant testFrom = from.get(from.size() - 1);
    if (testFrom.isBefore(validationFrom)) {
      throw new IllegalArgumentException(
          "the test part must not begin before the validation part, but it is from %s on, and"
                  .formatted(text(testFrom))
              + " validation from %s on".formatted(text(validationFrom)));
    }
    return new TimeSplit(
        sessions -> List.of(validationFrom, testFrom), validationFrom.isBefore(testFrom));
  }

  private static TimeSplit ofLengths(List<Duration> lengths) {
    Duration test = lengths.get(lengths.size() - 1);
    Duration validation = lengths.size() == 1 ? Duration.ZERO : lengths.get(0);
    if (test.isZero() || test.isNegative() || validation.isNegative()) {
      throw new IllegalArgumentException("the test part must be longer than 0");
    }
    return new TimeSplit(
        sessions -> {
          Instant testFrom = sessions.lastEnd().minus(test);
          return List.of(testFrom.minus(validation), testFrom);
        },
        !validation.isZero());
  }

  private static boolean isDate(String text) {
    return text.matches("[0-9]{4}-.*");
  }

  private static Instant date(String text) {
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("%s is not a time".formatted(Quotation.quote(text)), e);
    }
  }

  private static Duration length(String text) {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s must be a date such as 2009-05-01, or a length such as 7d or 12h"
              .formatted(Quotation.quote(text)),
          e);
    }
  }

  DatasetSplit of(PlaylistDataset dataset) {
    SessionDataset sessions = SplitRule.sessions(dataset);
    List<Instant> from = boundaries.apply(sessions);
    return sessions.splitByTime(from.get(0), from.get(1));
  }

  /** When the plays of a part began. */
  String period(Part part, PlaylistDataset dataset) {
    List<Instant> from = boundaries.apply(SplitRule.sessions(dataset));
    return switch (part) {
      case TRAIN -> "before " + text(from.get(0));
      case VALID -> "from %s until %s".formatted(text(from.get(0)), text(from.get(1)));
      case TEST -> "from %s on".formatted(text(from.get(1)));
    };
  }

  /** When all plays of a dataset began. */
  static String period(PlaylistDataset dataset) {
    SessionDataset sessions = SplitRule.sessions(dataset);
    return IntStream.range(0, sessions.size())
        .mapToObj(sessions::start)
        .min(Comparator.naturalOrder())
        .map(
            first -> "the plays are from %s to %s".formatted(text(first), text(sessions.lastEnd())))
        .orElse("there are no plays");
  }

  /** A date if it is midnight. */
  private static String text(Instant time) {
    return time.atOffset(ZoneOffset.UTC).toLocalTime().equals(LocalTime.MIDNIGHT)
        ? time.atOffset(ZoneOffset.UTC).toLocalDate().toString()
        : time.toString();
  }
}
