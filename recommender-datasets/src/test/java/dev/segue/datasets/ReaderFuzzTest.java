package dev.segue.datasets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.segue.DatasetReport;
import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.SplitStatistics;
import dev.segue.datasets.history.CsvColumn;
import dev.segue.datasets.history.CsvHistory;
import dev.segue.datasets.history.CsvOptions;
import dev.segue.datasets.history.LastFmExport;
import dev.segue.datasets.history.LastFmHistory;
import dev.segue.datasets.history.ListenBrainzHistory;
import dev.segue.datasets.history.ListeningHistory;
import dev.segue.datasets.history.MalojaHistory;
import dev.segue.datasets.history.PanoHistory;
import dev.segue.datasets.history.RockboxHistory;
import dev.segue.datasets.history.SessionDataset;
import dev.segue.datasets.history.SessionRules;
import dev.segue.datasets.history.SpotifyHistory;
import dev.segue.datasets.history.YouTubeHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Feeds each reader arbitrary files: it returns a complete result, or reports the fault of the
 * file. As an ordinary test it reads the files in {@code ReaderFuzzTestInputs}: valid ones, and
 * those that once caused trouble. With {@code -Pfuzz}, Jazzer generates files, for one reader per
 * run.
 */
@Timeout(60)
class ReaderFuzzTest {

  /** The length of a message that a person can still read. */
  private static final int LONGEST_MESSAGE = 2_000;

  @TempDir static Path folder;

  private interface Reader<T> {
    T read(Path file) throws IOException;
  }

  @FuzzTest(maxDuration = "10m")
  void yes(byte[] bytes) throws IOException {
    Optional<PlaylistDataset> dataset = read(YesDataset::read, "alone/train.txt", bytes);
    if (dataset.isPresent()) {
      checkWritten(dataset.get());
    }
  }

  /** The files beside a dataset of three songs, separated by form feeds. */
  @FuzzTest(maxDuration = "10m")
  void yesSongs(byte[] bytes) throws IOException {
    byte[][] files = split(bytes, '\f');
    String[] names = {YesSongs.NAMES_FILE, YesSongs.TAGS_FILE, YesSongs.TAG_NAMES_FILE};
    Path beside = Files.createDirectories(folder.resolve("songs"));
    Path playlists = Files.writeString(beside.resolve("train.txt"), "a b c\n1 1 1\n0 1 2\n");
    for (int number = 0; number < names.length; number++) {
      Files.deleteIfExists(beside.resolve(names[number]));
      if (number < files.length) {
        Files.write(beside.resolve(names[number]), files[number]);
      }
    }
    Optional<PlaylistDataset> dataset = read(YesDataset::read, playlists, beside.toString());
    if (dataset.isPresent()) {
      assertThat(dataset.get().catalogue().songs())
          .extracting(Song::id)
          .containsExactly("a", "b", "c");
      checkWritten(dataset.get());
    }
  }

