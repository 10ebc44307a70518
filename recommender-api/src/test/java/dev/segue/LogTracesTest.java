package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogTracesTest {

  @Test
  void addOne_isTheLogarithmOfOneMoreThanTheTrace() {
    for (int i = 0; i < 4000; i++) {
      float octaves = (i - 3000) / 50f; // -60 to 20
      double exact = Math.log1p(Math.pow(2, octaves));
      assertThat(LogTraces.addOne(octaves))
          .as("of 2^" + octaves)
          .isCloseTo((float) exact, within((float) Math.max(1.6e-5, 2e-6 * exact)));
    }
  }
}
