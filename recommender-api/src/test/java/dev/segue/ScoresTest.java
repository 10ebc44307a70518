package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ScoresTest {

  @Test
  void rank_countsHigherScoresAndHalfTheTies() {
    Scores scores = Scores.of(new float[] {2, 5, 2, 7, 2});
    assertThat(scores.rank(3)).isEqualTo(1);
    assertThat(scores.rank(1)).isEqualTo(2);
    // Two songs score higher and two others the same: 1 + 2 + 2 / 2.
    assertThat(scores.rank(0)).isEqualTo(4);
    assertThat(scores.rank(4)).isEqualTo(4);
  }

  @Test
  void rank_allAlike_isTheMiddle() {
    assertThat(Scores.of(new float[4]).rank(2)).isEqualTo(2.5);
  }

  @Test
  void rank_notANumber() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Scores.of(new float[] {1, Float.NaN}).rank(1))
        .withMessage("score of song 1 must be a number, was NaN");
  }

  @Test
  void logProbability_isThatOfTheSoftmax() {
    float log3 = (float) Math.log(3);
    Scores scores = Scores.of(new float[] {0, log3, Float.NEGATIVE_INFINITY});
    assertThat(scores.logProbability(0)).isEqualTo(Math.log(0.25), within(1e-7));
    assertThat(scores.logProbability(1)).isEqualTo(Math.log(0.75), within(1e-7));
    assertThat(scores.logProbability(2)).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void logProbability_largeScores_doesNotOverflow() {
    Scores scores = Scores.of(new float[] {3e38f, 3e38f, -3e38f});
    assertThat(scores.logProbability(0)).isEqualTo(Math.log(0.5), within(1e-12));
    assertThat(scores.logProbability(2)).isEqualTo(-6e38, within(1e32));
  }

  @Test
  void logProbability_notANumber() {
    for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatIllegalStateException()
          .isThrownBy(() -> Scores.of(new float[] {1, wrong}).logProbability(0))
          .withMessage("scores must be numbers below infinity, largest was " + wrong);
    }
  }

  @Test
  void best_isSortedAndBreaksTiesByIndex() {
    Scores scores = Scores.of(new float[] {2, 5, 2, 7, 2});
    assertThat(scores.best(4)).containsExactly(3, 1, 0, 2);
    assertThat(scores.best(9)).containsExactly(3, 1, 0, 2, 4);
    assertThat(scores.best(0)).isEmpty();
    assertThat(Scores.of(new float[0]).best(3)).isEmpty();
  }

  @Test
  void best_zeroAndMinusZero_areTies() {
    assertThat(Scores.of(new float[] {-0f, 0f}).best(1)).containsExactly(0);
    assertThat(Scores.of(new float[] {-0f, 0f}).best(2)).containsExactly(0, 1);
  }

  @Test
  void best_countNegative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Scores.of(new float[1]).best(-1))
        .withMessage("count must be >= 0, was -1");
  }

  @Test
  void best_notANumber() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Scores.of(new float[] {1, 2, Float.NaN}).best(1))
        .withMessage("score of song 2 must be a number, was NaN");
  }

  @Test
  void of_null() {
    assertThatNullPointerException().isThrownBy(() -> Scores.of(null)).withMessage("values");
  }

  @Property
  void best_isTheHeadOfAFullSort(
      @ForAll("scores") float[] values, @ForAll @IntRange(max = 40) int count) {
    List<Integer> sorted =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer song) -> -values[song]))
            .limit(count)
            .toList();
    assertThat(Scores.of(values).best(count).boxed().toList()).isEqualTo(sorted);
  }

  @Property
  void ranks_sumToThoseOfAListWithoutTies(@ForAll("scores") float[] values) {
    Scores scores = Scores.of(values);
    double sum = IntStream.range(0, values.length).mapToDouble(scores::rank).sum();
    assertThat(sum).isEqualTo(values.length * (values.length + 1) / 2.0);
  }

  @Property
  void probabilities_sumToOne(@ForAll("scores") float[] values) {
    Scores scores = Scores.of(values);
    double sum =
        IntStream.range(0, values.length)
            .mapToDouble(song -> Math.exp(scores.logProbability(song)))
            .sum();
    assertThat(sum).isEqualTo(1, within(1e-12));
  }

  @Test
  void toString_showsTheBest_orThatSomeAreNaN() {
    assertThat(Scores.of(new float[] {1, -2.5f, 3, 2}))
        .hasToString("scores of 4 songs, the best 2: 3.000, 3: 2.000, 0: 1.000");
    assertThat(Scores.of(new float[] {1, Float.NaN})).hasToString("scores of 2 songs, some NaN");
  }

  /** Many ties among the small whole numbers, and some extremes. */
  @Provide
  Arbitrary<float[]> scores() {
    return Arbitraries.oneOf(
            Arbitraries.integers().between(1, 9).map(Integer::floatValue),
            Arbitraries.floats(),
            Arbitraries.just(Float.NEGATIVE_INFINITY))
        .array(float[].class)
        .ofMinSize(1)
        .ofMaxSize(40)
        .filter(values -> Scores.of(values).best(1).anyMatch(song -> values[song] > -1e38f));
  }
}
