package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segue.Playlist;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NegativeSamplerTest {

  /**
   * Play counts 15, 3, 0, 0 and so on: plus one, to the power of 0.75, the weights are 8, 2.83, 1,
   * 1.
   */
  private static final List<Playlist> PLAYLISTS =
      List.of(Playlist.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 1), Playlist.of(0, 0, 0, 0, 0, 0, 0, 1));

  @Test
  void probability_isAPowerOfPlays() {
    NegativeSampler sampler = new NegativeSampler(PLAYLISTS, new boolean[4], 1);
    double sum = 8 + Math.pow(4, 0.75) + 1 + 1;

    assertThat(sampler.probability(0)).isCloseTo(8 / sum, within(1e-12));
    assertThat(sampler.probability(1)).isCloseTo(Math.pow(4, 0.75) / sum, within(1e-12));
    assertThat(sampler.probability(2)).isCloseTo(1 / sum, within(1e-12));
    assertThat(sampler.probability(3)).isCloseTo(1 / sum, within(1e-12));
  }

  @Test
  void unplayedSongs_areNotDrawnIfTheyAreNotToBe() {
    NegativeSampler sampler =
        new NegativeSampler(PLAYLISTS, new boolean[] {false, false, true, true}, 1);

    assertThat(sampler.probability(0)).isCloseTo(8 / (8 + Math.pow(4, 0.75)), within(1e-12));
    assertThat(sampler.probability(2)).isZero();
    for (int i = 0; i < 100; i++) {
      assertThat(sampler.draw().songs()[0]).isLessThan(2);
    }
  }

  @Test
  void draw_givesDifferentSongs() {
    NegativeSampler sampler = new NegativeSampler(PLAYLISTS, new boolean[10], 5);
    for (int i = 0; i < 100; i++) {
      assertThat(Arrays.stream(sampler.draw().songs()).distinct()).hasSize(5);
    }
  }

  @Test
  void draw_givesSongsAsOftenAsItSays() {
    NegativeSampler sampler = new NegativeSampler(PLAYLISTS, new boolean[200], 40);
    int draws = 20_000;
    double[] weighted = new double[200];
    for (int i = 0; i < draws; i++) {
      NegativeSampler.Negatives negatives = sampler.draw();
      for (int n = 0; n < negatives.songs().length; n++) {
        weighted[negatives.songs()[n]] += Math.exp(-negatives.logProbability()[n]) / draws;
      }
    }

    // Weighted by its inverse probability, every song counts once: sums over negatives are
    // unbiased.
    assertThat(Arrays.stream(weighted).average()).hasValueCloseTo(1.0, within(0.01));
    for (double each : weighted) {
      assertThat(each).isCloseTo(1, within(0.1));
    }
  }
}
