package dev.segue.datasets.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.datasets.SyntheticStation;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks written tables to the letter, and that nothing is lost when they are read back. */
class PlayTableTest {

  private static final Instant NOON = Instant.parse("2023-01-05T12:00:00Z");
  private static final Song QUOTED =
      new Song("a,b", "\"Eau, claire\"", "Ana\nBell", List.of("folk", "slow; sad"));
  private static final Song PLAIN = new Song("c", "", "", List.of("rock, hard"));

  @TempDir Path folder;

  @Test
  void sessions_withTimesAndSkips() throws IOException {
    ListeningHistory history =
        ListeningHistory.builder()
            .add("ben", NOON, QUOTED, Duration.ofSeconds(200))
            .skip("ben", NOON.plusSeconds(200), PLAIN, Duration.ofSeconds(4))
            .add("ben", NOON.plusSeconds(204), QUOTED)
            .add("ana", NOON, PLAIN, Duration.ofSeconds(7))
            .add("ana", NOON.plus(Duration.ofDays(1)), PLAIN)
            .build();
    SessionDataset sessions = history.sessions(SessionRules.ofDefaults());
    Path file = folder.resolve("plays.csv");

    CsvHistory.write(sessions, file);

    assertThat(file)
        .hasContent(
            """
            session,user,time,song,artist,title,tags,skipped,heard
            1,ben,2023-01-05T12:00:00Z,"a,b","Ana
            Bell",""\"Eau, claire""\",folk|slow; sad|,,200
            1,ben,2023-01-05T12:03:20Z,c,,,"rock, hard|",true,4
            1,ben,2023-01-05T12:03:24Z,"a,b","Ana
            Bell",""\"Eau, claire""\",folk|slow; sad|,,
            2,ana,2023-01-05T12:00:00Z,c,,,"rock, hard|",,7
            3,ana,2023-01-06T12:00:00Z,c,,,"rock, hard|",,
            """);
    SessionDataset read = CsvHistory.read(file).sessions(SessionRules.ofDefaults());
    assertThat(read.catalogue().songs()).containsExactly(QUOTED, PLAIN);
    assertThat(read.playlists()).containsExactlyElementsOf(sessions.playlists().toList());
  }

  @Test
  void playlists_withSkips() throws IOException {
    PlaylistDataset station = SyntheticStation.of(60, 50, 1).withSkips();
    Path file = folder.resolve("plays.csv");

    CsvHistory.write(station, file);

    PlaylistDataset read = CsvHistory.read(file).sessions(SessionRules.ofDefaults());
    assertThat(read.playlists().map(each -> words(each, read.catalogue())).toList())
        .isEqualTo(station.playlists().map(each -> words(each, station.catalogue())).toList());
  }

  /** A skip of a song that nobody plays is lost; of the others the position is what counts. */
  private static List<String> words(Playlist playlist, Catalogue catalogue) {
    return playlist.songs().mapToObj(song -> catalogue.song(song).toString()).toList();
  }

  @Test
  void table_inWindows1252() throws IOException {
    Path file = folder.resolve("plays.csv");
    Files.write(
        file,
        "artist;title\nZoë;That’s “Nö”\nMañana;€uro\n".getBytes(Charset.forName("windows-1252")));

    ListeningHistory history = CsvHistory.read(file);
    assertThat(history.catalogue().songs())
        .extracting(song -> song.artist() + "/" + song.title())
        .containsExactly("Zoë/That’s “Nö”", "Mañana/€uro");
    assertThat(history.report().warnings())
        .contains(
            "the table is no UTF-8, and is read as windows-1252: save it as UTF-8 if names are"
                + " wrong");
  }
}
