package dev.segue.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.datasets.history.CsvHistory;
import dev.segue.datasets.history.CsvOptions;
import dev.segue.datasets.history.SessionRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Reads files in the shapes that people have, without being told their format. The files are not
 * ours to publish: where they are absent, this is skipped. Each shape that was once read wrongly is
 * also a test of its reader, with a file of our own.
 */
class CasesTest {

  private static final Path CASES =
      Path.of(System.getProperty("segue.shared", "../shared"), "cases");

  @BeforeEach
  void files_areThere() {
    assumeTrue(Files.isDirectory(CASES), "there are no files to read: " + CASES.toAbsolutePath());
  }

  /** The only file of a case, or the folder of several. */
  private static Path path(String name) throws IOException {
    Path folder = CASES.resolve(name);
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      return all.size() == 1 && Files.isRegularFile(all.get(0)) ? all.get(0) : folder;
    }
  }

  private static PlaylistDataset read(String name) throws IOException {
    return DatasetFormat.open(path(name));
  }

  private static String names(PlaylistDataset dataset) {
    return dataset.catalogue().songs().stream()
        .map(song -> song.artist() + "/" + song.title())
        .collect(Collectors.joining(", "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          csv01   | csv               |  2 | 12 |  12
          csv02   | csv               |  2 |  7 |  14
          csv03   | csv               |  1 |  8 |   8
          csv04   | csv               |  1 |  8 |   8
          csv05   | csv               |  1 |  2 |   2
          csv06   | csv               |  2 |  2 |   2
          csv07   | csv               |  1 |  3 |   3
          csv08   | csv               |  1 |  6 |   6
          csv09   | csv               |  2 |  4 |   8
          csv10   | csv               |  1 |  8 |   8
          csv12   | csv               |  3 |  5 |  12
          csv16   | rockbox           |  1 |  7 |   7
          csv17   | csv               |  1 |  8 |   8
          csv26   | csv               |  4 | 15 |  16
          csv27   | csv               |  3 |  7 |  15
          csv35   | csv               |  1 |  6 |   6
          csv36   | csv               |  1 |  5 |   5
          csv39   | csv               |  1 |  6 |   6
          csv40   | csv               |  1 |  6 |   6
          jspf01  | jspf              |  2 |  2 |   4
          jspf02  | jspf              |  2 |  2 |   2
          lb01    | listenbrainz      |  1 |  6 |  12
          lb02    | listenbrainz      |  1 |  6 |  12
          lb03    | listenbrainz      |  1 |  6 |  12
          lb04    | listenbrainz      |  1 |  6 |   6
          lb05    | listenbrainz      |  1 |  6 |  12
          lb06    | listenbrainz      |  1 |  6 |  12
          m3u01   | m3u               |  1 |  2 |   2
          m3u03   | m3u               |  1 |  2 |   2
          m3u04   | m3u               |  1 |  2 |   2
          m3u05   | m3u               |  1 |  2 |   2
          m3u07   | m3u               |  1 |  2 |   2
          m3u08   | m3u               |  1 |  2 |   2
          m3u09   | m3u               |  3 |  2 |   6
          m3u10   | m3u               |  2 |  3 |   3
          mpd01   | mpd               |  2 |  6 |   6
          oth02   | itunes            |  1 |  1 |   1
          oth03   | pls               |  1 |  2 |   2
          oth08   | lastfm            |  1 |  6 |   6
          small01 | m3u               |  1 | 20 |  20
          small03 | csv               |  1 |  2 |   2
          small06 | m3u               | 12 | 10 | 120
          spot01  | spotify           |  1 |  8 |   8
          spot03  | spotify           |  2 |  8 |  12
          spot04  | spotify           |  1 |  8 |   8
          spot05  | spotify           |  1 |  8 |   8
          spot07  | spotify-playlists |  1 |  2 |   2
          spot08  | spotify           |  2 |  3 |   6
          spot09  | spotify           |  1 |  7 |   7
          spot11  | spotify           |  1 |  5 |   5
          xspf02  | xspf              |  1 |  2 |   2
          xspf04  | xspf              |  1 |  2 |   2
          xspf05  | xspf              |  1 |  2 |   2
          """)
  void file_isRead(String name, String format, int playlists, int songs, int plays)
      throws IOException {
    PlaylistDataset dataset = read(name);

    assertThat(dataset.report().orElseThrow().format()).isEqualTo(format);
    assertThat(dataset.playlists()).hasSize(playlists);
    assertThat(dataset.catalogue().size()).as("songs").isEqualTo(songs);
    assertThat(dataset.playlists().mapToInt(Playlist::size).sum()).as("plays").isEqualTo(plays);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          csv05 | Zoë/Übung; No. 1, Zoë/Übung 2
          csv07 | Ana Bell/Eau, claire, Ana Bell/Le vent, Marc Ot/Le soir
          jspf02| Band/Song 1, Band/Song 2
          m3u01 | /Zoë – That’s “Nö” Übung, Señor €uro/Mañana…
          m3u04 | Алиса/Весна, Алиса/Лето
          m3u07 | The Lanterns/Dawn, The Lanterns/Noon
          m3u08 | Band A/Song A, Band B/Song B
          m3u09 | Kite/Blue Sky, Kite/Red, Sky
          oth02 | Band/Song 1
          oth03 | Band/Song A, Band/Song B
          spot07| Band/Song 1, A/C
          xspf05| The Lanterns/Dawn, The Lanterns/Noon
          """)
  void songs_haveTheirNames(String name, String names) throws IOException {
    assertThat(names(read(name))).isEqualTo(names);
  }

  @Test
  void nightWhenClocksChange_isNoPause_inItsZone() throws IOException {
    CsvOptions options = CsvOptions.ofDefaults().zone(ZoneId.of("Europe/Berlin"));

    assertThat(
            CsvHistory.read(path("csv19"), options).sessions(SessionRules.ofDefaults()).playlists())
        .hasSize(1);
  }

  @Test
  void versions_areOneSong() throws IOException {
    PlaylistDataset dataset = read("spot11");

    assertThat(SongVersions.of(dataset.catalogue()).catalogue().songs())
        .extracting(Song::title)
        .containsExactly("Rain - Remastered 2011");
  }

  @Test
  void prefixWithoutNamespace_isNamed() {
    assertThatThrownBy(() -> read("xspf03"))
        .hasMessageContaining("Undeclared namespace prefix \"vlc\"");
  }
}
