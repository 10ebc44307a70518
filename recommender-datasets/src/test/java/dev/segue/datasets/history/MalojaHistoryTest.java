package dev.segue.datasets.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.segue.FileFormatException;
import dev.segue.Song;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads what Maloja exports. */
class MalojaHistoryTest {

  private static final String SCROBBLES =
      """
      [{"time": 1672912800, "duration": 180, "origin": "client:x",
        "track": {"artists": ["A", "B"], "title": "a", "album": {"artists": ["A"], "albumtitle": "R"},
                  "length": 200}},
       {"time": 1672913040, "duration": null, "track": {"artists": ["A"], "title": "b"}},
       {"time": 1672913280, "track": {"artists": [], "title": ""}},
       {"time": 17, "track": {"artists": ["A"], "title": "c"}},
       {"time": "soon", "track": {"artists": ["A"], "title": "d"}}]""";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"maloja\": {\"export_time\": 1700000000}, \"scrobbles\": %s}",
        "{\"status\": \"ok\", \"list\": %s}"
      })
  void scrobbles(String shape) throws IOException {
    ListeningHistory history = MalojaHistory.read(write(shape.formatted(SCROBBLES)));

    assertThat(history.catalogue().songs())
        .containsExactly(Song.of("A, B\ta", "a", "A, B"), Song.of("A\tb", "b", "A"));
    assertThat(history.report().leftOut())
        .containsExactly(entry("without a title", 1L), entry("before 1971", 1L));
    assertThat(history.report().entries().unreadable()).isEqualTo(1);
    assertThat(history.sessions(SessionRules.ofDefaults()).playlists())
        .singleElement()
        .satisfies(
            playlist -> {
              assertThat(playlist.heard(0)).hasValue(Duration.ofMinutes(3));
              assertThat(playlist.heard(1)).isEmpty();
            });
  }

  @Test
  void cutOff() throws IOException {
    String text = "{\"scrobbles\": " + SCROBBLES.substring(0, SCROBBLES.length() - 3);
    Path file = write(text);

    assertThatThrownBy(() -> MalojaHistory.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("is cut off after play 4");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("maloja.json"), text);
  }
}
