package dev.segue.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiniteNumbersTest {

  @Test
  void firstOther_ofTheLargestAndSmallest_isNone() {
    assertThat(FiniteNumbers.firstOther(new float[] {Float.MAX_VALUE, -Float.MAX_VALUE})).isEmpty();
    assertThat(FiniteNumbers.firstOther(new float[] {Float.MIN_VALUE, -0f})).isEmpty();
    assertThat(FiniteNumbers.firstOther(new float[0])).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1023, 1024, 2047, 2048, 2050})
  void firstOther_anywhere_isFound(int place) {
    for (float other : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      float[] values = new float[2051];
      values[place] = other;
      assertThat(FiniteNumbers.firstOther(values)).hasValue(place);
      values[2050] = Float.NaN;
      assertThat(FiniteNumbers.firstOther(values)).hasValue(place);
    }
  }
}
