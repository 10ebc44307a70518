package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AnnealingTest {

  @Test
  void factor_risesLinearly_thenFallsLikeACosine() {
    Annealing annealing = new Annealing(0.1, 0.02);
    double tenth = 0.02 + 0.49 * (1 + Math.cos(Math.PI / 10));
    double twentieth = 0.02 + 0.49 * (1 + Math.cos(Math.PI / 20));

    assertThat(annealing.factor(0.05)).isCloseTo(0.5 * twentieth, within(1e-12));
    assertThat(annealing.factor(0.1)).isCloseTo(tenth, within(1e-12));
    assertThat(annealing.factor(1.0 / 3)).isCloseTo(0.02 + 0.98 * 0.75, within(1e-12));
    assertThat(annealing.factor(0.5)).isCloseTo(0.51, within(1e-12));
    assertThat(annealing.factor(1)).isCloseTo(0.02, within(1e-12));
  }

  @Test
  void none_keepsTheStepSize() {
    assertThat(Annealing.NONE.factor(0)).isEqualTo(1);
    assertThat(Annealing.NONE.factor(1)).isEqualTo(1);
  }
}
