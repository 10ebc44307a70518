package dev.segue.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DifferenceTest {

  private static Evaluation.Result result(Metric metric, double[]... playlists) {
    return Evaluation.Result.of((MeanMetric) metric, PlaylistSumsTest.sums(0, playlists));
  }

  private static Evaluation.Result accuracy(double[]... playlists) {
    return result(Metric.accuracyAt(1), playlists);
  }

  private static double[][] drawn(int playlists, int length, double probability, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] drawn = new double[playlists][length];
    for (double[] playlist : drawn) {
      for (int i = 0; i < length; i++) {
        playlist[i] = random.nextDouble() < probability ? 1 : 0;
      }
    }
    return drawn;
  }

  @Test
  void interval_ofIndependentValues_isThatOfTheNormalDistribution() {
    Interval interval = accuracy(drawn(400, 1, 0.25, 1)).interval(0.95);
    double half = 1.96 * Math.sqrt(0.25 * 0.75 / 400);
    assertThat((interval.high() - interval.low()) / 2).isEqualTo(half, within(0.1 * half));
  }

  @Test
  void interval_ofValuesAlikeWithinPlaylists_isWider() {
    double[][] alike = drawn(400, 4, 0.25, 1);
    for (double[] playlist : alike) {
      java.util.Arrays.fill(playlist, playlist[0]);
    }
    Interval interval = accuracy(alike).interval(0.95);
    double half = 1.96 * Math.sqrt(0.25 * 0.75 / 400);
    assertThat((interval.high() - interval.low()) / 2).isEqualTo(half, within(0.1 * half));
    assertThat(accuracy(alike).standardError()).as("as if independent").isLessThan(0.6 * half / 2);
  }

  @Test
  void interval_ofPerplexity_isInTheRightOrder() {
    Interval interval =
        result(Metric.perplexity(), new double[] {-1}, new double[] {-2}).interval(0.95);
    assertThat(interval.low()).isEqualTo(Math.exp(1), within(1e-9));
    assertThat(interval.high()).isEqualTo(Math.exp(2), within(1e-9));
  }

  @Test
  void interval_badConfidence() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> accuracy(new double[] {1}).interval(1))
        .withMessage("confidence must be above 0 and below 1, was 1.0");
  }

  @Test
  void minus_threePlaylistsAllBetter_happensByChanceOneTimeInFour() { // signs +++ and ---
    Difference difference =
        accuracy(new double[] {1}, new double[] {1, 0}, new double[] {1})
            .minus(accuracy(new double[] {0}, new double[] {0, 0}, new double[] {0}));
    assertThat(difference.value()).isEqualTo(0.75);
    assertThat(difference.pValue()).isEqualTo(0.25, within(0.02));
  }

  @Test
  void minus_itself_isNothing() {
    Evaluation.Result result = accuracy(drawn(50, 3, 0.5, 1));
    assertThat(result.minus(result)).isEqualTo(new Difference(0, new Interval(0, 0), 1));
  }

  @Test
  void minus_onePlaylistOfManyIsBetter_butAnotherIsWorse() {
    Difference difference =
        accuracy(new double[] {1, 0}, new double[] {0, 0}, new double[] {1, 1})
            .minus(accuracy(new double[] {0, 0}, new double[] {1, 0}, new double[] {1, 1}));
    assertThat(difference.value()).isZero();
    assertThat(difference.pValue()).isEqualTo(1);
  }

  /** Without a true difference, 20 of 100 p-values are below 0.2. */
  @Test
  void pValue_underNoDifference_isUniform() {
    int small = 0;
    for (int i = 0; i < 200; i++) {
      Difference difference =
          accuracy(drawn(60, 5, 0.3, 2L * i)).minus(accuracy(drawn(60, 5, 0.3, 2L * i + 1)));
      small += difference.pValue() < 0.2 ? 1 : 0;
    }
    assertThat(small).isBetween(20, 60); // 40, with a standard deviation of 5.7
  }

  /** The interval is that of the means in nats, stretched as the difference itself is. */
  @Test
  void interval_ofPerplexities_isInTheirOwnUnit() {
    double[][] one = {{-1, -2}, {-1.5, -1}, {-2, -1}, {-1, -1}};
    double[][] other = {{-2, -2}, {-2.5, -1}, {-2, -1.5}, {-1, -3}};
    Difference nats =
        result(Metric.logLikelihood(), one).minus(result(Metric.logLikelihood(), other));
    Difference perplexity =
        result(Metric.perplexity(), one).minus(result(Metric.perplexity(), other));

    assertThat(nats.value()).isEqualTo(-10.5 / 8 + 15.0 / 8, within(1e-12));
    double value = Math.exp(10.5 / 8) - Math.exp(15.0 / 8);
    assertThat(perplexity.value()).isEqualTo(value, within(1e-12));
    double scale = value / (4.5 / 8); // below 0: more nats are less perplexity
    assertThat(perplexity.interval().low()).isEqualTo(scale * nats.interval().high(), within(1e-9));
    assertThat(perplexity.interval().high()).isEqualTo(scale * nats.interval().low(), within(1e-9));
    assertThat(perplexity.pValue()).isEqualTo(nats.pValue());
  }

  @Test
  void minus_ofOtherTransitions() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> accuracy(new double[] {1}).minus(accuracy(new double[] {1, 0})))
        .withMessage(
            "accuracy@1: both must be measured on the same playlists, but they hold 1 and 2"
                + " transitions");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> accuracy(new double[] {1}).minus(result(Metric.accuracyAt(2), new double[] {1})))
        .withMessage(
            "metrics 'accuracy@1' and 'accuracy@2' cannot be compared: both must be the same"
                + " mean over transitions");
  }

  @Test
  void corrected_isHolms() { // 3 x 0.01, then 2 x 0.03, then no less than that
    List<Difference> corrected = Difference.corrected(List.of(of(0.04), of(0.01), of(0.03)));
    assertThat(corrected).extracting(Difference::pValue).containsExactly(0.06, 0.03, 0.06);
    assertThat(Difference.corrected(List.of(of(0.5), of(0.6))))
        .extracting(Difference::pValue)
        .containsExactly(1.0, 1.0);
  }

  private static Difference of(double pValue) {
    return new Difference(0.1, new Interval(0, 0.2), pValue);
  }
}
