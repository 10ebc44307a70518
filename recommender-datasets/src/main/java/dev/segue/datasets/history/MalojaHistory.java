package dev.segue.datasets.history;

import dev.segue.FileFormatException;
import dev.segue.datasets.reading.ChosenFiles;
import dev.segue.datasets.reading.FileKind;
import dev.segue.datasets.reading.InputFile;
import dev.segue.datasets.reading.JsonInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Reads scrobbles as <a href="https://github.com/krateng/maloja">Maloja</a> exports them ({@code
 * maloja export}), or as its API answers. May be used by any number of threads; the histories are
 * immutable.
 *
 * {@snippet class="dev.segue.samples.javadoc.HistoryExamplesTest" region="maloja"}
 *
 * <p>A file is an object in JSON, with an array {@code scrobbles} (the API: {@code list}). The
 * reader takes of each the {@code time}, in seconds since 1970; in {@code track} the {@code
 * artists}, joined by commas, and the {@code title}; and {@code duration}, the seconds for which it
 * was heard.
 *
 * <p>A song's id is its artists and its title, separated by a tab. All plays are those of one
 * listener.
 *
 * <p>The reader leaves out and counts plays without a title, plays before 1971, and a play of a
 * song in the same second as another. It skips and counts what it cannot read. A path may be a
 * file, or a folder or zip archive, of which it reads all exports that end in {@code .json}; other
 * files are left aside, and named in the report. Files may be compressed with gzip.
 */
public final class MalojaHistory {

  private final ReadingReport report;
  private final SongResolver songs = new SongResolver();
  private final PlayLog log = new PlayLog();

  private MalojaHistory(ReadingReport report) {
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
    ReadingReport report = new ReadingReport("maloja", path, skippedLimit);
    MalojaHistory history = new MalojaHistory(report);
    report.files(ChosenFiles.readEach(path, FileKind.MALOJA, history::add, report::warn, ".json"));
    return ListeningHistory.of(history.songs, history.log, history.log.isNewestFirst(), report);
  }

  private void add(InputFile file) throws IOException {
    try (JsonInput json = JsonInput.open(file)) {
      json.beginObject();
      while (json.nextField()) {
        switch (json.field()) {
          case "scrobbles", "list" -> JsonEntries.readEach(json, report, this::add);
          default -> json.skip();
        }
      }
      json.end();
    }
  }

  private void add(JsonInput json) throws IOException {
    Scrobble scrobble = new Scrobble();
    scrobble.read(json);
    if (scrobble.title.isEmpty()) {
      report.leaveOut("without a title");
      return;
    }
    long time = PlayTime.seconds(scrobble.time);
    if (!report.leavesOut(time)) {
      int song = songs.song("", String.join(", ", scrobble.artists), scrobble.title);
      log.add(log.listener(PlayLog.UNNAMED), time, song, scrobble.heard);
      report.read();
    }
  }

  /** The fields of a scrobble, and of its track, which older versions do not tell apart. */
  private static final class Scrobble {

    private final List<String> artists = new ArrayList<>();
    private String time = "";
    private String title = "";

    /** In seconds; -1 if unknown. */
    private int heard = -1;

    void read(JsonInput json) throws IOException {
      json.beginObject();
      while (json.nextField()) {
        switch (json.field()) {
          case "time" -> time = json.scalar();
          case "duration" -> heard = HeardTime.secondsIfAny(json.scalar());
          case "title" -> title = json.scalar();
          case "artists" -> readArtists(json);
          case "track" -> read(json);
          default -> json.skip();
        }
      }
    }

    private void readArtists(JsonInput json) throws IOException {
      if (!json.isArray()) {
        artists.add(json.scalar());
        return;
      }
      json.beginArray();
      while (json.nextElement()) {
        artists.add(json.scalar());
      }
    }
  }
}
