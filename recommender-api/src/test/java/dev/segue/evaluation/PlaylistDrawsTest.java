package dev.segue.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PlaylistDrawsTest {

  private static final int PLAYLISTS = 1000;

  private final PlaylistDraws draws = new PlaylistDraws();

  /** A million draws: the standard error of a share is below 0.0005. */
  @Test
  void weights_areOfPoissonsDistribution() {
    double[] counts = new double[9];
    for (int playlist = 0; playlist < PLAYLISTS; playlist++) {
      draws.draw(playlist);
      for (double weight : draws.weights()) {
        counts[(int) weight]++;
      }
    }
    double probability = Math.exp(-1); // of 0, then of 1, 2 and so on
    for (int times = 0; times < counts.length; times++) {
      assertThat(counts[times] / (PLAYLISTS * PlaylistDraws.RESAMPLES))
          .as("share of %d", times)
          .isEqualTo(probability, within(0.002));
      probability /= times + 1;
    }
  }

  /** Two of them agree by chance 5,000 times, with a standard deviation of 50. */
  @Test
  void signs_ofPlaylistsWithNeighbouringNumbers_areIndependent() {
    draws.draw(-1);
    double[] before = draws.signs().clone();
    for (int playlist = 0; playlist < 100; playlist++) {
      draws.draw(playlist);
      double[] signs = draws.signs();
      assertThat(Arrays.stream(signs).map(Math::abs)).containsOnly(1.0);
      assertThat(Arrays.stream(signs).sum()).isBetween(-450.0, 450.0);
      double agreement = 0;
      for (int i = 0; i < signs.length; i++) {
        agreement += signs[i] * before[i];
      }
      assertThat(agreement).isBetween(-450.0, 450.0);
      before = signs.clone();
    }
  }

  @Test
  void draws_areOfTheNumberAlone() {
    draws.draw(7);
    double[] weights = draws.weights().clone();
    double[] signs = draws.signs().clone();
    draws.draw(8);
    assertThat(draws.weights()).isNotEqualTo(weights);
    draws.draw(7);
    assertThat(draws.weights()).isEqualTo(weights);
    assertThat(draws.signs()).isEqualTo(signs);
  }
}
