package dev.segue.datasets.history;

import dev.segue.FileFormatException;
import dev.segue.datasets.reading.ChosenFiles;
import dev.segue.datasets.reading.FileKind;
import dev.segue.datasets.reading.InputFile;
import dev.segue.datasets.reading.JsonInput;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * Reads the history that <a
 * href="https://support.spotify.com/article/understanding-my-data/">Spotify</a> sends its users on
 * request: the "Extended streaming history" ({@code Streaming_History_Audio_*.json}, or {@code
 * endsong_*.json} in older exports), or the last year of it in the "Account data" ({@code
 * StreamingHistory*.json}). May be used by any number of threads; the histories are immutable.
 *
 * {@snippet class="dev.segue.samples.javadoc.HistoryExamplesTest" region="spotify"}
 *
 * <p>A file is a JSON array of objects. The reader takes these fields: {@code ts}, the time at
 * which the play ended; {@code username}, if present; {@code ms_played}; {@code
 * master_metadata_track_name} and {@code master_metadata_album_artist_name}; {@code
 * spotify_track_uri}; {@code skipped}; {@code reason_end}. A play began {@code ms_played} before it
 * ended.
 *
 * <p>The account data have {@code endTime}, the minute in which the play ended, in UTC; {@code
 * artistName}, {@code trackName} and {@code msPlayed}. There a play begins {@code msPlayed} before
 * that minute, but after the play before it in the file has ended, as far as its own minute allows.
 * Nothing says what was skipped, so short plays are left out. If both histories are there, the
 * extended one is read alone, because they tell the same plays; the report says so.
 *
 * <p>A play that was skipped, or too short to count, is a skip: no play, but the playlists of
 * {@linkplain ListeningHistory#sessions sessions} tell it between their plays ({@link
 * dev.segue.Playlist#skips}). A short one that ended by itself or with the player ({@code
 * trackdone}, {@code trackerror}, {@code logout}, {@code unexpected-exit}) was not skipped, and is
 * left out.
 *
 * <p>The reader leaves out and counts plays without a track name, such as podcast episodes, short
 * plays that nobody skipped, plays before 1971, and a play of a song in the same second as another,
 * as where exports overlap. A URI such as {@code None}, {@code nan} or {@code null} is missing.
 * Plays without {@code username} are those of the only user that others name.
 *
 * <p>Plays that share the URI, or the names of artist and track, are plays of the same song. A
 * song's id is the first URI or, if it has none, the names separated by a tab.
 *
 * <p>The reader skips and counts plays without a readable time. A path may be a file, or a folder
 * or zip archive, such as the whole download, of which it reads all histories that end in {@code
 * .json}; other files are left aside, and named in the report. Files may be compressed with gzip.
 */
public final class SpotifyHistory {

  /** How long a song must have been played to count, unless set: 30 seconds. */
  public static final Duration MIN_PLAYED = Duration.ofSeconds(30);

  private static final long MAX_MILLIS_PLAYED = Duration.ofDays(365).toMillis();

  /** Reasons for the end of a song that are no skips. */
  private static final Set<String> OVER = Set.of("trackdone", "trackerror", "logout");

  private final SongResolver songs = new SongResolver();
  private final PlayLog log = new PlayLog();
  private final long minPlayed;
  private final String tooShort;
  private final boolean keepSkipped;

  private SpotifyHistory(Duration minPlayed, boolean keepSkipped) {
    if (minPlayed.isNegative()) {
      throw new IllegalArgumentException("minPlayed must be >= 0, was " + minPlayed);
    }
    this.minPlayed = minPlayed.toMillis();
    this.tooShort =
        "shorter than %s s"
            .formatted(
                BigDecimal.valueOf(minPlayed.toMillis(), 3).stripTrailingZeros().toPlainString());
    this.keepSkipped = keepSkipped;
  }

  /**
   * Reads plays of at least 30 seconds that were not skipped; the others are skips.
   *
   * @param path a file, a folder or an archive
   * @return the history
   * @throws FileFormatException if a file breaks a rule of the format, or more than one play in a
   *     thousand cannot be read; the message names file, line and rule
   * @throws java.nio.file.NoSuchFileException if there is no such file or folder
   * @throws IOException if a file cannot be read
   */
  public static ListeningHistory read(Path path) throws IOException {
    return read(path, MIN_PLAYED, false, SkippedLines.DEFAULT_LIMIT);
  }

