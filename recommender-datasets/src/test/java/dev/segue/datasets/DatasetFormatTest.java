package dev.segue.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.DatasetReport;
import dev.segue.FileFormatException;
import dev.segue.PlaylistDataset;
import dev.segue.datasets.history.SessionDataset;
import dev.segue.datasets.reading.FileKind;
import dev.segue.datasets.reading.Packed;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Recognises what people have, and says what it is where Segue does not read it. */
class DatasetFormatTest {

  private static final String LIST = "#EXTM3U\n#EXTINF:1,A - B\na.mp3\nb.mp3\n";
  private static final String XSPF =
      "<playlist version=\"1\"><trackList><track><title>x</title></track></trackList></playlist>";

  @TempDir Path folder;

  static Path path(String name) {
    URL url = Objects.requireNonNull(DatasetFormatTest.class.getResource("cases/" + name), name);
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "csv05/bom.csv, CSV, 1, 2",
    "csv10/lfm2b.tsv, CSV, 1, 8",
    "csv16/.scrobbler.log, ROCKBOX, 1, 7",
    "jspf01, JSPF, 2, 4",
    "lb02/only-listens.zip, LISTENBRAINZ, 1, 12",
    "lb03/someone_lb-2023-02-11.json, LISTENBRAINZ, 1, 12",
    "m3u03/bom.m3u, M3U, 1, 2",
    "m3u05/mac.m3u, M3U, 1, 2",
    "mpd01/mpd.slice.0-999.json, MPD, 2, 6",
    "oth02/iTunes Library.xml, ITUNES, 1, 1",
    "oth03/list.pls, PLS, 1, 2",
    "oth08/lastfm.json, LASTFM, 1, 6",
    "small03/two.csv, CSV, 1, 2",
    "small06, M3U, 12, 120",
    "spot01/StreamingHistory_music_0.json, SPOTIFY, 1, 8",
    "spot03, SPOTIFY, 2, 12",
    "spot04/my_spotify_data.zip, SPOTIFY, 1, 8",
    "spot07/Playlist1.json, SPOTIFY_PLAYLISTS, 1, 2",
    "xspf02/vlc.xspf, XSPF, 1, 2",
    "xspf05/lastfm.xspf, XSPF, 1, 2",
  })
  void realFiles(String name, DatasetFormat format, int playlists, int plays) throws IOException {
    assertThat(DatasetFormat.recognise(path(name))).isEqualTo(format);

    PlaylistDataset dataset = DatasetFormat.open(path(name));
    assertThat(dataset.statistics().playlists()).isEqualTo(playlists);
    assertThat(dataset.statistics().plays()).isEqualTo(plays);
  }

  /** Each is of one format alone: all other readers refuse it. */
  @ParameterizedTest
  @EnumSource
  void filesOfOtherReaders_areRefused(DatasetFormat format) {
    Map<DatasetFormat, String> files = new EnumMap<>(DatasetFormat.class);
    files.put(DatasetFormat.CSV, "small03/two.csv");
    files.put(DatasetFormat.ITUNES, "oth02/iTunes Library.xml");
    files.put(DatasetFormat.JSPF, "jspf01/new.jspf");
    files.put(DatasetFormat.LASTFM, "oth08/lastfm.json");
    files.put(DatasetFormat.LISTENBRAINZ, "lb04/l.jsonl");
    files.put(DatasetFormat.M3U, "m3u05/mac.m3u");
    files.put(DatasetFormat.MPD, "mpd01/mpd.slice.0-999.json");
    files.put(DatasetFormat.PLS, "oth03/list.pls");
    files.put(DatasetFormat.ROCKBOX, "csv16/.scrobbler.log");
    files.put(DatasetFormat.SPOTIFY, "spot03/Streaming_History_Audio_2023_0.json");
    files.put(DatasetFormat.SPOTIFY_PLAYLISTS, "spot07/Playlist1.json");
    files.put(DatasetFormat.XSPF, "xspf02/vlc.xspf");
    files.forEach(
        (own, name) -> {
          if (own != format) {
            assertThatThrownBy(() -> format.read(path(name)))
                .as(name)
                .isInstanceOf(FileFormatException.class)
                .hasMessageEndingWith("(--format %s reads it)", own);
          }
        });
  }

  /** In one place it is said which format reads a kind of file. */
  @ParameterizedTest
  @EnumSource
  void formatOfAKind_isAFormat(FileKind kind) {
    assertThat(DatasetFormat.of(kind).isPresent()).isEqualTo(!kind.format().isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void format_isThatOfAKind(DatasetFormat format) {
    assertThat(FileKind.values())
        .anySatisfy(kind -> assertThat(DatasetFormat.of(kind)).contains(format));
  }

  @Test
  void readHistory_needsAHistory() throws IOException {
    Path list = write("a.m3u", LIST);
    Path table = write("a.csv", "song\na\n");

    assertThat(DatasetFormat.CSV.readHistory(table, 0).plays()).isEqualTo(1);
    assertThatThrownBy(() -> DatasetFormat.M3U.readHistory(list, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "readHistory needs the format of a listening history, but m3u is one of playlists");
  }

  /** As Spotify and Google send them, in an order that hides the history. */
  @Test
  void exportOfAService_isItsHistory() throws IOException {
    String plays =
        """
        [{"endTime": "2024-05-06 18:00", "artistName": "A", "trackName": "x", "msPlayed": 200000}]
        """;
    Path spotify =
        Packed.zip(
            folder.resolve("spotify.zip"),
            Map.of(
                "d/Follow.json", "{\"userIsFollowing\": []}",
                "d/Identity.json", "{\"a\": 1}",
                "d/Inferences.json", "{\"b\": [\"c\"]}",
                "d/Payments.json", "{}",
                "d/Playlist1.json", "{\"playlists\": [{\"items\": []}]}",
                "d/Playlist2.json", "{\"playlists\": [{\"items\": []}]}",
                "d/StreamingHistory_music_0.json", plays));
    Path google =
        Packed.zip(
            folder.resolve("takeout.zip"),
            Map.of(
                "Takeout/a/music library songs.csv", "Video ID,Song Title\nv,x\n",
                "Takeout/a/Mix-videos.csv", "Video ID,Time\nv,2020-01-01\n",
                "Takeout/h/watch-history.json",
                    """
                    [{"header": "YouTube Music", "title": "Watched x", "titleUrl":
                      "https://music.youtube.com/watch?v=v", "time": "2024-05-06T18:00:00.5Z"}]
                    """));

    assertThat(DatasetFormat.open(spotify).report().orElseThrow().format()).isEqualTo("spotify");
    assertThat(DatasetFormat.open(google).report().orElseThrow().format()).isEqualTo("youtube");
    assertThat(DatasetFormat.SPOTIFY.readHistory(spotify, 0).report().warnings())
        .containsExactly(
            "left aside 6 files that hold something else: d/Follow.json, JSON with fields of no"
                + " known format: 'userIsFollowing'; d/Identity.json, JSON with fields of no known"
                + " format: 'a'; d/Inferences.json, JSON with fields of no known format: 'b';"
                + " d/Payments.json, JSON without fields; d/Playlist1.json, the playlists of"
                + " Spotify's account data (--format spotify-playlists reads it); and 1 more");
  }

  /** Only what is plainly something else is passed over, and only if something is left. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a.xspf, <html>404                | 1
          a.xspf, <playlist><trackList>    | 0
          a.m3u, {"a": 1}                  | 1
          a.m3u8, a.mp3\\0               | 0
          """)
  void filesOfOtherKinds_arePassedOver_damagedOnesAreNot(String file, int passed)
      throws IOException {
    String[] parts = file.split(", ", 2);
    write(parts[0], parts[1].translateEscapes());
    write("b.xspf", XSPF);
    write("b.m3u", LIST);
    DatasetFormat format = parts[0].endsWith(".xspf") ? DatasetFormat.XSPF : DatasetFormat.M3U;

    if (passed == 0) {
      assertThatThrownBy(() -> format.read(folder)).isInstanceOf(FileFormatException.class);
    } else {
      assertThat(format.read(folder).report().orElseThrow().warnings())
          .singleElement()
          .asString()
          .startsWith("left aside 1 file that holds something else: " + parts[0]);
    }
    Files.delete(folder.resolve("b.xspf"));
    Files.delete(folder.resolve("b.m3u"));
    assertThatThrownBy(() -> format.read(folder)).isInstanceOf(FileFormatException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                     | this looks like JSON without fields
          {"a": {"b": 1}, "c": 2} | JSON with fields of no known format: 'a', 'a.b', 'c'
          who,what\\nann,x\\n    | a table (CSV) without a column of songs: its columns are 'who', 'what'; name one of them song or title, in the first line, or say which it is by --format csv --columns title=NAME
          Dear reader,\\n\\nthis is a letter. | this looks like text of no known format
          <html>404              | this looks like a web page
          TRACK 01 AUDIO         | this looks like a cue sheet
          <asx version="3"/>     | this looks like an ASX playlist
          <html>mdl-cell youtube.com | a YouTube watch history in HTML: choose JSON for the history in Google Takeout, under "Multiple formats"
          """)
  void unknown_isDescribed(String text, String message) throws IOException {
    Path file = write("x", text.translateEscapes());

    assertThatThrownBy(() -> DatasetFormat.recognise(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(file + ": must be of a format that Segue reads, but ")
        .hasMessageEndingWith(message);
  }

  @Test
  void emptyAndMissing() throws IOException {
    Path empty = write("x.m3u", "");
    assertThatThrownBy(() -> DatasetFormat.open(empty))
        .hasMessage(empty + ": must be of a format that Segue reads, but is empty");
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> DatasetFormat.open(missing))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(missing + ": no such file or folder");
  }

  @Test
  void folder_isOfTheFormatOfMostFiles() throws IOException {
    write("a.m3u", LIST);
    write("b.m3u8", LIST);
    write("c.m3u8", LIST);
    write("x.xspf", XSPF);
    write("cover.jpg", "\0\1");
    write("README.md", "Songs that I like.");
    write(".hidden.xspf", XSPF);
    write("._b.xspf", XSPF);
    assertThat(DatasetFormat.recognise(folder)).isEqualTo(DatasetFormat.M3U);
    assertThat(DatasetFormat.open(folder).playlists()).hasSize(3);
  }

  @Test
  void folder_ofAPortablePlayer_hasAHiddenLog() throws IOException {
    write(".scrobbler.log", "#AUDIOSCROBBLER/1.1\n#TZ/UTC\nA\tR\ta\t1\t60\tL\t1672912800\n");
    write("a.mp3", "\0\1\0\1\0");
    write(".hidden.m3u", LIST);

    assertThat(DatasetFormat.recognise(folder)).isEqualTo(DatasetFormat.ROCKBOX);
    assertThat(DatasetFormat.open(folder).playlists()).hasSize(1);
  }

  @Test
  void folder_ofSeveralFormatsAlike_isAskedFor() throws IOException {
    Path list = write("a.m3u", LIST);
    Path other = write("x.xspf", XSPF);

    assertThatThrownBy(() -> DatasetFormat.recognise(folder))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(
            folder
                + ": must hold files of one format, but holds 1 of m3u (such as %s), 1 of xspf (such as %s); name the format, or move the others away"
                    .formatted(list, other));
  }

  @Test
  void folder_ofNoFormat_saysWhatIsThere() throws IOException {
    Path list = write("a.asx", "<asx version=\"3\"/>");

    assertThatThrownBy(() -> DatasetFormat.recognise(folder))
        .hasMessage(
            folder
                + ": must hold files of a format that Segue reads, but holds none: %s looks like an ASX playlist"
                    .formatted(list));
  }

  @Test
  void folder_ofTables_isReadTogether() throws IOException {
    write("b.csv", "title\nx\ny\n");
    write("a.csv", "title\ny\n");

    assertThat(DatasetFormat.recognise(folder)).isEqualTo(DatasetFormat.CSV);
    assertThat(DatasetFormat.open(folder).playlists()).hasSize(2);
    assertThat(
            DatasetFormat.recognise(
                Packed.zip(folder.resolve("x.zip"), Map.of("a.csv", "song\na\n"))))
        .isEqualTo(DatasetFormat.CSV);
  }

  @Test
  void yesFolder_isReadWithAllItsParts() throws IOException {
    write("train.txt", "a b\n1 1\n0 1\n");
    write("test.txt", "a b\n1 1\n1 0\n0\n");

    assertThat(DatasetFormat.recognise(folder)).isEqualTo(DatasetFormat.YES);
    assertThat(DatasetFormat.open(folder).playlists()).hasSize(3);
    assertThat(DatasetFormat.recognise(folder.resolve("train.txt"))).isEqualTo(DatasetFormat.YES);
  }

  @Test
  void report_saysTheFormat() throws IOException {
    DatasetReport report = DatasetFormat.open(write("a.m3u", LIST)).report().orElseThrow();

    assertThat(report.format()).isEqualTo("m3u");
    assertThat(report.entries()).isEqualTo(new DatasetReport.Entries(2, 0, List.of()));
    assertThat(DatasetFormat.M3U).hasToString("m3u");
    assertThat(DatasetFormat.M3U.isHistory()).isFalse();
    assertThat(DatasetFormat.open(write("a.csv", "song\na\n"))).isInstanceOf(SessionDataset.class);
    assertThat(DatasetFormat.CSV.isHistory()).isTrue();
  }

  /** A reader that makes nothing of a file says so. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          M3U          | #EXTM3U\\n                               | must hold at least 1 song, but there is none in its playlist
          M3U          | ''                                       | must hold at least 1 song, but there is none in its playlist
          XSPF         | <playlist><trackList/></playlist>        | must hold at least 1 song, but there is none in its playlist
          JSPF         | {"playlist": {"track": []}}              | must hold at least 1 song, but there is none in its playlist
          MPD          | {"playlists": []}                        | must hold at least 1 song, but there is none in its 0 playlists
          SPOTIFY      | []                                       | must hold a play, but
          SPOTIFY      | [{"ts": "2020-01-01T00:00:00Z", "ms_played": 1}] | must hold a play, but
          LISTENBRAINZ | ''                                       | must hold a play, but
          CSV          | song,artist\\n                           | must hold a play, but
          """)
  void noSongs_isAnError(DatasetFormat format, String text, String message) throws IOException {
    Path file = write("x.m3u", text.translateEscapes());

    assertThatThrownBy(() -> format.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(file + ": " + message);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
