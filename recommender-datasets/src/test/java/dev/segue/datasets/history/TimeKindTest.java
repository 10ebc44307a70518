package dev.segue.datasets.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeKindTest {

  /** 31536000 is the beginning of 1971. */
  @ParameterizedTest
  @CsvSource({
    "2020-01-31T10:00:00Z, EXACT",
    "1580464800, EXACT",
    "31536000, EXACT",
    "31535999, NO_TIME",
    "2020-01-31, DATE",
    "1970-12-31, NO_TIME",
    "04:26, NO_TIME",
    "yesterday, UNREADABLE"
  })
  void kinds(String text, TimeKind kind) {
    assertThat(TimeKind.of(text)).isEqualTo(kind);
  }

  /** 788918400 is the beginning of 1995. */
  @ParameterizedTest
  @ValueSource(
      strings = {"788918400", "788918401", "1580464800", "1580464800000", "1994-01-31T10:00:00Z"})
  void looksLikeTime_isSurelyOne(String text) {
    assertThat(TimeKind.looksLikeTime(text, TimeForm.STANDARD)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"788918399", "31536000", "99999999", "1234", "2020-01-31", "04:26", "Song 1", ""})
  void looksLikeTime_mayBeSomethingElse(String text) {
    assertThat(TimeKind.looksLikeTime(text, TimeForm.STANDARD)).isFalse();
  }
}
