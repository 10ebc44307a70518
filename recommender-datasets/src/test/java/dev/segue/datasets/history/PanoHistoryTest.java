package dev.segue.datasets.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.segue.Song;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads what Pano Scrobbler logs. */
class PanoHistoryTest {

  private static final String LOG =
      """
      {"timeHuman":"Jan 5, 2023","timeMs":1672912800123,"artist":"A","track":"a","album":null,"event":"scrobble"}

      {"timeHuman":"Jan 5, 2023","timeMs":1672913040123,"artist":"A","track":"b","event":"scrobble"}
      {"timeHuman":"Jan 5, 2023","timeMs":1672913050123,"artist":"A","track":"b","event":"love"}
      {"timeHuman":"Jan 5, 2023","timeMs":null,"artist":"A","track":"c","event":"scrobble"}
      {"timeHuman":"Jan 5, 2023","timeMs":1672913060123,"artist":"A","track":null,"event":"scrobble"}
      """;

  @TempDir Path folder;

  @Test
  void scrobbles() throws IOException {
    ListeningHistory history =
        PanoHistory.read(Files.writeString(folder.resolve("pano.jsonl"), LOG));

    assertThat(history.catalogue().songs())
        .containsExactly(Song.of("A\ta", "a", "A"), Song.of("A\tb", "b", "A"));
    assertThat(history.sessions(SessionRules.ofDefaults()).start(0))
        .isEqualTo(Instant.ofEpochSecond(1_672_912_800));
    assertThat(history.report().leftOut())
        .containsExactly(
            entry("loved or unloved, which are no plays", 1L), entry("without a title", 1L));
    assertThat(history.report().entries().examples())
        .singleElement()
        .asString()
        .contains("pano.jsonl:5: time must be like");
  }
}
