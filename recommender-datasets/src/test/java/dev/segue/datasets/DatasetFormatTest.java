package dev.segue.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.DatasetReport;
import dev.segue.FileFormatException;
import dev.segue.PlaylistDataset;
import dev.segue.datasets.history.SessionDataset;
import dev.segue.datasets.reading.Packed;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
    "jspf01, JSPF, 2, 4",
    "lb02/only-listens.zip, LISTENBRAINZ, 1, 12",
    "m3u03/bom.m3u, M3U, 1, 2",
    "m3u05/mac.m3u, M3U, 1, 2",
    "mpd01/mpd.slice.0-999.json, MPD, 2, 6",
    "small03/two.csv, CSV, 1, 2",
    "small06, M3U, 12, 120",
    "spot03, SPOTIFY, 2, 12",
    "spot04/my_spotify_data.zip, SPOTIFY, 1, 8",
    "xspf02/vlc.xspf, XSPF, 1, 2",
    "xspf05/lastfm.xspf, XSPF, 1, 2",
  })
  void realFiles(String name, DatasetFormat format, int playlists, int plays) throws IOException {
    assertThat(DatasetFormat.recognise(path(name))).isEqualTo(format);

    PlaylistDataset dataset = DatasetFormat.open(path(name));
    assertThat(dataset.statistics().playlists()).isEqualTo(playlists);
    assertThat(dataset.statistics().plays()).isEqualTo(plays);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          oth08/lastfm.json | this looks like a Last.fm export in JSON
          spot01/StreamingHistory_music_0.json | the streaming history of Spotify's account data
          oth03/list.pls    | this looks like a PLS playlist
          oth02/iTunes Library.xml | this looks like an iTunes library
          spot07/Playlist1.json | the playlists of Spotify's account data
          csv16/.scrobbler.log | a scrobbler log of a portable player
          lb03/someone_lb-2023-02-11.json | an older ListenBrainz export, one array of listens
          """)
  void realFilesOfOtherFormats_areNamed(String name, String message) {
    assertThatThrownBy(() -> DatasetFormat.open(path(name)))
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(path(name) + ": must be of a format that Segue reads, but this ")
        .hasMessageEndingWith(message);
  }

  /** None of these is read as anything else, whichever format is asked for. */
  @ParameterizedTest
  @EnumSource
  void otherFormats_areRefusedByEveryReader(DatasetFormat format) throws IOException {
    for (String name :
        new String[] {
          "oth08/lastfm.json",
          "spot01/StreamingHistory_music_0.json",
          "oth03/list.pls",
          "oth02/iTunes Library.xml",
          "spot07/Playlist1.json",
          "csv16/.scrobbler.log",
          "lb03/someone_lb-2023-02-11.json"
        }) {
      assertThatThrownBy(() -> format.read(path(name)))
          .as(name)
          .isInstanceOf(FileFormatException.class);
    }
  }

  /** Each is of one format alone: all other readers refuse it. */
  @ParameterizedTest
  @EnumSource
  void filesOfOtherReaders_areRefused(DatasetFormat format) {
    Map<DatasetFormat, String> files =
        Map.of(
            DatasetFormat.CSV, "small03/two.csv",
            DatasetFormat.JSPF, "jspf01/new.jspf",
            DatasetFormat.LISTENBRAINZ, "lb04/l.jsonl",
            DatasetFormat.M3U, "m3u05/mac.m3u",
            DatasetFormat.MPD, "mpd01/mpd.slice.0-999.json",
            DatasetFormat.SPOTIFY, "spot03/Streaming_History_Audio_2023_0.json",
            DatasetFormat.XSPF, "xspf02/vlc.xspf");
    files.forEach(
        (own, name) -> {
          if (own != format) {
            assertThatThrownBy(() -> format.read(path(name)))
                .as(name)
                .isInstanceOf(FileFormatException.class);
          }
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                     | this looks like JSON without fields
          {"a": {"b": 1}, "c": 2} | JSON with fields of no known format: 'a', 'a.b', 'c'
          who,what\\nann,x\\n    | a table (CSV) without a column of songs: its columns are 'who', 'what'; name one of them song or title, in the first line
          Dear reader,\\n\\nthis is a letter. | this looks like text of no known format
          <html>404              | this looks like a web page
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
    Path list = write("a.pls", "[playlist]\nFile1=a.mp3");

    assertThatThrownBy(() -> DatasetFormat.recognise(folder))
        .hasMessage(
            folder
                + ": must hold files of a format that Segue reads, but holds none: %s looks like a PLS playlist"
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
