package dev.segue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Says how often a song was played or skipped, and when. */
final class PlaysInWords {

  /** The trace that tells how often a song is played in a week. */
  private static final int RATE_TRACE = 5;

  private PlaysInWords() {}

  /** Describes a song in a memory; empty if it was neither played nor skipped. */
  static Optional<String> of(MemoryContents memory, int song, int now) {
    List<String> words = new ArrayList<>();
    place(memory.plays, song, now).ifPresent(at -> words.add(played(memory.plays, at, now)));
    place(memory.skips, song, now).ifPresent(at -> words.add(skipped(memory.skips, at, now)));
    return words.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", words));
  }

  private static OptionalInt place(SongTraces traces, int song, int now) {
    int place = traces.place(song);
    return place < 0 || traces.isForgotten(place, now)
        ? OptionalInt.empty()
        : OptionalInt.of(place);
  }

  private static String played(SongTraces plays, int place, int now) {
    float hours = plays.hours(place, now);
    double traces = Math.pow(2, plays.octaves(place, RATE_TRACE, hours));
    double perHour = SongTraces.perHour(traces, RATE_TRACE);
    long aWeek = Math.round(perHour * Duration.ofDays(7).toHours());
    return "played %s, last %s ago".formatted(rate(aWeek), age(hours));
  }

  private static String skipped(SongTraces skips, int place, int now) {
    return "skipped %s ago".formatted(age(skips.hours(place, now)));
  }

  private static String rate(long aWeek) {
    if (aWeek == 0) {
      return "less than once a week";
    }
    return aWeek == 1 ? "once a week" : aWeek + " times a week";
  }

  private static String age(float hours) {
    if (hours < 2) {
      return "%.0f minutes".formatted(hours * 60);
    }
    return hours < 48 ? "%.0f hours".formatted(hours) : "%.0f days".formatted(hours / 24);
  }
}
