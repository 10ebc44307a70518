package dev.segue.datasets.history;

import dev.segue.datasets.reading.ByteLines;
import dev.segue.datasets.reading.ByteSearch;
import dev.segue.datasets.reading.FileKind;
import dev.segue.datasets.reading.InputFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reads the listening histories of 992 Last.fm users (Celma, "Music Recommendation and Discovery",
 * 2010, <a href="http://ocelma.net/MusicRecommendationDataset/lastfm-1K.html">Last.fm Dataset - 1K
 * users</a>), and other histories in that format. May be used by any number of threads; the
 * histories are immutable.
 *
 * {@snippet class="dev.segue.samples.javadoc.HistoryExamplesTest" region="lastFm"}
 *
 * <p>The file {@code userid-timestamp-artid-artname-traid-traname.tsv} has a line for each play:
 * user, time in ISO 8601, MusicBrainz identifier of the artist, name of the artist, MusicBrainz
 * identifier of the track, name of the track; separated by tabs without quoting, in UTF-8. The
 * newest play of a user comes first, so of two plays at the same time the one further down came
 * first. Either identifier may be missing. The file may be compressed with gzip or zip, begin with
 * a byte-order mark or a line of column names, and have Windows line ends.
 *
 * <p>Plays that share the identifier of the track, or the names of artist and track, are plays of
 * the same song. A song's id is the first identifier or, if it has none, the names separated by a
 * tab.
 *
 * <p>The reader skips and counts unreadable lines. It leaves out and counts plays before 1971,
 * plays after June 2009, weeks after the data was collected, because they come from wrong clocks,
 * and a play of a song by a user in the same second as another. It ignores empty lines. An
 * identifier such as {@code None}, {@code nan}, {@code null}, {@code -1} or a UUID of zeros is
 * missing.
 */
public final class LastFmHistory {

  private static final int FIELDS = 6;
  private static final int MAX_LINE_BYTES = 1 << 20;
  private static final long COLLECTION_END = Instant.parse("2009-07-01T00:00:00Z").getEpochSecond();
  private static final String AFTER_END = "after June 2009, when the collection was over";

  private final ByteLines lines;
  private final SongResolver songs = new SongResolver();
  private final PlayLog log = new PlayLog();

  /** {@code [fields + 1]}: where each field of the line begins; it ends 1 before the next one. */
  private final int[] fields = new int[FIELDS + 1];

  private byte[] user = new byte[0];
  private int listener;

  private LastFmHistory(ByteLines lines) {
    this.lines = lines;
  }

  /**
   * Reads a file; at most one line in a thousand may be unreadable.
   *
   * @param file the file
   * @return the history, user by user
   * @throws dev.segue.FileFormatException if the file breaks a rule of the format, or too many
   *     lines cannot be read; the message names file, line and rule
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws IOException if the file cannot be read
   */
  public static ListeningHistory read(Path file) throws IOException {
    return read(file, SkippedLines.DEFAULT_LIMIT);
  }

  /**
   * Reads a file.
   *
   * @param file the file
   * @param skippedLimit the share of lines that may be unreadable, from 0 to 1; 0.001 by default.
   *     Up to ten may be, if any may and they are fewer than half
   * @return the history, user by user
   * @throws dev.segue.FileFormatException if the file breaks a rule of the format, or too many
   *     lines cannot be read; the message names file, line and rule
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if the limit is outside 0 to 1
   */
  public static ListeningHistory read(Path file, double skippedLimit) throws IOException {
    Objects.requireNonNull(file, "file");
    ReadingReport report = new ReadingReport("lastfm1k", file, skippedLimit);
    InputFile input = InputFile.single(file);
    FileKind.check(input, FileKind.LASTFM1K);
    try (ByteLines lines = ByteLines.open(input, MAX_LINE_BYTES)) {
      LastFmHistory history = new LastFmHistory(lines);
      while (lines.next()) {
        if (lines.from() < lines.to()) {
          history.add(report);
        }
      }
      return ListeningHistory.of(history.songs, history.log, true, report);
    }
  }

  private void add(ReadingReport report) throws IOException {
    try {
      split();
      if (isHeader()) {
        return;
      }
      long time = PlayTime.seconds(lines.bytes(), fields[1], end(1));
      if (time >= COLLECTION_END) {
        report.leaveOut(AFTER_END);
      } else if (!report.leavesOut(time)) {
        add(time);
        report.read();
      }
    } catch (IllegalArgumentException e) {
      report.skip(lines.fault(String.valueOf(e.getMessage())));
    }
  }

  private void split() {
    int found = 0;
    for (int at = lines.from(); at <= lines.to(); found++) {
      if (found < FIELDS) {
        fields[found] = at;
      }
      at = ByteSearch.indexOf(lines.bytes(), at, lines.to(), '\t') + 1;
    }
    fields[FIELDS] = lines.to() + 1;
    if (found != FIELDS) {
      throw new IllegalArgumentException(
          "line must have %d fields, but has %d".formatted(FIELDS, found));
    }
  }

  /** Recognises the column names that some copies begin with: the time has no digit there. */
  private boolean isHeader() {
    if (lines.number() > 1) {
      return false;
    }
    for (int at = fields[1]; at < end(1); at++) {
      if (lines.bytes()[at] >= '0' && lines.bytes()[at] <= '9') {
        return false;
      }
    }
    return fields[1] < end(1);
  }

  private void add(long time) {
    byte[] bytes = lines.bytes();
    boolean same = !log.isEmpty() && Arrays.equals(user, 0, user.length, bytes, fields[0], end(0));
    String name = same ? "" : SongResolver.text(bytes, fields[0], end(0));
    int identifierEnd = MissingId.is(bytes, fields[4], end(4)) ? fields[4] : end(4);
    int song = songs.song(bytes, fields[4], identifierEnd, fields[3], end(3), fields[5], end(5));
    if (!same) {
      user = Arrays.copyOfRange(bytes, fields[0], end(0));
      listener = log.listener(MissingId.orEmpty(name));
    }
    log.add(listener, time, song);
  }

  private int end(int field) {
    return fields[field + 1] - 1;
  }
}
