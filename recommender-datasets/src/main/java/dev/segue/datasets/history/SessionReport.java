package dev.segue.datasets.history;

import dev.segue.DatasetReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Adds to the report of a history who listened and when, and warns of what is implausible. */
final class SessionReport {

  /** Nobody logged what people played before there were MP3 files. */
  private static final Instant EARLIEST = Instant.parse("1995-01-01T00:00:00Z");

  /** Local times may be ahead of UTC. */
  private static final Duration AHEAD = Duration.ofDays(1);

  /** People sleep; stations do not. */
  private static final long MAX_SECONDS = Duration.ofDays(1).toSeconds();

  /** A player that somebody forgot to stop is no reason to cut all sessions. */
  private static final double MANY_PLAYS = 0.01;

  /** Nobody hears a song in less. Of Last.fm-1K, 4% of songs are that close to the one before. */
  private static final long MIN_SECONDS = 10;

  private static final double MORE_THAN_HALF = 0.5;

  /** With fewer, a bootstrap over playlists has too few to draw from. */
  private static final int MIN_SESSIONS = 30;

  private final SessionDataset sessions;
  private long plays;
  private long early;
  private long late;
  private long close;
  private long playsInLongSessions;
  private long longest;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  private SessionReport(SessionDataset sessions, Instant now) {
    this.sessions = sessions;
    for (int session = 0; session < sessions.size(); session++) {
      count(session, now.plus(AHEAD).getEpochSecond());
    }
  }

  /**
   * How a history of the caller's own events was read.
   *
   * @param skipsOfOthers how many skips of songs that are never played were left out
   */
  static DatasetReport ofEvents(
      OrderedPlays plays, long skipsOfOthers, DatasetReport.Listening listening) {
    return new DatasetReport(
        "events",
        DatasetReport.Columns.NONE,
        new DatasetReport.Entries(plays.size() + skipsOfOthers, 0, List.of()),
        Map.of(ReadingReport.SKIPS_OF_OTHERS, skipsOfOthers),
        plays.skips(),
        Optional.of(listening),
        List.of());
  }

  /**
   * Completes a report.
   *
   * @param history how the history was read
   * @param now no song can have been played later
   */
  static DatasetReport of(SessionDataset sessions, DatasetReport history, Instant now) {
    SessionReport report = new SessionReport(sessions, now);
    List<String> warnings = new ArrayList<>(history.warnings());
    warnings.addAll(report.warnings());
    return new DatasetReport(
        history.format(),
        history.columns(),
        history.entries(),
        history.leftOut(),
        history.skips(),
        Optional.of(report.listening()),
        warnings);
  }

  private void count(int session, long latest) {
    int size = sessions.plays(session);
    long previous = Long.MIN_VALUE;
    for (int play = 0; play < size; play++) {
      long second = sessions.second(session, play);
      early += second < EARLIEST.getEpochSecond() ? 1 : 0;
      late += second > latest ? 1 : 0;
      close += play > 0 && second - previous < MIN_SECONDS ? 1 : 0;
      first = Math.min(first, second);
      last = Math.max(last, second);
      previous = second;
    }
    long lasts = previous - sessions.second(session, 0);
    longest = Math.max(longest, lasts);
    playsInLongSessions += lasts > MAX_SECONDS ? size : 0;
    plays += size;
  }

  private DatasetReport.Listening listening() {
    boolean times = plays > 0 && sessions.hasTimes();
    return new DatasetReport.Listening(
        (int) IntStream.range(0, sessions.size()).mapToObj(sessions::listener).distinct().count(),
        OptionalInt.of(sessions.size()),
        times ? Optional.of(Instant.ofEpochSecond(first)) : Optional.empty(),
        times ? Optional.of(Instant.ofEpochSecond(last)) : Optional.empty());
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    boolean times = sessions.hasTimes();
    if (times && early > 0) {
      warnings.add(
          "%s before 1995, the first at %s: correct these times, or leave the plays out"
              .formatted(playsAre(early), Instant.ofEpochSecond(first)));
    }
    if (late > 0) {
      warnings.add(
          "%s later than now, the last at %s: correct these times, or leave the plays out"
              .formatted(playsAre(late), Instant.ofEpochSecond(last)));
    }
    if (playsInLongSessions > MANY_PLAYS * plays) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "sessions last up to %.1f days, and %.1f%% of plays are in sessions of more than a"
                  + " day: a radio station? --session-max 12h (SessionRules.longest) cuts them",
              longest / (double) MAX_SECONDS,
              100.0 * playsInLongSessions / plays));
    }
    if (times && close > MORE_THAN_HALF * (plays - sessions.size())) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%.1f%% of songs begin less than %d seconds after the one before: are the times those"
                  + " of plays, and more exact than a day?",
              100.0 * close / (plays - sessions.size()),
              MIN_SECONDS));
    }
    if (sessions.size() < MIN_SESSIONS) {
      warnings.add(fewSessions(times));
    }
    return warnings;
  }

  private static String playsAre(long count) {
    return count == 1 ? "1 play is" : String.format(Locale.ROOT, "%,d plays are", count);
  }

  private String fewSessions(boolean times) {
    return "%s too few to divide by session: %s"
        .formatted(
            sessions.size() == 1 ? "1 session is" : sessions.size() + " sessions are",
            times
                ? "--split time:7d/7d (splitLast) cuts sessions at the time"
                : "without times, --split leave-last-out (splitLastOut) divides each");
  }
}
