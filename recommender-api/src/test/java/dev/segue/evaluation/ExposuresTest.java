package dev.segue.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExposuresTest {

  /** Half the mean difference of any two songs, over the mean: the definition. */
  private static double gini(long[] lists) {
    double differences = 0;
    for (long one : lists) {
      for (long other : lists) {
        differences += Math.abs(one - other);
      }
    }
    return differences / (2 * lists.length * (double) Arrays.stream(lists).sum());
  }

  @Test
  void gini_isByItsDefinition() {
    Random random = new Random(1);
    for (int songs = 1; songs < 40; songs++) {
      long[] lists = random.longs(songs, -3, 8).map(each -> Math.max(0, each)).toArray();
      lists[0] = 5;
      assertThat(Exposures.of(lists).gini()).isEqualTo(gini(lists), within(1e-12));
    }
  }

  @Test
  void plus_addsUpBySong() {
    Exposures both =
        Exposures.of(new long[] {0, 2, 0, 1}).plus(Exposures.of(new long[] {0, 3, 4, 0}));
    assertThat(both.songs()).containsExactly(1, 2, 3);
    assertThat(both.lists()).containsExactly(5, 4, 1);
    assertThat(both.coverage()).isEqualTo(0.75);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> both.plus(Exposures.of(new long[5])))
        .withMessage(
            "evaluations must be of one catalogue to be merged, but are of catalogues of 4 and 5"
                + " songs");
  }
}
