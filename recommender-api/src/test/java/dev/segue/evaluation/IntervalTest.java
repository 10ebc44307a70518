package dev.segue.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IntervalTest {

  @Test
  void toString_showsBothEnds() {
    assertThat(new Interval(0.17115, 0.1798)).hasToString("[0.1712, 0.1798]");
    assertThat(new Interval(Double.NaN, Double.NaN)).hasToString("[NaN, NaN]");
  }
}
