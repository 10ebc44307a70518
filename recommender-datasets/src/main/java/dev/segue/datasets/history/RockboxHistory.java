package dev.segue.datasets.history;

import dev.segue.FileFormatException;
import dev.segue.datasets.reading.ByteLines;
import dev.segue.datasets.reading.ChosenFiles;
import dev.segue.datasets.reading.FileKind;
import dev.segue.datasets.reading.InputFile;
import dev.segue.quotation.Quotation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;

/**
 * Reads the {@code .scrobbler.log} that <a
 * href="https://www.rockbox.org/wiki/LastFMLog">Rockbox</a> and other portable players leave for a
 * scrobbler. May be used by any number of threads; the histories are immutable.
 *
 * {@snippet class="dev.segue.samples.javadoc.HistoryExamplesTest" region="rockbox"}
 *
 * <p>A line has the artist, album, title, number, length, rating, time and (from version 1.1)
 * MusicBrainz identifier of a track, separated by tabs, in UTF-8. A track rated {@code L} was
 * played; one rated {@code S} was skipped: no play, but the {@linkplain ListeningHistory#sessions
 * sessions} tell it between their plays. Lines that begin with {@code #} are headers. The time is
 * when the play began, in seconds since 1970: of UTC if the header says {@code #TZ/UTC}; otherwise
 * of the clock of the player, in a zone that the reader is told.
 *
 * <p>Plays that share the identifier, or the names of artist and track, are plays of the same song.
 * A song's id is the first identifier or, if it has none, the names separated by a tab. All plays
 * are those of one listener.
 *
 * <p>The reader leaves out and counts plays without a title, those before 1971, as of players
 * without a clock, and a play of a song in the same second as another. It skips and counts
 * unreadable lines, and ignores empty ones. A path may be a file, or a folder or zip archive, of
 * which it reads all logs that are called {@code .scrobbler.log} or end so. Files may be compressed
 * with gzip.
 */
public final class RockboxHistory {

  private static final int MAX_LINE_BYTES = 1 << 20;
  private static final int MIN_FIELDS = 7;
  private static final int RATING = 5;
  private static final int TIME = 6;
  private static final String ZONE = "#TZ/";

  private final ZoneId zone;
  private final ReadingReport report;
  private final SongResolver songs = new SongResolver();
  private final PlayLog log = new PlayLog();

  /** Whether times of the file are those of UTC. */
  private boolean utc;

  private boolean anyLocal;

  private RockboxHistory(ZoneId zone, ReadingReport report) {
    this.zone = zone;
    this.report = report;
  }

  /**
   * Reads files; at most one line in a thousand may be unreadable. A clock whose zone the log does
   * not tell is taken for that of UTC.
   *
   * @param path a file, a folder or an archive
   * @return the history
   * @throws FileFormatException if a file breaks a rule of the format, or too many lines cannot be
   *     read; the message names file, line and rule
   * @throws java.nio.file.NoSuchFileException if there is no such file or folder
   * @throws IOException if a file cannot be read
   */
  public static ListeningHistory read(Path path) throws IOException {
    return read(path, ZoneOffset.UTC, SkippedLines.DEFAULT_LIMIT);
  }

  /**
   * Reads files.
   *
   * @param path a file, a folder or an archive
   * @param zone where the player was, for logs that do not tell their zone
   * @param skippedLimit the share of lines that may be unreadable, from 0 to 1; 0.001 by default.
   *     Up to ten may be, if any may and they are fewer than half
   * @return the history
   * @throws FileFormatException if a file breaks a rule of the format, or too many lines cannot be
   *     read; the message names file, line and rule
   * @throws java.nio.file.NoSuchFileException if there is no such file or folder
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException if the limit is outside 0 to 1
   */
  public static ListeningHistory read(Path path, ZoneId zone, double skippedLimit)
      throws IOException {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(zone, "zone");
    ReadingReport report = new ReadingReport("rockbox", path, skippedLimit);
    RockboxHistory history = new RockboxHistory(zone, report);
    report.files(
        ChosenFiles.readEach(
            path,
            FileKind.SCROBBLER_LOG,
            history::add,
            report::warn,
            ".scrobbler.log",
            "scrobbler.log"));
    if (history.anyLocal && zone.equals(ZoneOffset.UTC)) {
      report.warn(
          "the log does not tell the time zone of its clock, which is taken for that of UTC:"
              + " --time-zone (an argument of read) names another");
    }
    return ListeningHistory.of(history.songs, history.log, history.log.isNewestFirst(), report);
  }

  private void add(InputFile file) throws IOException {
    utc = false;
    try (ByteLines lines = ByteLines.open(file, MAX_LINE_BYTES)) {
      while (lines.next()) {
        if (lines.from() < lines.to()) {
          add(lines);
        }
      }
    }
  }

  private void add(ByteLines lines) throws IOException {
    try {
      String line = SongResolver.text(lines.bytes(), lines.from(), lines.to());
      if (line.startsWith(ZONE)) {
        utc = line.substring(ZONE.length()).strip().equals("UTC");
      } else if (!line.startsWith("#")) {
        add(line.split("\t", -1));
      }
    } catch (IllegalArgumentException e) {
      report.skip(lines.fault(String.valueOf(e.getMessage())));
    }
  }

  private void add(String[] fields) {
    if (fields.length < MIN_FIELDS) {
      throw new IllegalArgumentException(
          "line must have at least %d fields, but has %d".formatted(MIN_FIELDS, fields.length));
    }
    String rating = fields[RATING].strip();
    if (!rating.equals("L") && !rating.equals("S")) {
      throw new IllegalArgumentException("rating must be L or S, was " + Quotation.quote(rating));
    }
    long time = PlayTime.seconds(fields[TIME]);
    if (fields[2].isEmpty()) {
      report.leaveOut("without a title");
    } else if (!report.leavesOut(time)) {
      String identifier = fields.length == MIN_FIELDS ? "" : fields[MIN_FIELDS].strip();
      int song = songs.song(MissingId.orEmpty(identifier), fields[0], fields[2]);
      if (rating.equals("L")) {
        log.add(log.listener(PlayLog.UNNAMED), instant(time), song);
        report.read();
      } else {
        log.skip(log.listener(PlayLog.UNNAMED), instant(time), song, -1);
        report.readSkip();
      }
    }
  }

  /** The seconds since 1970 at which the clock of the player showed a time. */
  private long instant(long clock) {
    if (utc) {
      return clock;
    }
    anyLocal = true;
    return LocalDateTime.ofEpochSecond(clock, 0, ZoneOffset.UTC).atZone(zone).toEpochSecond();
  }
}
