package dev.segue.commandline;

import dev.segue.PlaylistDataset;
import dev.segue.Provenance;
import dev.segue.datasets.DatasetFormat;
import dev.segue.datasets.SongVersions;
import dev.segue.datasets.history.CsvHistory;
import dev.segue.datasets.history.CsvOptions;
import dev.segue.datasets.history.ListeningHistory;
import dev.segue.datasets.history.RockboxHistory;
import dev.segue.datasets.history.SessionRules;
import dev.segue.datasets.history.SpotifyHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how a listening history is read, and cut into sessions. */
final class HistoryOptions {

  @Option(
      names = "--session-gap",
      paramLabel = "TIME",
      converter = Durations.class,
      description =
          "Of listening histories: a longer pause begins a session; 800s, 30m, 8h. Default: 30m.")
  private @Nullable Duration sessionGap;

  @Option(
      names = "--session-max",
      paramLabel = "LIMIT",
      split = ",",
      converter = SessionLimit.Converter.class,
      description =
          "Of listening histories: how long a session may last, by time (12h), songs (500), or both"
              + " (12h,500). Radio stations never pause: cut them. Default: no limit.")
  private @Nullable List<SessionLimit> sessionMax;

  @Option(
      names = "--skipped-limit",
      paramLabel = "SHARE",
      description =
          "For listening histories: the rate of lines that may be unreadable, from 0 to 1."
              + " Default: 0.001; ten lines may be, if they are fewer than half.")
  private @Nullable Double skippedLimit;

  @Option(
      names = {"--columns", "--column"},
      paramLabel = "KIND=NAME",
      split = NamedColumn.BETWEEN,
      splitSynopsisLabel = ",",
      converter = NamedColumn.Converter.class,
      description = {
        "Of format csv: the column that says the user, time, session, playlist, song (its id),"
            + " artist, title, tags, skipped (whether it was) or heard (how long; also duration),"
            + " such as time=\"Added At\"; time= for none. May be repeated.",
        "Default: found by names and values."
      })
  private @Nullable List<NamedColumn> columns;

  @Option(
      names = "--no-header",
      description =
          "Of format csv: no line names the columns; --columns calls them by their numbers, from 1.")
  private boolean noHeader;

  @Option(
      names = "--time-format",
      paramLabel = "PATTERN",
      description =
          "Of format csv: how times are written, as a pattern of java.time such as \"d/M/yyyy H:mm\"."
              + " Default: told by the values.")
  private @Nullable String timeFormat;

  @Option(
      names = "--time-zone",
      paramLabel = "ZONE",
      description =
          "Of formats csv and rockbox: the zone of times that name none, such as Europe/Berlin."
              + " Default: UTC.")
  private @Nullable ZoneId timeZone;

  @Option(
      names = "--min-played",
      paramLabel = "TIME",
      converter = Durations.class,
      description =
          "Of format spotify: plays shorter than this are skips, or left out; 0s for none."
              + " Default: 30s.")
  private @Nullable Duration minPlayed;

  @Option(
      names = "--keep-skipped",
      description = "Of format spotify: count songs that the listener skipped as plays.")
  private boolean keepSkipped;

  /** Throws if a value is out of its range; the message names the option. */
  void check() {
    if (sessionGap != null && (sessionGap.isZero() || sessionGap.isNegative())) {
      throw new IllegalArgumentException("--session-gap must be > 0, was " + sessionGap);
    }
    try {
      sessionRules();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--session-max: " + e.getMessage(), e);
    }
    if (skippedLimit != null && !(skippedLimit >= 0 && skippedLimit <= 1)) {
      throw new IllegalArgumentException("--skipped-limit must be in 0..1, was " + skippedLimit);
    }
    if (minPlayed != null && minPlayed.isNegative()) {
      throw new IllegalArgumentException("--min-played must be >= 0, was " + minPlayed);
    }
    csvOptions();
  }

