package dev.segue.datasets.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real lines of Last.fm-1K, where they are at hand: they may not be distributed with the sources.
 */
class LastFmSampleTest {

  private final Path file =
      Path.of(
          System.getProperty("segue.shared", "../shared"),
          "data",
          "lastfm1k",
          "userid-timestamp-artid-artname-traid-traname.tsv");

  @BeforeEach
  void dataAtHand() {
    assumeTrue(Files.isRegularFile(file), () -> "no Last.fm lines in " + file);
  }

  @Test
  void everyLineIsAPlay() throws IOException {
    ListeningHistory history = LastFmHistory.read(file);

    assertThat(history).hasToString("5000 plays of 1192 songs by 2 listeners");
    assertThat(history.skippedLines()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"PT800S, 428", "PT20M, 375", "PT30M, 323", "PT60M, 275", "PT8H, 185"})
  void aLongerPauseBeginsASession(Duration gap, int sessions) throws IOException {
    SessionDataset dataset =
        LastFmHistory.read(file).sessions(SessionRules.ofDefaults().sessionGap(gap));

    assertThat(dataset.size()).isEqualTo(sessions);
    assertThat(dataset.catalogue().size()).isEqualTo(1192);
    assertThat(dataset.playlists().mapToInt(playlist -> playlist.size()).sum()).isEqualTo(5000);
  }
}
