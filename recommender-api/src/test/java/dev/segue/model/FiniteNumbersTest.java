package dev.segue.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiniteNumbersTest {

  @Test
  void are_theLargestAndSmallest_isTrue() {
    assertThat(FiniteNumbers.are(new float[] {Float.MAX_VALUE, -Float.MAX_VALUE})).isTrue();
    assertThat(FiniteNumbers.are(new float[] {Float.MIN_VALUE, -0f})).isTrue();
    assertThat(FiniteNumbers.are(new float[0])).isTrue();
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void are_withAnother_isFalse(float other) {
    float[] values = {1, -2, other, Float.NaN};
    assertThat(FiniteNumbers.are(values)).isFalse();
    assertThat(FiniteNumbers.problem("w", values))
        .isEqualTo("tensor 'w' must hold finite numbers, but number 2 is " + other);
  }
}
