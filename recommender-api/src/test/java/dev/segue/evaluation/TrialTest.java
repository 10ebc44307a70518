package dev.segue.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.DoubleSummaryStatistics;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TrialTest {

  @Test
  void draws() {
    Trial trial = new Trial(3, 1 / 9.0, 42);
    assertThat(trial.between("a", 2, 4)).isBetween(2.0, 4.0).isEqualTo(trial.between("a", 2, 4));
    assertThat(trial.logBetween("b", 1e-4, 1e-2)).isBetween(1e-4, 1e-2);
    assertThat(trial.oneOf("c", "x", "y")).isIn("x", "y");
    assertThat(trial.effortOf(20)).isEqualTo(2);
    assertThat(trial.effortOf(1)).isEqualTo(1);
    double mean = 0;
    for (int number = 0; number < 1000; number++) {
      mean += new Trial(number, 1, 42).between("a", 0, 1) / 1000;
    }
    assertThat(mean).isBetween(0.46, 0.54); // 4 standard errors
  }

  @Test
  void draws_reachFromEndToEnd_andDifferByTrialNameAndSeed() {
    DoubleSummaryStatistics between = new DoubleSummaryStatistics();
    DoubleSummaryStatistics logBetween = new DoubleSummaryStatistics();
    Map<String, Integer> values = new TreeMap<>();
    for (int number = 0; number < 3_000; number++) {
      Trial trial = new Trial(number, 1, 42);
      between.accept(trial.between("a", 2, 4));
      logBetween.accept(Math.log10(trial.logBetween("b", 1e-4, 1e-2)));
      values.merge(trial.oneOf("c", "x", "y", "z"), 1, Integer::sum);
    }

    assertThat(between.getMin()).isBetween(2.0, 2.01);
    assertThat(between.getMax()).isBetween(3.99, 4.0);
    assertThat(between.getAverage()).isCloseTo(3, within(0.05));
    assertThat(logBetween.getAverage()).isCloseTo(-3, within(0.05));
    assertThat(values.keySet()).containsExactly("x", "y", "z");
    assertThat(values.values()).allSatisfy(count -> assertThat(count).isBetween(900, 1_100));
    double drawn = new Trial(3, 1, 42).between("a", 0, 1);
    assertThat(new Trial(4, 1, 42).between("a", 0, 1)).isNotEqualTo(drawn);
    assertThat(new Trial(3, 1, 43).between("a", 0, 1)).isNotEqualTo(drawn);
    assertThat(new Trial(3, 1, 42).between("b", 0, 1)).isNotEqualTo(drawn);
    assertThat(new Trial(3, 1, 42).between("a", 1, 1)).isEqualTo(1);
    assertThat(new Trial(3, 1, 42).logBetween("a", 1, 1)).isEqualTo(1);
  }

  @Test
  void badValues() {
    Trial trial = new Trial(0, 1, 42);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trial.between("a", 2, 1))
        .withMessage("a: ends must be finite and in order, were 2.0 and 1.0");
    assertThatIllegalArgumentException().isThrownBy(() -> trial.logBetween("a", 0, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trial.between("a\tb", 1, 2))
        .withMessageStartingWith("parameter name must be text without tabs");
  }
}
