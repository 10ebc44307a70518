package dev.segue.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PlaylistSumsTest {

  /**
   * Sums playlists up.
   *
   * @param first the number of the first playlist
   * @param playlists the values of each
   */
  static PlaylistSums sums(long first, double[]... playlists) {
    PlaylistSums sums = new PlaylistSums();
    PlaylistDraws draws = new PlaylistDraws();
    for (int playlist = 0; playlist < playlists.length; playlist++) {
      draws.draw(first + playlist);
      for (double value : playlists[playlist]) {
        sums.add(value);
      }
      sums.endPlaylist(draws);
    }
    return sums;
  }

  /** Sums playlists of one value each up. */
  static PlaylistSums ofOneValueEach(long first, double... values) {
    double[][] playlists = new double[values.length][];
    for (int playlist = 0; playlist < values.length; playlist++) {
      playlists[playlist] = new double[] {values[playlist]};
    }
    return sums(first, playlists);
  }

  private static void assertEqual(PlaylistSums actual, PlaylistSums expected) {
    assertThat(actual.count()).isEqualTo(expected.count());
    assertThat(actual.mean()).isEqualTo(expected.mean(), within(1e-12));
    assertThat(actual.standardError()).isEqualTo(expected.standardError(), within(1e-12));
    assertThat(actual.pairs(expected)).isTrue();
    assertThat(actual.interval(0.9).low()).isEqualTo(expected.interval(0.9).low(), within(1e-12));
    assertThat(actual.interval(0.9).high()).isEqualTo(expected.interval(0.9).high(), within(1e-12));
    assertThat(actual.pValue(expected)).isEqualTo(1);
    PlaylistSums zeros = sums(0, new double[] {0, 0}, new double[] {0}, new double[] {0, 0, 0});
    assertThat(actual.pValue(zeros)).isEqualTo(expected.pValue(zeros));
  }

  @Test
  void mean_andStandardError() { // 1, 2, 3, 6: mean 3, squared deviations 4 + 1 + 0 + 9
    PlaylistSums sums = sums(0, new double[] {1, 2}, new double[] {}, new double[] {3, 6});
    assertThat(sums.mean()).isEqualTo(3);
    assertThat(sums.standardError()).isEqualTo(Math.sqrt(14.0 / 3 / 4), within(1e-12));
    assertThat(ofOneValueEach(0, 5).standardError()).isNaN();
    assertThat(sums(0, new double[] {}).mean()).isNaN();
  }

  @Test
  void plus_isAsIfSummedAtOnce() {
    PlaylistSums all = sums(0, new double[] {1, 2}, new double[] {4}, new double[] {3, 6, -9.5});
    PlaylistSums some = sums(0, new double[] {1, 2}, new double[] {4});
    PlaylistSums others = sums(2, new double[] {3, 6, -9.5});
    PlaylistSums none = new PlaylistSums();
    assertEqual(some.plus(others), all);
    assertEqual(others.plus(some), all);
    assertEqual(none.plus(all).plus(none), all);
    assertThat(none.plus(none).mean()).isNaN();
  }

  @Test
  void interval_ofOneResample_isItsWeightedMean() {
    PlaylistSums sums = sums(40, new double[] {1, 2}, new double[] {4});
    PlaylistDraws draws = new PlaylistDraws();
    double[] first = new double[PlaylistDraws.RESAMPLES];
    double[] second = new double[PlaylistDraws.RESAMPLES];
    draws.draw(40);
    System.arraycopy(draws.weights(), 0, first, 0, first.length);
    draws.draw(41);
    System.arraycopy(draws.weights(), 0, second, 0, second.length);
    double lowest = Double.MAX_VALUE;
    double highest = 0;
    for (int i = 0; i < first.length; i++) {
      if (first[i] + second[i] > 0) {
        double mean = (3 * first[i] + 4 * second[i]) / (2 * first[i] + second[i]);
        lowest = Math.min(lowest, mean);
        highest = Math.max(highest, mean);
      }
    }
    Interval all = sums.interval(1 - 1e-9);
    assertThat(all.low()).isEqualTo(lowest, within(1e-12)).isEqualTo(1.5);
    assertThat(all.high()).isEqualTo(highest, within(1e-12)).isEqualTo(4);
  }

  @Test
  void pairs_saysWhetherThePlaylistsAreTheSame() {
    PlaylistSums sums = ofOneValueEach(0, 1, 0, 1);
    assertThat(sums.pairs(ofOneValueEach(0, 0, 1, 0))).isTrue();
    assertThat(sums.pairs(ofOneValueEach(1, 1, 0, 1))).as("other playlists").isFalse();
    assertThat(sums.pairs(sums(0, new double[] {1, 0}, new double[] {1})))
        .as("of other lengths")
        .isFalse();
  }

  @Test
  void read_isWhatWasWritten() {
    PlaylistSums sums = sums(0, new double[] {1, 2}, new double[] {4}, new double[] {3, 6, -9.5});
    ByteBuffer bytes = ByteBuffer.allocate(new PlaylistSums().bytes() + 3);
    sums.write(bytes);
    assertThat(bytes.remaining()).isEqualTo(3);
    assertEqual(PlaylistSums.read(bytes.flip()), sums);
  }
}
