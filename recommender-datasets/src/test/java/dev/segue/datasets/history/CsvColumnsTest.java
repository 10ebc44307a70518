package dev.segue.datasets.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.segue.FileFormatException;
import dev.segue.Song;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the columns of a table say is decided by their names and values as a whole. */
class CsvColumnsTest {

  private static final CsvOptions DEFAULTS = CsvOptions.ofDefaults();

  @TempDir Path folder;

  private ListeningHistory read(String header, String... rows) throws IOException {
    return read(DEFAULTS, header, rows);
  }

  private ListeningHistory read(CsvOptions options, String header, String... rows)
      throws IOException {
    return CsvHistory.read(write(header, rows), options);
  }

  private Path write(String header, String... rows) throws IOException {
    return Files.writeString(
        folder.resolve("plays.csv"), header + "\n" + String.join("\n", rows) + "\n");
  }

  private static String used(ListeningHistory history) {
    return history.report().columns().toString();
  }

  private static List<String> ids(ListeningHistory history) {
    return history.catalogue().songs().stream().map(Song::id).toList();
  }

  private static int sessions(ListeningHistory history) {
    return history.sessions(SessionRules.ofDefaults()).size();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Played At",
        "uts",
        "LISTENED_AT",
        "ts",
        "DateTime",
        "when",
        "\"time\"",
        "utc time"
      })
  void time_underOtherNames(String name) throws IOException {
    ListeningHistory history = read("artist,title," + name, "A,a,2020-01-01T00:00:00Z");

    assertThat(history.report().columns().used()).containsEntry("time", name.replace("\"", ""));
    assertThat(history.report().listening().orElseThrow().first()).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"04:26,3:05:10", "200000,187000", "245,187", "3m 20s,PT4M", "1,2", "19:00,19:04"})
  void time_thatIsADurationOrPosition_isNone(String one, String other) throws IOException {
    ListeningHistory history = read("time,user,artist,title", one + ",u,A,a", other + ",u,A,b");

    assertThat(history.plays()).isEqualTo(2);
    assertThat(used(history))
        .isEqualTo("user = 'user', artist = 'artist', title = 'title'; ignored: 'time'");
    assertThat(history.report().warnings())
        .containsExactly(
            "column 'time' holds durations or numbers such as '"
                + one
                + "', not times of plays,"
                + " and is ignored",
            "plays have no times, so each listener's are one session, in the order of the file:"
                + " --columns time=NAME (CsvOptions) names the column of times");
  }

  @Test
  void columns_emptyThroughout_areAbsent() throws IOException {
    ListeningHistory history =
        read("user,time,song,artist,title", ",,,A,a", "nan,None,NULL,A,b", "-1,,undefined,A,a");

    assertThat(ids(history)).containsExactly("A\ta", "A\tb");
    assertThat(history.listeners()).containsExactly("");
    assertThat(used(history))
        .isEqualTo("artist = 'artist', title = 'title'; ignored: 'user', 'time', 'song'");
  }

  @Test
  void columns_ofSongsThatAreEmpty() throws IOException {
    Path file = write("user,song", "u,None", "u,");
    assertThatThrownBy(() -> CsvHistory.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(
            file
                + ":1: a column 'song' or 'title' must have values, but all are empty; the columns"
                + " are 'user,song'");
  }

  @Test
  void columns_emptyInTheSample_mayNotFillLater() throws IOException {
    String[] rows =
        IntStream.range(0, 1_001)
            .mapToObj(row -> (row < 1_000 ? "" : "ann") + ",A,song " + row)
            .toArray(String[]::new);
    Path file = write("user,artist,title", rows);

    assertThatThrownBy(() -> CsvHistory.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(
            file
                + ":1002: column 'user' held no user in the first 1000 rows, but here it is 'ann';"
                + " --columns user=user reads it, --columns user= reads none");
    assertThat(CsvHistory.read(file, DEFAULTS.without(CsvColumn.USER)).listeners())
        .containsExactly("");
    assertThat(CsvHistory.read(file, DEFAULTS.column(CsvColumn.USER, "user")).listeners())
        .containsExactly("", "ann");
  }

  @Test
  void times_thatWereNoneInTheSample_mayNotComeLater() throws IOException {
    String[] rows =
        IntStream.range(0, 1_001)
            .mapToObj(row -> (row < 1_000 ? "0" : "2020-01-01T00:00:00Z") + ",song " + row)
            .toArray(String[]::new);
    Path file = write("time,song", rows);

    assertThatThrownBy(() -> CsvHistory.read(file))
        .hasMessageContaining(":1002: column 'time' held no time in the first 1000 rows")
        .hasMessageContaining("--columns time=time reads it");
    ListeningHistory history = CsvHistory.read(file, DEFAULTS.column(CsvColumn.TIME, "time"));
    assertThat(history.plays()).isEqualTo(1);
    assertThat(history.report().leftOut()).containsExactly(entry("before 1971", 1_000L));
  }

  @Test
  void times_ofWhichMostAreNone_areAnError() throws IOException {
    Path file = write("time,song", "0,a", "0,b", "1580644800,c");

    assertThatThrownBy(() -> CsvHistory.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(
            file
                + ":1: column 'time' must hold times like 2009-05-04T23:08:57Z or seconds since 1970,"
                + " but 2 of the first 3 values are none, such as '0'; --time-format says how they are"
                + " written, --columns time=time reads the others, --columns time= reads no times");
    assertThat(CsvHistory.read(file, DEFAULTS.column(CsvColumn.TIME, "time")).plays()).isEqualTo(1);
    assertThat(CsvHistory.read(file, DEFAULTS.without(CsvColumn.TIME)).plays()).isEqualTo(3);
  }

  @Test
  void times_ofWhichFewAreNone_areLeftOutAndCounted() throws IOException {
    ListeningHistory history =
        read("time,song", "0,a", ",b", "1580644800,c", "1580644900,d", "1580645000,d");

    assertThat(history.plays()).isEqualTo(3);
    assertThat(history.report().leftOut())
        .containsExactly(entry("before 1971", 1L), entry("without a time", 1L));
  }

  @Test
  void columns_thatLookLikeTimes_areTold() throws IOException {
    ListeningHistory history =
        read("user,gehört am,song", "u,2020-01-01 10:00,a", "u,2020-01-02 10:00,b");

    assertThat(history.report().warnings())
        .first()
        .isEqualTo(
            "column 'gehört am' looks like times of plays, but is ignored: --columns time=\"gehört"
                + " am\" takes it for them");
    assertThat(
            sessions(
                read(
                    DEFAULTS.column(CsvColumn.TIME, "Gehört_am"),
                    "user,gehört am,song",
                    "u,2020-01-01 10:00,a",
                    "u,2020-01-02 10:00,b")))
        .isEqualTo(2);
  }

  @Test
  void namedColumn_thatIsNotThere() throws IOException {
    Path file = write("user,song", "u,a");
    assertThatThrownBy(() -> CsvHistory.read(file, DEFAULTS.column(CsvColumn.TIME, "when")))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(
            file
                + ":1: there must be the column 'when' that --columns time names, but the columns are"
                + " 'user,song'");
  }

  @Test
  void id_thatNumbersTheRows_isNone() throws IOException {
    ListeningHistory history = read("id,artist,title", "1,A,a", "2,A,b", "3,A,a", "4,B,a");

    assertThat(ids(history)).containsExactly("A\ta", "A\tb", "B\ta");
    assertThat(history.report().warnings())
        .first()
        .isEqualTo(
            "column 'id' numbers the rows, so songs are known by artist and title: --columns song=id"
                + " takes it for their ids all the same");
    assertThat(ids(read(DEFAULTS.column(CsvColumn.SONG, "id"), "id,title", "1,a", "2,b")))
        .containsExactly("1", "2");
  }

  /** Whatever else the numbers are, such as those of a catalogue, they may be ids. */
  @ParameterizedTest
  @CsvSource({
    "1 2 3 4, false",
    "4 3 2 1, false",
    "17 18 19 20, false",
    "1 2 3 5, true",
    "2 2 3 4, true",
    "2 4 6 8, true",
    "1 2 3 x4, true"
  })
  void id_isNotTheNumberOfTheRow(String ids, boolean used) throws IOException {
    String[] id = ids.split(" ", -1);
    ListeningHistory history =
        read("id,artist,title", id[0] + ",A,a", id[1] + ",A,b", id[2] + ",A,c", id[3] + ",A,d");

    assertThat(ids(history).get(0)).isEqualTo(used ? id[0] : "A\ta");
  }

  @ParameterizedTest
  @CsvSource({
    "x1 x7 x9 y2, differs in each row",
    "17 17 17 17, is the same for different songs",
    "x1 '' '' '', is empty in most rows",
  })
  void id_thatIsNotOfSongs_isNone(String ids, String reason) throws IOException {
    String[] id = ids.replace("'", "").split(" ", -1);
    ListeningHistory history =
        read(
            "track_id,artist,title",
            id[0] + ",A,a",
            id[1] + ",A,b",
            id[2] + ",A,a",
            id[3] + ",A,b");

    assertThat(ids(history)).containsExactly("A\ta", "A\tb");
    assertThat(history.report().warnings()).first().asString().contains(reason);
  }

  @Test
  void id_ofSongs_isTaken() throws IOException {
    assertThat(ids(read("user,song,artist,title", "u,7,A,a", "u,9,B,b", "v,7,A,a")))
        .containsExactly("7", "9");
    assertThat(ids(read("Song,Artist", "spotify:track:1,A", "spotify:track:2,A")))
        .containsExactly("spotify:track:1", "spotify:track:2");
    assertThat(ids(read("track,title", "1,a", "2,b")))
        .as("positions")
        .containsExactly("\ta", "\tb");
  }

  @ParameterizedTest
  @ValueSource(strings = {"None", "nan", "NaN", "null", "-1", "N/A", "spotify:track:None", ""})
  void id_thatIsMissing_isTheNames(String none) throws IOException {
    ListeningHistory history =
        read("track_id\tartist\ttitle", "x1\tA\ta", "x2\tB\tb", none + "\tC\tNone");

    assertThat(ids(history)).containsExactly("x1", "x2", "C\tNone");
  }

  @Test
  void playlists_areSessionsInTheOrderOfTheFile() throws IOException {
    ListeningHistory history =
        read(
            "user,Playlist Name,Added At,artist,title",
            "u,one,2023-01-05T10:00:00Z,A,b",
            "u,one,2020-01-05T10:00:00Z,A,a",
            "v,one,2020-01-05T10:00:00Z,A,c",
            "v,,2020-01-05T10:00:00Z,A,c");

    assertThat(history.listeners()).containsExactly("u / one", "v / one");
    assertThat(sessions(history)).isEqualTo(2);
    assertThat(ids(history)).containsExactly("A\tb", "A\ta", "A\tc");
    assertThat(history.report().leftOut()).containsExactly(entry("without a playlist", 1L));
  }

  @Test
  void playlist_ofALog_isIgnored() throws IOException {
    String[] rows = {"u,2020-01-01T10:00:00Z,one,a", "u,2020-01-01T10:04:00Z,two,b"};
    ListeningHistory history = read("user,time,playlist,song", rows);

    assertThat(sessions(history)).isEqualTo(1);
    assertThat(history.report().warnings())
        .containsExactly(
            "column 'playlist' is ignored, since plays have times: --columns playlist=playlist makes"
                + " each playlist a session of its own, in the order of the file");
    assertThat(
            sessions(
                read(
                    DEFAULTS.column(CsvColumn.PLAYLIST, "playlist"),
                    "user,time,playlist,song",
                    rows)))
        .isEqualTo(2);
  }

  @Test
  void playsThatNameNoListener_areTold() throws IOException {
    ListeningHistory history =
        read("user,time,song", "u,1580644800,a", "-1,1580644900,b", "None,1580645000,c");

    assertThat(history.listeners()).containsExactly("u", "");
    assertThat(history.report().warnings())
        .containsExactly(
            "2 plays name no listener, and are taken for those of one more: leave them out if they"
                + " are of several");
  }

  @Test
  void duplicates_areReadOnce_inTheOrderOfTheFile() throws IOException {
    ListeningHistory history =
        read(
            "user,time,song",
            "u,1580644800,a",
            "u,1580644800,b",
            "u,1580644800,a",
            "v,1580644800,a",
            "u,1580644801,a");

    assertThat(history.plays()).isEqualTo(4);
    assertThat(history.report().leftOut())
        .containsExactly(entry("read before (same listener, second and song)", 1L));
  }

  @Test
  void datesAlone_doNotMakeDuplicates() throws IOException {
    assertThat(read("date,song", "2020-01-01,a", "2020-01-01,a").plays()).isEqualTo(2);
    assertThat(read("user,song", "u,a", "u,a").plays()).isEqualTo(2);
  }

  @Test
  void newestFirst_songsOfTheSameSecondAreReversedToo() throws IOException {
    ListeningHistory history =
        read("uts,song", "1580645000,d", "1580644900,c", "1580644900,b", "1580644800,a");
    SessionDataset sessions = history.sessions(SessionRules.ofDefaults());

    assertThat(sessions.playlists().findFirst().orElseThrow().songs())
        .extracting(song -> sessions.catalogue().song(song).id())
        .containsExactly("a", "b", "c", "d");
  }
}
