package dev.segue.commandline;

import dev.segue.datasets.history.SessionRules;
import dev.segue.quotation.Quotation;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A limit on sessions: by time, such as 12h, or by the number of songs, such as 500. Immutable.
 *
 * @param time how long after its first song a session may continue; empty for a limit by songs
 * @param songs how many songs a session may have; empty for a limit by time
 */
record SessionLimit(Optional<Duration> time, OptionalInt songs) {

  static SessionLimit parse(String text) {
    if (text.matches("[0-9]{1,9}")) {
      return new SessionLimit(Optional.empty(), OptionalInt.of(Integer.parseInt(text)));
    }
    try {
      return new SessionLimit(Optional.of(Durations.parse(text)), OptionalInt.empty());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s must be a time such as 12h, or a number of songs such as 500"
              .formatted(Quotation.quote(text)),
          e);
    }
  }

  /** Limits as they are on the command line, between commas. */
  static List<SessionLimit> parseAll(String text) {
    return Arrays.stream(text.split(",", -1)).map(SessionLimit::parse).toList();
  }

  /** Writes limits as they are on the command line. */
  static String text(List<SessionLimit> limits) {
    return limits.stream()
        .map(
            limit ->
                limit.time.isPresent()
                    ? Durations.text(limit.time.get())
                    : Integer.toString(limit.songs.getAsInt()))
        .sorted()
        .collect(Collectors.joining(","));
  }

  /**
   * Limits sessions.
   *
   * @throws IllegalArgumentException if there are two limits of a kind, or one is not above 0
   */
  static SessionRules limit(SessionRules rules, List<SessionLimit> limits) {
    SessionRules limited = rules;
    for (SessionLimit limit : limits) {
      boolean byTime = limit.time.isPresent();
      if (byTime ? limited.longest().isPresent() : limited.maximumSongs().isPresent()) {
        throw new IllegalArgumentException(
            "there must be one limit by time and one by songs at most, but there are two by "
                + (byTime ? "time" : "songs"));
      }
      limited = limit.limit(limited);
    }
    return limited;
  }

  private SessionRules limit(SessionRules rules) {
    if (time.isPresent()) {
      if (time.get().toSeconds() < 1) {
        throw new IllegalArgumentException("must be >= 1s, was " + time.get());
      }
      return rules.longest(time.get());
    }
    if (songs.getAsInt() < 1) {
      throw new IllegalArgumentException("must be > 0, was " + songs.getAsInt());
    }
    return rules.maximumSongs(songs.getAsInt());
  }

  /** Reads it from the command line. */
  static final class Converter implements ITypeConverter<SessionLimit> {
    @Override
    public SessionLimit convert(String value) {
      try {
        return parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
