package dev.segue.datasets.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.Song;
import dev.segue.datasets.reading.Packed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvHistoryTest {

  @TempDir Path folder;

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("plays.csv"), text);
  }

  @Test
  void columns_inAnyOrder() throws IOException {
    ListeningHistory history =
        CsvHistory.read(
            write(
                """
                Title,weather,TIME,song,user,artist
                "So What, ""live\""",fine,2020-02-02T12:10:00Z,1,ann,Miles Davis
                Blue,,2020-02-02 12:05:00,2,ann,Joni Mitchell
                Blue,,1580644800,2,bob,Joni Mitchell
                """));

    assertThat(history.catalogue().songs())
        .containsExactly(
            new Song("1", "So What, \"live\"", "Miles Davis", List.of()),
            new Song("2", "Blue", "Joni Mitchell", List.of()));
    assertThat(history.listeners()).containsExactly("ann", "bob");
    SessionDataset sessions = history.sessions(SessionRules.ofDefaults());
    long noon = sessions.start(1).getEpochSecond();
    assertThat(sessions.start(1)).hasToString("2020-02-02T12:00:00Z");
    assertThat(sessions.playlists())
        .containsExactly(
            Playlist.of(1, 0).withTimes("ann", noon + 300, noon + 600),
            Playlist.of(1).withTimes("bob", noon));
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t"})
  void separators(String separator) throws IOException {
    ListeningHistory history =
        CsvHistory.read(
            write("\uFEFFuser,artist,title\r\nann,A,a\r\nann,B,b\r\n".replace(",", separator)));

    assertThat(history.catalogue().songs()).extracting(Song::id).containsExactly("A\ta", "B\tb");
  }

  @Test
  void tabs_quoteNothing() throws IOException {
    assertThat(CsvHistory.read(write("user\ttitle\nann\t\"a\nann\tb\"\n")).catalogue().songs())
        .extracting(Song::title)
        .containsExactly("\"a", "b\"");
  }

  @Test
  void withoutTime_aUserIsASession() throws IOException {
    SessionDataset sessions =
        CsvHistory.read(write("user,song\nann,a\nbob,c\nann,b\n"))
            .sessions(SessionRules.ofDefaults());

    assertThat(sessions.playlists()).containsExactly(Playlist.of(0, 2), Playlist.of(1));
  }

  @Test
  void unreadableRows_areCountedAndReported() throws IOException {
    Path file = write("time,song\n1580644800,a\nsoon,b\n2\n1580644900,\n1580645000,c\n");
    ListeningHistory history = CsvHistory.read(file, 0.6);

    assertThat(history.plays()).isEqualTo(2);
    assertThat(history.report().entries().unreadable()).isEqualTo(3);
    assertThat(history.report().entries().examples())
        .containsExactly(
            file + ":3: time must be like 2009-05-04T23:08:57Z or seconds since 1970, was 'soon'",
            file + ":4: row must have 2 fields, but has 1",
            file + ":5: song or title must not be empty");
  }

  @Test
  void header_withoutSongs() throws IOException {
    Path file = write("user,time\nann,1\n");
    assertThatThrownBy(() -> CsvHistory.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(
            file
                + ":1: there must be a column 'song' or 'title', but the columns are 'user,time';"
                + " --columns title=NAME (CsvOptions) names it, --no-header says that this line is"
                + " a row");
  }

  @Test
  void header_withTwoColumnsForOneThing() throws IOException {
    ListeningHistory history = CsvHistory.read(write("track_id,song_id\n1,2\n"));

    assertThat(history.catalogue().song(0).id()).isEqualTo("2");
    assertThat(history.report().columns()).hasToString("song = 'song_id'; ignored: 'track_id'");
  }

  @Test
  void emptyFile() throws IOException {
    Path file = write("");
    assertThatThrownBy(() -> CsvHistory.read(file))
        .hasMessage(file + ":1: a line of column names was expected, but the file ends here");
  }

  /** One broken byte must not turn all other names into nonsense. */
  @Test
  void otherEncoding() throws IOException {
    byte[] text = "song\na\né\nü\nx\n".getBytes(UTF_8);
    text[text.length - 2] = (byte) 0xE9;
    Path file = Files.write(folder.resolve("l.csv"), text);
    assertThatThrownBy(() -> CsvHistory.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(file + ":")
        .hasMessageEndingWith("the rows after this one must be UTF-8 text, but are not");
  }

  @Test
  void aQuoteThatDoesNotEnd() throws IOException {
    Path file = write("song,title\n1,\"a\n" + "2,b\n".repeat(1 << 19));
    assertThatThrownBy(() -> CsvHistory.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(file + ":1: the rows after this one must be CSV: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"", "\"b", "\"b\n3,c\n4,d\n", "\"b\"\""})
  void aQuoteThatDoesNotEnd_beforeTheFileDoes(String cut) throws IOException {
    Path file = write("song,title\n1,a\n2," + cut);
    assertThatThrownBy(() -> CsvHistory.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(file + ":3: row must end, but a quote in it does not");
  }

  @Test
  void lastRow_likeAnyOther() throws IOException {
    assertThat(CsvHistory.read(write("song\nend\nend\n")).plays()).isEqualTo(2);
    assertThat(CsvHistory.read(write("song\nend\nend")).plays()).isEqualTo(2);
    assertThat(CsvHistory.read(write("song,title\n1,\"a\"")).plays()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0b", "b\0", "\0b\0"})
  void nulByte(String song) throws IOException {
    Path file = write("user\tsong\nann\ta\nann\t" + song + "\n");
    assertThatThrownBy(() -> CsvHistory.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageMatching(".*:[12]: the rows after this one must be UTF-8 text, but are not");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-999999999-01-01T00:00:00+18:00",
        "+10000-01-01T00:00:00Z",
        "9999999999999999999",
        "-99999999999"
      })
  void time_outsideTheYears0To9999(String time) throws IOException {
    Path file = write("time,song\n" + time + ",a\n2020-02-02T12:10:00Z,b\n");
    assertThat(CsvHistory.read(file, 1).report().entries().examples())
        .containsExactly(file + ":2: time must be in the years 0 to 9999, but is not");
  }

  @Test
  void aLineThatDoesNotEnd() throws IOException {
    Path header = Files.writeString(folder.resolve("h.csv"), "song," + "x".repeat(1 << 21));
    Path row = Files.writeString(folder.resolve("r.csv"), "song\n1\n" + "x".repeat(1 << 21));
    Path bomb = Packed.bomb(folder.resolve("bomb.gz"), "song\n1\n");
    assertThatThrownBy(() -> CsvHistory.read(header))
        .hasMessageStartingWith(header + ":1: the rows after this one must be CSV: ");
    assertThatThrownBy(() -> CsvHistory.read(row))
        .hasMessageStartingWith(row + ":2: the rows after this one must be CSV: ");
    assertThatThrownBy(() -> CsvHistory.read(bomb))
        .hasMessage(bomb + ": must unpack to at most 16777216 bytes, but unpacks to more");
  }

  @Test
  void skipped_isNoPlay_butIsTold() throws IOException {
    ListeningHistory history =
        CsvHistory.read(
            write(
                """
                time,title,ms_played,Skipped
                2020-02-02T12:00:00Z,a,200000,false
                2020-02-02T12:03:20Z,b,4999,TRUE
                2020-02-02T12:03:25Z,b,,false
                """));
    Playlist playlist =
        history.sessions(SessionRules.ofDefaults()).playlists().findFirst().orElseThrow();

    assertThat(history.report().columns().used())
        .containsEntry("skipped", "Skipped")
        .containsEntry("heard", "ms_played");
    assertThat(history.report().skips()).isEqualTo(1);
    long noon = playlist.time(0).getEpochSecond();
    assertThat(playlist)
        .isEqualTo(
            Playlist.of(0, 1)
                .withTimes("", noon, noon + 205)
                .withHeard(200, -1)
                .withSkips(
                    List.of(
                        new Playlist.Skip(
                            1,
                            1,
                            Optional.of(Instant.ofEpochSecond(noon + 200)),
                            Optional.of(Duration.ofSeconds(4))))));
  }

  @Test
  void heard_isInSeconds_unlessItsNameSaysMilliseconds() throws IOException {
    assertThat(heard("heard")).contains(Duration.ofSeconds(95));
    assertThat(heard("Seconds Played")).contains(Duration.ofSeconds(95));
    assertThat(heard("stream_duration_ms")).contains(Duration.ZERO);
  }

  private Optional<Duration> heard(String column) throws IOException {
    return CsvHistory.read(write("title,%s\na,95.5\n".formatted(column)))
        .sessions(SessionRules.ofDefaults())
        .playlists()
        .findFirst()
        .orElseThrow()
        .heard(0);
  }

  @Test
  void skipsWithoutTimes_areWhereTheFileHasThem() throws IOException {
    assertThat(
            CsvHistory.read(write("user,song,skip\nann,a,1\nann,a,0\nann,b,yes\nann,b,\nann,a,1\n"))
                .sessions(SessionRules.ofDefaults())
                .playlists())
        .containsExactly(
            Playlist.of(0, 1)
                .withSkips(
                    List.of(
                        new Playlist.Skip(0, 0, Optional.empty(), Optional.empty()),
                        new Playlist.Skip(1, 1, Optional.empty(), Optional.empty()),
                        new Playlist.Skip(0, 2, Optional.empty(), Optional.empty()))));
  }

  @Test
  void columnsThatAreNoFlagsOrNumbers_areIgnored() throws IOException {
    assertThat(
            CsvHistory.read(write("title,skipped,heard\na,17,in the car\nb,0,at home\n"))
                .report()
                .columns()
                .ignored())
        .containsExactly("skipped", "heard");
  }
}