  @FuzzTest(maxDuration = "10m")
  void mpd(byte[] bytes) throws IOException {
    checkWhole(MpdDataset::read, "slice.json", bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void jspf(byte[] bytes) throws IOException {
    checkWhole(JspfDataset::read, "list.jspf", bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void xspf(byte[] bytes) throws IOException {
    checkWhole(XspfDataset::read, "list.xspf", bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void m3u(byte[] bytes) throws IOException {
    Optional<PlaylistDataset> utf8 = read(M3uDataset::read, "list.m3u8", bytes);
    Optional<PlaylistDataset> any = read(M3uDataset::read, "list.m3u", bytes);
    if (utf8.isPresent()) {
      checkSame(any.orElseThrow(), utf8.get());
    }
    if (any.isPresent()) {
      checkWritten(any.get());
      checkWrittenInM3u(any.get());
    }
  }

  @FuzzTest(maxDuration = "10m")
  void lastFm(byte[] bytes) throws IOException {
    Optional<ListeningHistory> history =
        read(file -> LastFmHistory.read(file, 1), "plays.tsv", bytes);
    if (history.isPresent()) {
      check(history.get());
      assertThat(lines(bytes) - entries(history.get()))
          .as("lines that were neither read nor skipped: a header")
          .isIn(0L, 1L);
    }
  }

  @FuzzTest(maxDuration = "10m")
  void listenBrainz(byte[] bytes) throws IOException {
    Optional<ListeningHistory> history =
        read(file -> ListenBrainzHistory.read(file, 1), "1.listens", bytes);
    if (history.isPresent()) {
      check(history.get());
      assertThat(entries(history.get())).isLessThan(bytes.length);
    }
  }

  @FuzzTest(maxDuration = "10m")
  void spotify(byte[] bytes) throws IOException {
    Reader<ListeningHistory> reader = file -> SpotifyHistory.read(file, Duration.ZERO, true, 1);
    Optional<ListeningHistory> history = read(reader, "plays.json", bytes);
    if (history.isPresent()) {
      check(history.get());
      assertThat(read(reader, "plays.json", withoutEnd(bytes))).as("cut off").isEmpty();
    }
  }

  @FuzzTest(maxDuration = "10m")
  void spotifyPlaylists(byte[] bytes) throws IOException {
    checkWhole(SpotifyPlaylists::read, "Playlist1.json", bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void youTube(byte[] bytes) throws IOException {
    checkWholeHistory(file -> YouTubeHistory.read(file, 1), "watch-history.json", bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void lastFmExport(byte[] bytes) throws IOException {
    checkWholeHistory(file -> LastFmExport.read(file, 1), "recent.json", bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void maloja(byte[] bytes) throws IOException {
    checkWholeHistory(file -> MalojaHistory.read(file, 1), "maloja.json", bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void pano(byte[] bytes) throws IOException {
    Optional<ListeningHistory> history =
        read(file -> PanoHistory.read(file, 1), "pano.jsonl", bytes);
    if (history.isPresent()) {
      check(history.get());
      assertThat(entries(history.get())).isLessThanOrEqualTo(lines(bytes));
    }
  }

  @FuzzTest(maxDuration = "10m")
  void rockbox(byte[] bytes) throws IOException {
    ZoneId zone = ZoneId.of("Europe/Berlin");
    Optional<ListeningHistory> history =
        read(file -> RockboxHistory.read(file, zone, 1), "scrobbler.log", bytes);
    if (history.isPresent()) {
      check(history.get());
      assertThat(entries(history.get())).isLessThanOrEqualTo(lines(bytes));
    }
  }

  @FuzzTest(maxDuration = "10m")
  void itunes(byte[] bytes) throws IOException {
    checkWhole(ITunesLibrary::read, "Library.xml", bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void wpl(byte[] bytes) throws IOException {
    checkWhole(WplDataset::read, "list.wpl", bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void pls(byte[] bytes) throws IOException {
    Optional<PlaylistDataset> dataset = read(PlsDataset::read, "list.pls", bytes);
    if (dataset.isPresent()) {
      checkWritten(dataset.get());
    }
  }

  @FuzzTest(maxDuration = "10m")
  void csv(byte[] bytes) throws IOException {
    Optional<ListeningHistory> history = read(file -> CsvHistory.read(file, 1), "plays.csv", bytes);
    if (history.isPresent()) {
      check(history.get());
      assertThat(entries(history.get())).isLessThan(bytes.length);
    }
  }

  /** A table whose columns are known by their numbers, with local times. */
  @FuzzTest(maxDuration = "10m")
  void csvWithoutNames(byte[] bytes) throws IOException {
    CsvOptions options =
        CsvOptions.ofDefaults()
            .withoutHeader()
            .column(CsvColumn.TIME, "1")
            .column(CsvColumn.TITLE, "2")
            .zone(ZoneId.of("Europe/Berlin"))
            .skippedLimit(1);
    Optional<ListeningHistory> history =
        read(file -> CsvHistory.read(file, options), "plays.csv", bytes);
    if (history.isPresent()) {
      check(history.get());
    }
  }

  /** A file that may be a zip archive, or compressed with gzip. */
  @FuzzTest(maxDuration = "10m")
  void packed(byte[] bytes) throws IOException {
    Optional<PlaylistDataset> dataset = read(M3uDataset::read, "packed", bytes);
    if (dataset.isPresent()) {
      checkWritten(dataset.get());
    }
    Optional<ListeningHistory> history = read(file -> LastFmHistory.read(file, 1), "packed", bytes);
    if (history.isPresent()) {
      check(history.get());
    }
  }

  /** Returns what a reader makes of a file; empty if it refuses the file and says which and why. */
  private static <T> Optional<T> read(Reader<T> reader, String name, byte[] bytes)
      throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
    return read(reader, file, file + ":");
  }

  private static <T> Optional<T> read(Reader<T> reader, Path file, String begin)
      throws IOException {
    try {
      return Optional.of(reader.read(file));
    } catch (FileFormatException e) {
      assertThat(e.getMessage())
          .startsWith(begin)
          .hasSizeBetween(begin.length() + 2, begin.length() + LONGEST_MESSAGE);
      return Optional.empty();
    }
  }

  /** Checks a format with an explicit end: a file without it must be refused. */
  private static void checkWhole(Reader<PlaylistDataset> reader, String name, byte[] bytes)
      throws IOException {
    Optional<PlaylistDataset> dataset = read(reader, name, bytes);
    if (dataset.isPresent()) {
      checkWritten(dataset.get());
      assertThat(read(reader, name, withoutEnd(bytes))).as("cut off").isEmpty();
    }
  }

  /** The same for a history. */
  private static void checkWholeHistory(Reader<ListeningHistory> reader, String name, byte[] bytes)
      throws IOException {
    Optional<ListeningHistory> history = read(reader, name, bytes);
    if (history.isPresent()) {
      check(history.get());
      assertThat(entries(history.get())).isLessThan(bytes.length);
      assertThat(read(reader, name, withoutEnd(bytes))).as("cut off").isEmpty();
    }
  }

  /** Checks that a dataset is unchanged after it is written and read again. */
  private static void checkWritten(PlaylistDataset dataset) throws IOException {
    List<Playlist> playlists = dataset.playlists().toList();
    assertThat(dataset.statistics().playlists()).isEqualTo(playlists.size());
    Path file = Files.createDirectories(folder.resolve("written")).resolve("all.txt");
    try {
      YesDataset.write(dataset, file);
    } catch (IllegalArgumentException e) {
      assertThat(Math.min(dataset.catalogue().size(), playlists.size())).isZero();
      return;
    }
    checkSame(YesDataset.read(file), dataset);
  }

  private static void checkWrittenInM3u(PlaylistDataset dataset) throws IOException {
    Playlist playlist = dataset.playlists().findFirst().orElseThrow();
    List<Song> songs = playlist.songs().mapToObj(dataset.catalogue()::song).toList();
    Path file = folder.resolve("written.m3u8");
    M3uDataset.write(songs, file);
    PlaylistDataset again = M3uDataset.read(file);
    assertThat(again.playlists().findFirst().orElseThrow().songs())
        .extracting(song -> again.catalogue().song(song).id())
        .isEqualTo(songs.stream().map(Song::id).toList());
  }

  private static void checkSame(PlaylistDataset actual, PlaylistDataset expected) {
    assertThat(actual.catalogue().songs()).isEqualTo(expected.catalogue().songs());
    assertThat(actual.playlists().toList()).isEqualTo(expected.playlists().toList());
  }

  /**
   * Checks that all plays are in sessions, all songs were played, and all listeners played songs,
   * or skipped some.
   */
  private static void check(ListeningHistory history) {
    SessionDataset sessions = history.sessions(SessionRules.ofDefaults());
    assertThat(sessions.playlists().mapToInt(Playlist::size).sum()).isEqualTo(history.plays());
    assertThat(sessions.catalogue().songs()).isEqualTo(history.catalogue().songs());
    assertThat(sessions.statistics().playlists()).isEqualTo(sessions.size());
    for (int session = 0; session < sessions.size(); session++) {
      assertThat(sessions.start(session)).isBeforeOrEqualTo(sessions.end(session));
    }
    List<String> played =
        IntStream.range(0, sessions.size()).mapToObj(sessions::listener).distinct().toList();
    assertThat(history.listeners()).containsSubsequence(played);
    if (history.report().skips() == 0
        && history.report().leftOut().keySet().stream().noneMatch(each -> each.contains("skip"))) {
      assertThat(played).hasSameSizeAs(history.listeners());
    }
    if (sessions.report().orElseThrow().listening().orElseThrow().first().isPresent()) {
      SplitStatistics split =
          sessions.splitLast(Duration.ofDays(7), Duration.ofDays(7)).statistics();
      assertThat(split.training().targets() + split.validation().targets() + split.test().targets())
          .isEqualTo(sessions.statistics().transitions());
    } else {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> sessions.splitLast(Duration.ofDays(7), Duration.ofDays(7)));
    }
    DatasetReport.Entries entries = history.report().entries();
    assertThat((long) entries.examples().size()).isEqualTo(Math.min(5, entries.unreadable()));
  }

  /** Counts what became a play, was left out or could not be read. */
  private static long entries(ListeningHistory history) {
    DatasetReport report = history.report();
    long leftOut = report.leftOut().values().stream().mapToLong(Long::longValue).sum();
    long entries = history.plays() + report.skips() + leftOut + report.entries().unreadable();
    assertThat(report.entries().count()).isEqualTo(entries);
    return entries;
  }

  /** Counts the lines that are not empty; a carriage return alone does not end a line. */
  private static long lines(byte[] bytes) {
    String text = new String(bytes, ISO_8859_1).replaceFirst("^\u00EF\u00BB\u00BF", "");
    return Arrays.stream(text.split("\n")).filter(line -> !line.matches("\r?")).count();
  }

  /** Returns everything before the last byte that is not space. */
  private static byte[] withoutEnd(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && " \t\r\n".indexOf(bytes[end - 1]) >= 0) {
      end--;
    }
    return Arrays.copyOf(bytes, Math.max(0, end - 1));
  }

  private static byte[][] split(byte[] bytes, char separator) {
    return Arrays.stream(new String(bytes, ISO_8859_1).split(String.valueOf(separator), -1))
        .map(each -> each.getBytes(ISO_8859_1))
        .toArray(byte[][]::new);
  }
}
