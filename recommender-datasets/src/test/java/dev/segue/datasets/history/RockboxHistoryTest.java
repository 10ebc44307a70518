package dev.segue.datasets.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.segue.Playlist;
import dev.segue.Song;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads scrobbler logs of portable players. */
class RockboxHistoryTest {

  private static final String LOG =
      """
      #AUDIOSCROBBLER/1.1
      #TZ/%s
      #CLIENT/Rockbox h3xx 1.1
      A\tR\ta\t1\t200\tL\t1672912800\tm1
      A\tR\tb\t2\t200\tS\t1672913000\t
      A\tR\tb\t2\t200\tL\t1672913100
      A\tR\tc\t\t200\tL\t0\t
      A\tR\t\t\t200\tL\t1672913300\t
      A\tR\td\t3\t200\tX\t1672913400\t
      A\tR\te
      """;

  @TempDir Path folder;

  @Test
  void playsAndSkips() throws IOException {
    ListeningHistory history = RockboxHistory.read(write("UTC"));

    assertThat(history.catalogue().songs())
        .containsExactly(new Song("m1", "a", "A", List.of()), Song.of("A\tb", "b", "A"));
    assertThat(history.plays()).isEqualTo(2);
    assertThat(history.skips()).isEqualTo(1);
    Playlist session =
        history.sessions(SessionRules.ofDefaults()).playlists().findFirst().orElseThrow();
    assertThat(session.skips()).extracting(Playlist.Skip::song).containsExactly(1);
    assertThat(history.report().leftOut())
        .containsExactly(entry("before 1971", 1L), entry("without a title", 1L));
    assertThat(history.report().entries().examples())
        .satisfiesExactly(
            first -> assertThat(first).endsWith(":9: rating must be L or S, was 'X'"),
            second ->
                assertThat(second).endsWith(":10: line must have at least 7 fields, but has 3"));
    assertThat(history.report().warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "UTC, Europe/Berlin, 2023-01-05T10:00:00Z, 0",
    "UNKNOWN, Europe/Berlin, 2023-01-05T09:00:00Z, 0",
    "UNKNOWN, Z, 2023-01-05T10:00:00Z, 1"
  })
  void zone(String ofLog, ZoneId zone, Instant start, int warnings) throws IOException {
    ListeningHistory history = RockboxHistory.read(write(ofLog), zone, 0.001);

    assertThat(history.sessions(SessionRules.ofDefaults()).start(0)).isEqualTo(start);
    assertThat(history.report().warnings()).hasSize(warnings);
  }

  @Test
  void folder_hasAHiddenLog() throws IOException {
    write("UTC");
    Files.writeString(folder.resolve("other.log"), "something else\n");

    assertThat(RockboxHistory.read(folder, ZoneOffset.UTC, 0.001).plays()).isEqualTo(2);
  }

  @Test
  void samePlay_inTwoLogs_isReadOnce() throws IOException {
    Files.writeString(folder.resolve(".scrobbler.log"), log(1672912800));
    Files.writeString(folder.resolve("older.scrobbler.log"), log(1672912820));

    ListeningHistory history = RockboxHistory.read(folder, ZoneOffset.UTC, 0.001);

    assertThat(history.plays()).isEqualTo(1);
    assertThat(history.report().leftOut())
        .containsExactly(
            entry("read before (same listener and song, begun within 30 seconds)", 1L));
  }

  /** A log of one play. */
  private static String log(long start) {
    return "#AUDIOSCROBBLER/1.1\n#TZ/UTC\nA\tR\ta\t1\t200\tL\t%d\t\n".formatted(start);
  }

  private Path write(String zone) throws IOException {
    return Files.writeString(folder.resolve(".scrobbler.log"), LOG.formatted(zone));
  }
}
