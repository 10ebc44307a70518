package dev.segue.datasets.history;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.Song;
import dev.segue.datasets.reading.Packed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the format and its unreadable lines, rule by rule, on short files; and real lines. */
class LastFmHistoryTest {

  private static final String MBID = "89d0d6ef-52d4-92b3-7967-2e37b5c2b842";

  @TempDir Path folder;

  /** A line of listener u whose song began at a minute. */
  private static String line(int minute, String artist, String mbid, String title) {
    return "u\t2009-05-04T12:%02d:00Z\t\t%s\t%s\t%s\n".formatted(minute, artist, mbid, title);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("plays.tsv"), text);
  }

  private static List<String> titles(ListeningHistory history) {
    return history.catalogue().songs().stream().map(Song::title).toList();
  }

  private static List<String> played(ListeningHistory history) {
    SessionDataset sessions = history.sessions(SessionRules.ofDefaults());
    return sessions
        .playlists()
        .flatMapToInt(Playlist::songs)
        .mapToObj(song -> sessions.catalogue().song(song).title())
        .toList();
  }

  @Test
  void plays_areInTheOrderOfTimeThoughTheNewestComesFirst() throws IOException {
    Path file = write(line(9, "A", "", "c") + line(5, "A", "", "b") + line(1, "A", "", "a"));

    assertThat(played(LastFmHistory.read(file))).containsExactly("a", "b", "c");
  }

  @Test
  void playsAtTheSameTime_areInReversedOrderOfTheFile() throws IOException {
    Path file = write(line(5, "A", "", "c") + line(5, "A", "", "b") + line(5, "A", "", "a"));

    assertThat(played(LastFmHistory.read(file))).containsExactly("a", "b", "c");
  }

  @Test
  void songs_withAndWithoutIdentifierAreOne() throws IOException {
    ListeningHistory history =
        LastFmHistory.read(
            write(line(9, "A", "", "a") + line(5, "A", MBID, "a") + line(1, "A", "", "a")));

    assertThat(history.catalogue().songs()).containsExactly(new Song(MBID, "a", "A", List.of()));
  }

  @Test
  void songs_ofOneIdentifierAreOneWhateverTheyAreCalled() throws IOException {
    ListeningHistory history =
        LastFmHistory.read(
            write(
                line(9, "B", "", "b")
                    + line(8, "A", "", "a")
                    + line(5, "A", MBID, "a")
                    + line(1, "B", MBID, "b")
                    + line(0, "C", "", "c")));

    assertThat(history.catalogue().songs())
        .containsExactly(
            new Song(MBID, "b", "B", List.of()), new Song("C\tc", "c", "C", List.of()));
    assertThat(played(history)).containsExactly("c", "b", "b", "b", "b");
  }

  @Test
  void songs_withoutIdentifierAreTheirNames() throws IOException {
    ListeningHistory history =
        LastFmHistory.read(write(line(9, "A b", "", "c") + line(5, "A", "", "b c")));

    assertThat(history.catalogue().songs())
        .extracting(Song::id)
        .containsExactly("A b\tc", "A\tb c");
  }

  @Test
  void quotesAndOtherSigns_areText() throws IOException {
    ListeningHistory history =
        LastFmHistory.read(
            write(line(9, "\"Weird Al\"", "", "\"Eat It") + line(5, "坂本龍一", "", "été, 'x'")));

    assertThat(history.catalogue().songs())
        .extracting(Song::toString)
        .containsExactly("\"Eat It - \"Weird Al\"", "été, 'x' - 坂本龍一");
  }

  @ParameterizedTest
  @CsvSource({
    "'\uFEFF', '\n'",
    "'', '\r\n'",
    "'userid\ttime\tartid\tartname\ttraid\ttraname\n', '\n'"
  })
  void headerByteOrderMarkEmptyLinesAndLineEnds_areNotSkippedLines(String beginning, String end)
      throws IOException {
    String text = line(9, "A", "", "b") + "\n" + line(5, "A", "", "a") + "\n";
    ListeningHistory history = LastFmHistory.read(write(beginning + text.replace("\n", end)));

    assertThat(titles(history)).containsExactly("b", "a");
    assertThat(history.report().entries().unreadable()).isZero();
    assertThat(history.listeners()).containsExactly("u");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon, at 9", "0x", "x0"})
  void firstLine_whoseTimeIsNoneAndNoName_isUnreadable(String time) throws IOException {
    ListeningHistory history =
        LastFmHistory.read(write("u\t%s\t\tA\t\ta\n".formatted(time) + line(5, "A", "", "b")), 0.7);

    assertThat(titles(history)).containsExactly("b");
    assertThat(history.report().entries().unreadable()).isOne();
  }

  @Test
  void unreadableLines_areCountedAndReported() throws IOException {
    Path file =
        write(
            line(9, "A", "", "a")
                + "u\t2009-05-04T12:00:00Z\tonly three\n"
                + "u\tyesterday\t\tA\t\tb\n"
                + "u\t2009-05-04T12:01:00Z\t\tA\t\t\n"
                + line(1, "A", "", "d"));

    ListeningHistory history = LastFmHistory.read(file, 0.7);

    assertThat(titles(history)).containsExactly("a", "d");
    assertThat(history.report().entries().unreadable()).isEqualTo(3);
    assertThat(history.report().entries().examples())
        .containsExactly(
            file + ":2: line must have 6 fields, but has 3",
            file
                + ":3: time must be like 2009-05-04T23:08:57Z or seconds since 1970, was"
                + " 'yesterday'",
            file + ":4: title must not be empty");
  }

  @Test
  void unreadableListener_isNotTheOneBefore() throws IOException {
    String text = line(9, "A", "", "a") + line(8, "A", "", "b").replace('u', 'é').repeat(2);
    Path file = Files.write(folder.resolve("plays.tsv"), text.getBytes(ISO_8859_1));
    ListeningHistory history = LastFmHistory.read(file, 1);

    assertThat(history.listeners()).containsExactly("u");
    assertThat(history.plays()).isEqualTo(1);
    assertThat(history.report().entries().unreadable()).isEqualTo(2);
  }

  @Test
  void unreadableIdentifier_leavesNoSongBehind() throws IOException {
    String text = line(9, "A", "é", "a") + line(8, "A", "", "b");
    Path file = Files.write(folder.resolve("plays.tsv"), text.getBytes(ISO_8859_1));

    assertThat(titles(LastFmHistory.read(file, 1))).containsExactly("b");
  }

  /** Lines of different songs. */
  private static String lines(int count) {
    StringBuilder lines = new StringBuilder();
    for (int song = 0; song < count; song++) {
      lines.append(line(song % 60, "A", "", "song " + song));
    }
    return lines.toString();
  }

  @Test
  void unreadableLines_overTheLimit() throws IOException {
    Path file = write("x\n".repeat(11) + lines(10_988));

    assertThatThrownBy(() -> LastFmHistory.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(
            file
                + ": 11 of 10999 lines could not be read; at most 0.1% may, or 10 if that is less"
                + " than half (see skippedLimit, --skipped-limit); the first: "
                + file
                + ":1: line must have 6 fields, but has 1");
    assertThat(LastFmHistory.read(write("x\n".repeat(11) + lines(10_989))).plays())
        .isEqualTo(10_989);
  }

  @Test
  void unreadableLines_tenOfASmallFile() throws IOException {
    assertThat(LastFmHistory.read(write("x\n".repeat(10) + lines(11))).plays()).isEqualTo(11);
    Path half = write("x\n".repeat(10) + lines(10));
    assertThatThrownBy(() -> LastFmHistory.read(half)).hasMessageContaining("10 of 20 lines");
    Path none = write("x\n" + lines(10));
    assertThatThrownBy(() -> LastFmHistory.read(none, 0))
        .hasMessageContaining(
            "1 of 11 lines could not be read; at most 0% may (see skippedLimit, --skipped-limit)");
  }

  @Test
  void plays_thatAreNone_areLeftOutAndCounted() throws IOException {
    String early = line(9, "A", "", "early").replace("2009", "1970");
    String late = line(9, "A", "", "late").replace("2009", "2013");
    ListeningHistory history =
        LastFmHistory.read(
            write(line(9, "A", "", "a") + early + late + line(9, "A", "", "a").repeat(2)));

    assertThat(titles(history)).containsExactly("a");
    assertThat(history.plays()).isEqualTo(1);
    assertThat(history.report().leftOut())
        .containsExactly(
            entry("before 1971", 1L),
            entry("after June 2009, when the collection was over", 1L),
            entry("read before (same listener, second and song)", 2L));
    assertThat(history.report().entries().count()).isEqualTo(5);
  }

  @Test
  void plays_thatAreAllLeftOut_areAnError() throws IOException {
    Path file = write(lines(3).replace("2009", "2013"));
    assertThatThrownBy(() -> LastFmHistory.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(
            file
                + ": must hold a play, but none of 3 is left; left out: 3 after June 2009, when the"
                + " collection was over");
  }

  @ParameterizedTest
  @ValueSource(strings = {"None", "nan", "NULL", "-1", "00000000-0000-0000-0000-000000000000"})
  void identifiers_thatAreNone(String none) throws IOException {
    ListeningHistory history =
        LastFmHistory.read(write(line(9, "A", none, "a") + line(5, "None", none, "null")));

    assertThat(history.catalogue().songs())
        .extracting(Song::id)
        .containsExactly("A\ta", "None\tnull");
  }

  @Test
  void limit_outsideZeroToOne() throws IOException {
    Path file = write("");
    assertThatThrownBy(() -> LastFmHistory.read(file, -0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("skippedLimit must be in 0..1, was -0.1");
  }

  @Test
  void otherEncodings() throws IOException {
    Path latin =
        Files.write(folder.resolve("latin.tsv"), line(1, "É", "", "a").getBytes(ISO_8859_1));
    Path wide = Files.write(folder.resolve("wide.tsv"), line(1, "É", "", "a").getBytes(UTF_16));

    assertThatThrownBy(() -> LastFmHistory.read(latin))
        .hasMessageEndingWith("latin.tsv:1: must be UTF-8 text, but is not");
    assertThat(LastFmHistory.read(wide).catalogue().song(0).artist()).isEqualTo("É");
  }

  @Test
  void compressedFiles() throws IOException {
    String text = line(9, "A", "", "b") + line(5, "A", "", "a");

    assertThat(titles(LastFmHistory.read(Packed.gzip(folder.resolve("p.tsv.gz"), text))))
        .containsExactly("b", "a");
    assertThat(
            titles(LastFmHistory.read(Packed.zip(folder.resolve("p.zip"), Map.of("p.tsv", text)))))
        .containsExactly("b", "a");
  }

  @Test
  void compressedFile_cutOff() throws IOException {
    Path whole = Packed.gzip(folder.resolve("whole.gz"), line(9, "A", "", "b").repeat(1000));
    byte[] bytes = Files.readAllBytes(whole);
    Path half = Files.write(folder.resolve("half.gz"), Arrays.copyOf(bytes, bytes.length / 2));

    assertThatThrownBy(() -> LastFmHistory.read(half))
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(half + ": compressed data is damaged or cut off: ");
  }

  @Test
  void aLineThatDoesNotEnd() throws IOException {
    Path file = Packed.bomb(folder.resolve("long.gz"), line(9, "A", "", "b"));

    assertThatThrownBy(() -> LastFmHistory.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(file + ":2: line must have at most 1048576 bytes, but has more");
  }

  @Test
  void bomb() throws IOException {
    Path file =
        Packed.gzip(folder.resolve("bomb.gz"), line(9, "A", "", "b".repeat(1000)).repeat(1 << 15));

    assertThatThrownBy(() -> LastFmHistory.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageMatching(".*bomb.gz: must unpack to at most [0-9]+ bytes, but unpacks to more");
  }

  @Test
  void noFile() {
    Path file = folder.resolve("none.tsv");
    assertThatThrownBy(() -> LastFmHistory.read(file))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(file + ": no such file");
  }

  @Test
  void aFileWithoutPlays() throws IOException {
    Path file = write("");
    assertThatThrownBy(() -> LastFmHistory.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(file + ": must hold a play, but holds none");
  }

  @Test
  void realLines_areAllPlays() throws IOException {
    ListeningHistory history = LastFmHistory.read(realLines());

    assertThat(history).hasToString("5000 plays of 1192 songs by 2 listeners");
    assertThat(history.report().entries().unreadable()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"PT800S, 428", "PT20M, 375", "PT30M, 323", "PT60M, 275", "PT8H, 185"})
  void realLines_aLongerPauseBeginsASession(Duration gap, int sessions) throws IOException {
    SessionDataset dataset =
        LastFmHistory.read(realLines()).sessions(SessionRules.ofDefaults().sessionGap(gap));

    assertThat(dataset.size()).isEqualTo(sessions);
    assertThat(dataset.catalogue().size()).isEqualTo(1192);
    assertThat(dataset.playlists().mapToInt(playlist -> playlist.size()).sum()).isEqualTo(5000);
  }

  /** Lines of Last.fm-1K, if available: they may not be distributed with the sources. */
  private static Path realLines() {
    Path file =
        Path.of(
            System.getProperty("segue.shared", "../shared"),
            "data",
            "lastfm1k",
            "userid-timestamp-artid-artname-traid-traname.tsv");
    assumeTrue(Files.isRegularFile(file), () -> "no Last.fm lines in " + file);
    return file;
  }
}
