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
 * Reads listens as <a
 * href="https://listenbrainz.readthedocs.io/en/latest/users/json.html">ListenBrainz</a> exports and
 * dumps them: one JSON object per line; in one array, as it exported them until 2024; or as its API
 * answers ({@code payload}, {@code listens}). May be used by any number of threads; the histories
 * are immutable.
 *
 * {@snippet class="dev.segue.samples.javadoc.HistoryExamplesTest" region="listenBrainz"}
 *
 * <p>The reader takes these fields of a listen: {@code listened_at} or {@code timestamp}, in
 * seconds since 1970; {@code user_name} or, if missing, {@code user_id} (lines with neither belong
 * to one listener); in {@code track_metadata} the fields {@code artist_name} and {@code
 * track_name}, and {@code recording_mbid} of {@code mbid_mapping} or of {@code additional_info},
 * and of the latter {@code duration_played}, the seconds for which a song was heard. A listen is a
 * play: players that send them send no skips.
 *
 * <p>Plays that share the identifier of the recording, or the names of artist and track, are plays
 * of the same song. A song's id is the first identifier or, if it has none, the names separated by
 * a tab.
 *
 * <p>An identifier such as {@code None}, {@code nan}, {@code null}, {@code -1} or a UUID of zeros
 * is missing. The reader leaves out and counts listens without a {@code track_name}, those before
 * 1971, and a play of a song by a user in the same second as another.
 *
 * <p>The reader skips and counts unreadable listens, and ignores empty lines. A path may be a file,
 * or a folder or zip archive, such as the whole export, of which it reads all files of listens that
 * end in {@code .listens}, {@code .jsonl}, {@code .ndjson} or {@code .json}; feedback, pins and
 * other files are left aside, and named in the report. Files may be compressed with gzip.
 */
public final class ListenBrainzHistory {

  private static final int MAX_LINE_BYTES = 1 << 20;
  private static final String[] ENDINGS = {".listens", ".jsonl", ".ndjson", ".json"};

  private final SongResolver songs = new SongResolver();
  private final PlayLog log = new PlayLog();

  private ListenBrainzHistory() {}

  /**
   * Reads files; at most one line in a thousand may be unreadable.
   *
   * @param path a file, a folder or an archive
   * @return the history
   * @throws FileFormatException if a file breaks a rule of the format, or too many lines cannot be
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
   * @param skippedLimit the share of lines that may be unreadable, from 0 to 1; 0.001 by default.
   *     Up to ten may be, if any may and they are fewer than half
   * @return the history
   * @throws FileFormatException if a file breaks a rule of the format, or too many lines cannot be
   *     read; the message names file, line and rule
   * @throws java.nio.file.NoSuchFileException if there is no such file or folder
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException if the limit is outside 0 to 1
   */
  public static ListeningHistory read(Path path, double skippedLimit) throws IOException {
    Objects.requireNonNull(path, "path");
    ReadingReport report = new ReadingReport("listenbrainz", path, skippedLimit);
    ListenBrainzHistory history = new ListenBrainzHistory();
    try (ChosenFiles files = ChosenFiles.of(path, FileKind.LISTENBRAINZ, ENDINGS)) {
      report.files(files.size());
      for (InputFile file : files) {
        switch (files.kind(file)) {
          case LISTENBRAINZ_ARRAY, LISTENBRAINZ_API -> history.addWhole(file, report);
          default -> history.add(file, report);
        }
      }
      files.passedOver().ifPresent(report::warn);
    }
    return ListeningHistory.of(history.songs, history.log, history.log.isNewestFirst(), report);
  }

  private void add(InputFile file, ReadingReport report) throws IOException {
    try (ByteLines lines = ByteLines.open(file, MAX_LINE_BYTES)) {
      while (lines.next()) {
        if (lines.from() < lines.to()) {
          add(file, lines, report);
        }
      }
    }
  }

  private void add(InputFile file, ByteLines lines, ReadingReport report) throws IOException {
    try (JsonInput json =
        JsonInput.ofLine(file, lines.number(), lines.bytes(), lines.from(), lines.to())) {
      Listen listen = new Listen(json);
      json.end();
      add(listen, report);
    } catch (FileFormatException e) {
      report.skip(e);
    } catch (IllegalArgumentException e) {
      report.skip(lines.fault(String.valueOf(e.getMessage())));
    }
  }

  /** Adds the listens of an array, or of an answer of the API. */
  private void addWhole(InputFile file, ReadingReport report) throws IOException {
    try (JsonInput json = JsonInput.open(file)) {
      addListens(json, report);
      json.end();
    }
  }

  private void addListens(JsonInput json, ReadingReport report) throws IOException {
    if (json.isArray()) {
      JsonEntries.readEach(json, report, each -> add(new Listen(each), report));
      return;
    }
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "payload", "listens" -> addListens(json, report);
        default -> json.skip();
      }
    }
  }

  private void add(Listen listen, ReadingReport report) {
    if (listen.time == Listen.NO_TIME) {
      throw new IllegalArgumentException("must have listened_at");
    }
    if (listen.title.isEmpty()) {
      report.leaveOut("without a title");
    } else if (!report.leavesOut(listen.time)) {
      int song = songs.song(listen.identifier, listen.artist, listen.title);
      log.add(log.listener(listen.user), listen.time, song, listen.heard);
      report.read();
    }
  }

  /** The fields of a listen. */
  private static final class Listen {

    static final long NO_TIME = Long.MIN_VALUE;
    private static final long MAX_TIME = 1L << 50;

    private String user = "";
    private long time = NO_TIME;
    private String artist = "";
    private String title = "";
    private String identifier = "";

    /** In seconds; -1 if unknown. */
    private int heard = -1;

    Listen(JsonInput json) throws IOException {
      String userId = "";
      json.beginObject();
      while (json.nextField()) {
        switch (json.field()) {
          case "listened_at", "timestamp" ->
              time = PlayTime.seconds(json.integer(-MAX_TIME, MAX_TIME));
          case "user_name" -> user = MissingId.orEmpty(json.textOrEmpty());
          case "user_id" -> userId = MissingId.orEmpty(json.scalar());
          case "track_metadata" -> readTrack(json);
          default -> json.skip();
        }
      }
      user = user.isEmpty() ? userId : user;
    }

    private void readTrack(JsonInput json) throws IOException {
      String submitted = "";
      json.beginObject();
      while (json.nextField()) {
        switch (json.field()) {
          case "artist_name" -> artist = json.textOrEmpty();
          case "track_name" -> title = json.textOrEmpty();
          case "mbid_mapping" -> identifier = recording(json);
          case "additional_info" -> submitted = recording(json);
          default -> json.skip();
        }
      }
      identifier = identifier.isEmpty() ? submitted : identifier;
    }

    private String recording(JsonInput json) throws IOException {
      String recording = "";
      if (json.isNull()) {
        return recording;
      }
      json.beginObject();
      while (json.nextField()) {
        switch (json.field()) {
          case "recording_mbid" -> recording = MissingId.orEmpty(json.textOrEmpty());
          case "duration_played" -> heard = HeardTime.secondsIfAny(json.scalar());
          default -> json.skip();
        }
      }
      return recording;
    }
  }
}
