package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RecommendationTest {

  @Test
  void toString_isScoreAndSong() {
    Song song = new Song("a", "Army of Me", "Björk", List.of());
    assertThat(new Recommendation(song, -1.23456)).hasToString(" -1.235  Army of Me - Björk");
    assertThat(new Recommendation(song, -1.23456, List.of("artistGap(20m)", "noRepeats()")))
        .hasToString(" -1.235  Army of Me - Björk (gave way: artistGap(20m), noRepeats())");
  }
}