  /** Throws if an option was given that the format does not take; the message names both. */
  void checkFormat(FormatName format) {
    checkHistory(format, "--session-gap", sessionGap, "it has no times");
    checkHistory(format, "--session-max", sessionMax, "it has no sessions");
    checkHistory(format, "--skipped-limit", skippedLimit, "it is read whole");
    checkCsv(format, "--columns", columns != null);
    checkCsv(format, "--no-header", noHeader);
    checkCsv(format, "--time-format", timeFormat != null);
    checkTimeZone(format);
    if (!format.is(DatasetFormat.SPOTIFY) && (minPlayed != null || keepSkipped)) {
      throw new IllegalArgumentException(
          "--format %s takes no %s: only spotify does"
              .formatted(format, keepSkipped ? "--keep-skipped" : "--min-played"));
    }
  }

  private static void checkCsv(FormatName format, String option, boolean given) {
    if (given && !format.is(DatasetFormat.CSV)) {
      throw new IllegalArgumentException(
          "--format %s takes no %s: only csv does".formatted(format, option));
    }
  }

  private void checkTimeZone(FormatName format) {
    boolean taken = format.is(DatasetFormat.CSV) || format.is(DatasetFormat.ROCKBOX);
    if (timeZone != null && !taken) {
      throw new IllegalArgumentException(
          "--format %s takes no --time-zone: only csv and rockbox do".formatted(format));
    }
  }

  private static void checkHistory(
      FormatName format, String option, @Nullable Object value, String reason) {
    if (value != null && !format.isHistory()) {
      throw new IllegalArgumentException(
          "--format %s takes no %s: %s".formatted(format, option, reason));
    }
  }

  /** Adds how sessions were cut. */
  Provenance describe(Provenance provenance) {
    Provenance described = provenance.sessionGap(sessionRules().sessionGap());
    return sessionMax == null ? described : described.sessionMax(SessionLimit.text(sessionMax));
  }

  /** Cuts as in the training of a model, where the command line does not say otherwise. */
  void take(Provenance model, DefaultsFromModel defaults) {
    defaults
        .choose("--session-gap", sessionGap, model.sessionGap(), Durations::text)
        .ifPresent(gap -> sessionGap = gap);
    defaults
        .choose("--session-max", sessionMax, sessionMax(model), SessionLimit::text)
        .ifPresent(limits -> sessionMax = limits);
  }

  /** The limits on sessions in the training of a model, if they are limits of ours. */
  private static Optional<List<SessionLimit>> sessionMax(Provenance model) {
    try {
      return model.sessionMax().map(SessionLimit::parseAll);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  PlaylistDataset read(DatasetFormat format, Path data, boolean mergeVersions) throws IOException {
    ListeningHistory history = history(format, data);
    return (mergeVersions ? SongVersions.of(history.catalogue()).merge(history) : history)
        .sessions(sessionRules());
  }

  private ListeningHistory history(DatasetFormat format, Path data) throws IOException {
    double limit = skippedLimit == null ? 0.001 : skippedLimit;
    Duration played = minPlayed == null ? SpotifyHistory.MIN_PLAYED : minPlayed;
    return switch (format) {
      case SPOTIFY -> SpotifyHistory.read(data, played, keepSkipped, limit);
      case ROCKBOX ->
          RockboxHistory.read(data, timeZone == null ? ZoneOffset.UTC : timeZone, limit);
      case CSV -> CsvHistory.read(data, csvOptions().skippedLimit(limit));
      default -> format.readHistory(data, limit);
    };
  }

  private CsvOptions csvOptions() {
    CsvOptions options = NamedColumn.options(columns == null ? List.of() : columns);
    options = noHeader ? options.withoutHeader() : options;
    options = timeZone == null ? options : options.zone(timeZone);
    try {
      return timeFormat == null ? options : options.timeFormat(timeFormat);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--time-format: " + e.getMessage(), e);
    }
  }

  private SessionRules sessionRules() {
    SessionRules rules = SessionRules.ofDefaults();
    return SessionLimit.limit(
        sessionGap == null ? rules : rules.sessionGap(sessionGap),
        sessionMax == null ? List.of() : sessionMax);
  }
}
