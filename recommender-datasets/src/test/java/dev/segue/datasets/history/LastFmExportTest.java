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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads pages of Last.fm's API as programs save them. */
class LastFmExportTest {

  private static final String NEWER =
      """
      {"artist": {"#text": "A", "mbid": "x"}, "name": "b", "mbid": "m2", "image": [{"size": "s"}],
       "date": {"uts": "1672913040", "#text": "05 Jan 2023, 10:04"}}""";
  private static final String OLDER =
      """
      {"artist": {"name": "A"}, "name": "a", "mbid": "", "date": {"uts": "1672912800"}}""";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"page\": 1, \"track\": [%s]}, {\"page\": 2, \"track\": [%s]}]",
        "{\"recenttracks\": {\"@attr\": {\"user\": \"ann\"}, \"track\": [%s, %s]}}",
        "[{\"recenttracks\": {\"track\": %s}}, {\"recenttracks\": {\"track\": [%s]}}]",
        "{\"track\": [%s, %s]}",
        "[%s, %s]"
      })
  void shapes(String shape) throws IOException {
    ListeningHistory history = LastFmExport.read(write(shape.formatted(NEWER, OLDER)));

    assertThat(history.catalogue().songs())
        .containsExactly(
            new Song("m2", "b", "A", List.of()), new Song("A\ta", "a", "A", List.of()));
    assertThat(history.listeners()).containsExactly("");
    assertThat(history.sessions(SessionRules.ofDefaults()).playlists())
        .singleElement()
        .satisfies(playlist -> assertThat(playlist.songs()).containsExactly(1, 0));
    assertThat(history.report().format()).isEqualTo("lastfm");
    assertThat(history.report().warnings()).isEmpty();
  }

  @Test
  void playingNow_noTime_noTitle_areLeftOut_faultsAreSkipped() throws IOException {
    ListeningHistory history =
        LastFmExport.read(
            write(
                """
                [{"track": [%s, %s,
                  {"artist": {"#text": "A"}, "name": "c", "@attr": {"nowplaying": "true"}},
                  {"artist": {"#text": "A"}, "name": "d"},
                  {"artist": {"#text": "A"}, "name": "", "date": {"uts": "1672913300"}},
                  {"artist": {"#text": "A"}, "name": "e", "date": {"uts": "soon"}},
                  {"artist": {"#text": "A"}, "name": ["f"], "date": {"uts": "1672913400"}},
                  {"artist": "B", "name": "g", "date": {"uts": 1672913500}}]}]
                """
                    .formatted(NEWER, OLDER)));

    assertThat(history.catalogue().songs())
        .extracting(Song::toString)
        .containsExactly("b - A", "a - A", "g - B");
    assertThat(history.report().leftOut())
        .containsExactly(
            entry("playing now", 1L), entry("without a time", 1L), entry("without a title", 1L));
    assertThat(history.report().entries().examples())
        .satisfiesExactly(
            first -> assertThat(first).contains("time must be like", "'soon'"),
            second ->
                assertThat(second)
                    .endsWith("/0/track/6/name must be a text or a number, was an array"));
  }

  @Test
  void cutOff() throws IOException {
    Path file = write("[{\"track\": [%s, {\"na".formatted(NEWER));

    assertThatThrownBy(() -> LastFmExport.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageEndingWith("is cut off after play 1");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("recent.json"), text);
  }
}