  /**
   * Reads plays.
   *
   * @param path a file, a folder or an archive
   * @param minPlayed how long a song must have been played to count, 0 or more; 30 seconds by
   *     default
   * @param keepSkipped whether songs that the listener heard for so long, and ended by skipping to
   *     another, are plays; false by default
   * @param skippedLimit the share of plays that may be unreadable, from 0 to 1; 0.001 by default.
   *     Up to ten may be, if any may and they are fewer than half
   * @return the history
   * @throws FileFormatException if a file breaks a rule of the format, or too many plays cannot be
   *     read; the message names file, line and rule
   * @throws java.nio.file.NoSuchFileException if there is no such file or folder
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException if {@code minPlayed} is negative, or the limit is outside 0 to
   *     1
   */
  public static ListeningHistory read(
      Path path, Duration minPlayed, boolean keepSkipped, double skippedLimit) throws IOException {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(minPlayed, "minPlayed");
    ReadingReport report = new ReadingReport("spotify", path, skippedLimit);
    SpotifyHistory history = new SpotifyHistory(minPlayed, keepSkipped);
    try (ChosenFiles files = ChosenFiles.of(path, FileKind.SPOTIFY, ".json")) {
      int twice = files.prefer(FileKind.SPOTIFY, FileKind.SPOTIFY_ACCOUNT);
      if (twice > 0) {
        report.warn(
            "left aside the history of the account data (%d files), since the extended one has its"
                    .formatted(twice)
                + " plays to the second: read it alone if it is newer");
      }
      report.files(files.size());
      for (InputFile file : files) {
        history.add(file, report);
      }
      files.passedOver().ifPresent(report::warn);
    }
    history.log.joinUnnamed(); // newer exports, all of one listener, no longer name them
    return ListeningHistory.of(history.songs, history.log, history.log.isNewestFirst(), report);
  }

  private void add(InputFile file, ReadingReport report) throws IOException {
    try (JsonInput json = JsonInput.open(file)) {
      MinuteClock clock = new MinuteClock();
      json.beginArray();
      for (long number = 1; json.nextElement(); number++) {
        add(new Stream(json), clock, json, report);
        json.lastComplete("play " + number);
      }
      json.end();
    }
  }

  private void add(Stream stream, MinuteClock clock, JsonInput json, ReadingReport report)
      throws IOException {
    if (stream.title.isEmpty()) {
      report.leaveOut("without a title, such as podcasts");
      return;
    }
    try {
      add(stream, stream.began(clock), report);
    } catch (IllegalArgumentException e) {
      report.skip(json.fault(String.valueOf(e.getMessage())));
    }
  }

  private void add(Stream stream, long began, ReadingReport report) {
    boolean isShort = stream.millisPlayed < minPlayed;
    boolean skipped = isShort ? stream.wasCutShort() : stream.skipped && !keepSkipped;
    if (isShort && !skipped) {
      report.leaveOut(tooShort);
      return;
    }
    if (!report.leavesOut(began)) {
      int song = songs.song(stream.uri, stream.artist, stream.title);
      int seconds = (int) (stream.millisPlayed / 1000);
      if (skipped) {
        log.skip(log.listener(stream.user), began, song, seconds);
        report.readSkip();
      } else {
        log.add(log.listener(stream.user), began, song, seconds);
        report.read();
      }
    }
  }

  /** The fields of an object. */
  private static final class Stream {

    private String user = "";
    private String ended = "";
    private boolean toTheMinute;
    private long millisPlayed;
    private String artist = "";
    private String title = "";
    private String uri = "";
    private boolean skipped;
    private String endedBy = "";

    Stream(JsonInput json) throws IOException {
      json.beginObject();
      while (json.nextField()) {
        switch (json.field()) {
          case "ts" -> ended = json.textOrEmpty();
          case "endTime" -> {
            ended = json.textOrEmpty();
            toTheMinute = true;
          }
          case "username" -> user = MissingId.orEmpty(json.textOrEmpty());
          case "ms_played", "msPlayed" -> millisPlayed = json.integer(0, MAX_MILLIS_PLAYED);
          case "master_metadata_track_name", "trackName" -> title = json.textOrEmpty();
          case "master_metadata_album_artist_name", "artistName" -> artist = json.textOrEmpty();
          case "spotify_track_uri" -> uri = MissingId.orEmpty(json.textOrEmpty());
          case "skipped" -> skipped = SkipFlag.isSkipped(json.scalar());
          case "reason_end" -> endedBy = json.textOrEmpty();
          default -> json.skip();
        }
      }
    }

    long began(MinuteClock clock) {
      long end = PlayTime.seconds(ended);
      long seconds = millisPlayed / 1000;
      return toTheMinute ? clock.began(end, seconds) : end - seconds;
    }

    /** Whether the listener ended a short play, if the export says why it ended. */
    boolean wasCutShort() {
      return endedBy.isEmpty()
          ? skipped
          : !OVER.contains(endedBy) && !endedBy.startsWith("unexpected-exit");
    }
  }
}
