package dev.segue.lstm.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ActivationsTest {

  @Test
  void tanh_isWithin5e7() {
    for (double x = -30; x <= 30; x += 0.001) {
      float[] value = {(float) x};
      Activations.tanh(value, value, 1);

      assertThat((double) value[0]).isCloseTo(Math.tanh((float) x), within(5e-7));
    }
  }

  @Test
  void sigmoid_isWithin5e7() {
    for (double x = -30; x <= 30; x += 0.001) {
      float[] value = {(float) x};
      Activations.sigmoid(value, 1);

      assertThat((double) value[0]).isCloseTo(1 / (1 + Math.exp(-(float) x)), within(5e-7));
    }
  }

  @Test
  void exp_isAsPreciseAsItSays() {
    for (double x = -40; x <= 0; x += 0.001) {
      float[] value = {(float) x};
      Activations.exp(value, 0, 1);
      double expected = Math.exp((float) x);

      assertThat((double) value[0])
          .isCloseTo(expected, within((x >= -16 ? 5e-6 : 3e-5) * expected));
    }
  }

  @Test
  void exp_farBelowTheMaximum_isTinyAndNeverZero() {
    float[] values = {-1000f, Float.NEGATIVE_INFINITY};
    Activations.exp(values, 3, 2);

    assertThat(values[0]).isBetween(1e-36f, 1e-34f);
    assertThat(values[1]).isEqualTo(values[0]);
  }
}
