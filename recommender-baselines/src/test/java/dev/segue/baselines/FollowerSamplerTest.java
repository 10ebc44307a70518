package dev.segue.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FollowerSamplerTest {

  private static final int SONGS = 10;

  /** After song 0 come 1 and 2, after song 3 comes 4. */
  private static final Transitions TRANSITIONS =
      Transitions.count(
          PlaylistDataset.of(
              Catalogue.of(IntStream.range(0, SONGS).mapToObj(i -> Song.of("s" + i)).toList()),
              List.of(Playlist.of(0, 1), Playlist.of(0, 2), Playlist.of(3, 4))),
          1,
          1,
          false);

  /** Song 9 has half of the plays. */
  private static final float[] PROBABILITIES = {
    0.1f, 0.05f, 0.05f, 0.05f, 0.05f, 0.05f, 0.05f, 0.05f, 0.05f, 0.5f
  };

  private final SplittableRandom random = new SplittableRandom(1);

  private static FollowerSampler sampler(int size) {
    return new FollowerSampler(TRANSITIONS, PROBABILITIES, size);
  }

  @Test
  void all_countOnce() {
    assertThat(FollowerSampler.all(3).songs()).containsExactly(0, 1, 2);
    assertThat(FollowerSampler.all(3).logWeights()).containsExactly(0, 0, 0);
  }

  @Test
  void draw_hasTheFollowersOfTheBatch_onceEach() {
    FollowerSampler.Sample sample = sampler(1).draw(new int[] {0, 3}, random);
    for (int follower : new int[] {1, 2, 4}) {
      int at =
          IntStream.range(0, sample.songs().length)
              .filter(i -> sample.songs()[i] == follower)
              .findFirst()
              .orElseThrow();
      assertThat(sample.logWeights()[at]).isZero();
    }
    assertThat(sample.songs()).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void draw_countsASongByTheInverseOfItsProbability() {
    // Half of 2 by popularity, half the same for all: 2 (0.5 + 0.1) / 2 and 2 (0.05 + 0.1) / 2.
    FollowerSampler sampler = sampler(2);
    int[] drawn = new int[SONGS];
    for (int draw = 0; draw < 10_000; draw++) {
      FollowerSampler.Sample sample = sampler.draw(new int[] {0}, random);
      for (int i = 0; i < sample.songs().length; i++) {
        drawn[sample.songs()[i]]++;
        if (sample.songs()[i] == 9) {
          assertThat(sample.logWeights()[i]).isCloseTo((float) -Math.log(0.6), within(1e-6f));
        } else if (sample.songs()[i] > 2) {
          assertThat(sample.logWeights()[i]).isCloseTo((float) -Math.log(0.15), within(1e-6f));
        }
      }
    }
    assertThat(drawn[1]).isEqualTo(10_000);
    assertThat(drawn[9]).isCloseTo(6_000, within(200));
    assertThat(drawn[5]).isCloseTo(1_500, within(150));
  }

  @Test
  void draw_estimatesSumsOverAllSongs() {
    FollowerSampler sampler = sampler(3);
    double sum = 0;
    for (int draw = 0; draw < 10_000; draw++) {
      FollowerSampler.Sample sample = sampler.draw(new int[] {0}, random);
      for (int i = 0; i < sample.songs().length; i++) {
        sum += Math.exp(sample.logWeights()[i]) * (1 + sample.songs()[i]);
      }
    }
    assertThat(sum / 10_000).as("1 + 2 + ... + 10").isCloseTo(55, within(0.5));
  }

  @Test
  void draw_ofMoreThanThereAre_isAll() {
    FollowerSampler.Sample sample = sampler(1000).draw(new int[] {0}, random);
    assertThat(sample.songs()).hasSize(SONGS);
    assertThat(sample.logWeights()).containsOnly(0);
  }

  @Test
  void among_numbersRowsAndFollowersAnew() {
    Transitions rows = TRANSITIONS.among(new int[] {3, 0}, new int[] {1, 2, 4, 7});
    assertThat(rows.starts()).containsExactly(0, 1, 3);
    assertThat(rows.followers()).containsExactly(2, 0, 1);
    assertThat(rows.counts()).containsExactly(1, 1, 1);
    assertThat(rows.totals()).containsExactly(1, 2);
  }
}
