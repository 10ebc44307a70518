package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogTracesTest {

  @Test
  void addOne_isTheLogarithmOfOneMoreThanTheTrace() {
    float[] octaves = new float[4000];
    for (int i = 0; i < octaves.length; i++) {
      octaves[i] = (i - 3000) / 50f; // -60 to 20
    }
    float[] logs = octaves.clone();

    LogTraces.addOne(logs, logs.length - 1);

    for (int i = 0; i < logs.length - 1; i++) {
      double exact = Math.log1p(Math.pow(2, octaves[i]));
      assertThat(logs[i])
          .as("of 2^" + octaves[i])
          .isCloseTo((float) exact, within((float) Math.max(1.6e-5, 2e-6 * exact)));
    }
    assertThat(logs[logs.length - 1]).as("beyond the length").isEqualTo(octaves[logs.length - 1]);
  }
}
