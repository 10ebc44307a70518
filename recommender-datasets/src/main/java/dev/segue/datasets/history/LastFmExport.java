package dev.segue.datasets.history;

import dev.segue.FileFormatException;
import dev.segue.datasets.reading.ChosenFiles;
import dev.segue.datasets.reading.FileKind;
import dev.segue.datasets.reading.InputFile;
import dev.segue.datasets.reading.JsonInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Reads scrobbles as programs save them from the <a
 * href="https://www.last.fm/api/show/user.getRecentTracks">API of Last.fm</a>: pages in JSON. May
 * be used by any number of threads; the histories are immutable.
 *
 * {@snippet class="dev.segue.samples.javadoc.HistoryExamplesTest" region="lastFmExport"}
 *
 * <p>A file is a page ({@code {"recenttracks": {"track": [...]}}} or {@code {"track": [...]}}), an
 * array of pages, or an array of tracks. The reader takes of a track its {@code name}, its {@code
 * artist} (a text, or an object with {@code #text} or {@code name}), its {@code mbid}, and the
 * seconds since 1970 in {@code date.uts}; {@code track} is a name too where it is a text, and
 * {@code timestamp}, {@code uts} or {@code time} a time. The newest play usually comes first, so of
 * two plays at the same time the one further down came first.
 *
 * <p>Plays that share the identifier of the track, or the names of artist and track, are plays of
 * the same song. A song's id is the first identifier or, if it has none, the names separated by a
 * tab. All plays are those of one listener: pages name none that one could rely on.
 *
 * <p>The reader leaves out and counts the track that is playing now, tracks without a time or a
 * name, plays before 1971, and a play of a song in the same second as another, as where pages
 * overlap. It skips and counts what it cannot read. A path may be a file, or a folder or zip
 * archive, of which it reads all exports that end in {@code .json}; other files are left aside, and
 * named in the report. Files may be compressed with gzip.
 */
public final class LastFmExport {

  private final ReadingReport report;
  private final SongResolver songs = new SongResolver();
  private final PlayLog log = new PlayLog();

  private LastFmExport(ReadingReport report) {
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
    ReadingReport report = new ReadingReport("lastfm", path, skippedLimit);
    LastFmExport history = new LastFmExport(report);
    report.files(
        ChosenFiles.readEach(path, FileKind.LASTFM_JSON, history::add, report::warn, ".json"));
    return ListeningHistory.of(history.songs, history.log, history.log.isNewestFirst(), report);
  }

  private void add(InputFile file) throws IOException {
    try (JsonInput json = JsonInput.open(file)) {
      add(json);
      json.end();
    }
  }

  /** Adds what there is in an array, or in an object, which is a page or a track. */
  private void add(JsonInput json) throws IOException {
    if (json.isArray()) {
      JsonEntries.readEach(json, report, this::add);
      return;
    }
    Track track = new Track();
    boolean page = false;
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "recenttracks", "tracks", "scrobbles" -> {
          page = true;
          add(json);
        }
        case "track" -> {
          if (json.isArray() || json.isObject()) {
            page = true;
            add(json);
          } else {
            track.title = json.scalar();
          }
        }
        default -> track.read(json);
      }
    }
    if (!page) {
      add(track, json);
    }
  }

  private void add(Track track, JsonInput json) throws IOException {
    if (track.time.isEmpty()) {
      report.leaveOut(track.playing ? "playing now" : "without a time");
    } else if (track.title.isEmpty()) {
      report.leaveOut("without a title");
    } else {
      try {
        long time = PlayTime.seconds(track.time);
        if (!report.leavesOut(time)) {
          int song = songs.song(track.identifier, track.artist, track.title);
          log.add(log.listener(PlayLog.UNNAMED), time, song);
          report.read();
        }
      } catch (IllegalArgumentException e) {
        report.skip(json.fault(String.valueOf(e.getMessage())));
      }
    }
  }

  /** The fields of a track. */
  private static final class Track {

    private String time = "";
    private String artist = "";
    private String title = "";
    private String identifier = "";
    private boolean playing;

    void read(JsonInput json) throws IOException {
      switch (json.field()) {
        case "name" -> title = json.scalar();
        case "artist" -> artist = textOf(json);
        case "mbid" -> identifier = MissingId.orEmpty(json.scalar());
        case "date" -> time = textOf(json);
        case "timestamp", "uts", "time" -> time = json.scalar();
        case "@attr" -> playing = isPlaying(json);
        default -> json.skip();
      }
    }

    /** The text here, or that in an object: a name, or seconds, which are more exact. */
    private static String textOf(JsonInput json) throws IOException {
      if (!json.isObject()) {
        return json.scalar();
      }
      String text = "";
      String seconds = "";
      json.beginObject();
      while (json.nextField()) {
        switch (json.field()) {
          case "uts" -> seconds = json.scalar();
          case "#text", "name" -> text = json.scalar();
          default -> json.skip();
        }
      }
      return seconds.isEmpty() ? text : seconds;
    }

    private static boolean isPlaying(JsonInput json) throws IOException {
      boolean playing = false;
      if (!json.isObject()) {
        json.skip();
        return false;
      }
      json.beginObject();
      while (json.nextField()) {
        if (json.field().equals("nowplaying")) {
          playing = SkipFlag.isSkipped(json.scalar());
        } else {
          json.skip();
        }
      }
      return playing;
    }
  }
}
