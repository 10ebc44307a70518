package dev.segue.datasets.history;

import dev.segue.FileFormatException;
import dev.segue.datasets.reading.ByteLines;
import dev.segue.datasets.reading.ChosenFiles;
import dev.segue.datasets.reading.FileKind;
import dev.segue.datasets.reading.InputFile;
import dev.segue.datasets.reading.JsonInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Reads the scrobbles that <a href="https://github.com/kawaiiDango/pano-scrobbler">Pano
 * Scrobbler</a> writes to a file of JSON lines. May be used by any number of threads; the histories
 * are immutable.
 *
 * {@snippet class="dev.segue.samples.javadoc.HistoryExamplesTest" region="pano"}
 *
 * <p>The reader takes of each line {@code timeMs}, in milliseconds since 1970, {@code artist},
 * {@code track}, and {@code event}: only a {@code scrobble} is a play; {@code love} and others are
 * left out and counted.
 *
 * <p>A song's id is its artist and its title, separated by a tab. All plays are those of one
 * listener.
 *
 * <p>The reader leaves out and counts plays without a title, plays before 1971, and a play of a
 * song in the same second as another. It skips and counts unreadable lines, and ignores empty ones.
 * A path may be a file, or a folder or zip archive, of which it reads all logs that end in {@code
 * .jsonl}, {@code .ndjson} or {@code .json}; other files are left aside, and named in the report.
 * Files may be compressed with gzip. Its tables are read by {@link CsvHistory}.
 */
public final class PanoHistory {

  private static final int MAX_LINE_BYTES = 1 << 20;
  private static final String SCROBBLE = "scrobble";

  private final ReadingReport report;
  private final SongResolver songs = new SongResolver();
  private final PlayLog log = new PlayLog();

  private PanoHistory(ReadingReport report) {
    this.report = report;
  }

  /**
   * Reads files; at most one play in a thousand may be unreadable.
   *
   * @param path a file, a folder or an archive
   * @return the history
   * @throws FileFormatException if a file breaks a rule of the format, or too many plays cannot be
   *     read; the message names file, line and rule
   * @throws java.nio.file.NoSuchFileException if there is no such file or folder
   * @throws IOException if a file cannot be read
   */
  public static ListeningHistory read(Path path) throws IOException {
    return read(path, SkippedLines.DEFAULT_LIMIT);
  }

  /**
   * Reads files.
   *
   * @param path a file, a folder or an archive
   * @param skippedLimit the share of plays that may be unreadable, from 0 to 1; 0.001 by default.
   *     Up to ten may be, if any may and they are fewer than half
   * @return the history
   * @throws FileFormatException if a file breaks a rule of the format, or too many plays cannot be
   *     read; the message names file, line and rule
   * @throws java.nio.file.NoSuchFileException if there is no such file or folder
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException if the limit is outside 0 to 1
   */
  public static ListeningHistory read(Path path, double skippedLimit) throws IOException {
    Objects.requireNonNull(path, "path");
    ReadingReport report = new ReadingReport("pano", path, skippedLimit);
    PanoHistory history = new PanoHistory(report);
    report.files(
        ChosenFiles.readEach(
            path, FileKind.PANO, history::add, report::warn, ".jsonl", ".ndjson", ".json"));
    return ListeningHistory.of(history.songs, history.log, history.log.isNewestFirst(), report);
  }

  private void add(InputFile file) throws IOException {
    try (ByteLines lines = ByteLines.open(file, MAX_LINE_BYTES)) {
      while (lines.next()) {
        if (lines.from() < lines.to()) {
          add(file, lines);
        }
      }
    }
  }

  private void add(InputFile file, ByteLines lines) throws IOException {
    try (JsonInput json =
        JsonInput.ofLine(file, lines.number(), lines.bytes(), lines.from(), lines.to())) {
      add(json);
    } catch (FileFormatException e) {
      report.skip(e);
    } catch (IllegalArgumentException e) {
      report.skip(lines.fault(String.valueOf(e.getMessage())));
    }
  }

  private void add(JsonInput json) throws IOException {
    String time = "";
    String artist = "";
    String title = "";
    String event = SCROBBLE;
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "timeMs" -> time = json.scalar();
        case "artist" -> artist = json.textOrEmpty();
        case "track" -> title = json.textOrEmpty();
        case "event" -> event = json.scalar();
        default -> json.skip();
      }
    }
    json.end();
    if (!event.equals(SCROBBLE)) {
      report.leaveOut("loved or unloved, which are no plays");
    } else if (title.isEmpty()) {
      report.leaveOut("without a title");
    } else {
      add(PlayTime.seconds(time), artist, title);
    }
  }

  private void add(long time, String artist, String title) {
    if (!report.leavesOut(time)) {
      int song = songs.song("", artist, title);
      log.add(log.listener(PlayLog.UNNAMED), time, song);
      report.read();
    }
  }
}
