package dev.segue.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
