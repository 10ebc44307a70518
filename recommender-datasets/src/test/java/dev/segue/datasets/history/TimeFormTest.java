package dev.segue.datasets.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times as people and programs write them. */
class TimeFormTest {

  private static String read(WrittenTime.Reading form, String text) {
    WrittenTime time = form.read(text);
    String second = Instant.ofEpochSecond(time.second()).toString();
    String local = time.isLocal() ? second.substring(0, second.length() - 1) : second;
    return time.isExact() ? local : local.substring(0, 10);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2023-01-05T10:00:00Z          | 2023-01-05T10:00:00Z",
        "2023-01-05T10:00:00.123456Z   | 2023-01-05T10:00:00Z",
        "2023-01-05 10:00:00 UTC       | 2023-01-05T10:00:00Z",
        "2023-01-05 10:00:00 EST       | 2023-01-05T15:00:00Z",
        "2023-01-05 10:00:00+01:00     | 2023-01-05T09:00:00Z",
        "2023-01-05 10:00:00.5 +0100   | 2023-01-05T09:00:00Z",
        "2023-01-05T10:00-05           | 2023-01-05T15:00:00Z",
        "2023-01-05 10:00              | 2023-01-05T10:00:00",
        "2023-01-05                    | 2023-01-05",
        "1672912800                    | 2023-01-05T10:00:00Z",
        "1672912800.0                  | 2023-01-05T10:00:00Z",
        "1672912800.999                | 2023-01-05T10:00:00Z",
        "1.6729128e+09                 | 2023-01-05T10:00:00Z",
        "1.6729128E9                   | 2023-01-05T10:00:00Z",
        "1672912800000                 | 2023-01-05T10:00:00Z",
        "1672912800000.0               | 2023-01-05T10:00:00Z",
        "1672912800000000              | 2023-01-05T10:00:00Z",
        "1672912800000000000           | 2023-01-05T10:00:00Z",
      })
  void standard(String text, String time) {
    assertThat(read(TimeForm.STANDARD, text)).isEqualTo(time);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "31 Dec 2019, 23:59                      | 2019-12-31T23:59:00",
        "31 Dec 2019 23:59                       | 2019-12-31T23:59:00",
        "1 May 2019                              | 2019-05-01",
        "05-Jan-2023 9:05:07                     | 2023-01-05T09:05:07",
        "5. January 2023 10:00                   | 2023-01-05T10:00:00",
        "Dec 31, 2019, 11:59:00 PM               | 2019-12-31T23:59:00",
        "Dec 31, 2019, 11:59:00\u202FPM UTC      | 2019-12-31T23:59:00Z",
        "Jan 5, 2023, 10:00:00 AM CET            | 2023-01-05T09:00:00Z",
        "January 05, 2023 at 10:00AM             | 2023-01-05T10:00:00",
        "Sept 5th, 2023 12:30 a.m.               | 2023-09-05T00:30:00",
        "Thu, 05 Jan 2023 10:00:00 GMT           | 2023-01-05T10:00:00Z",
        "Thursday 5 January 2023 10:00:00 +0100  | 2023-01-05T09:00:00Z",
        "Thu Jan 05 2023 10:00:00 GMT+0100 (CET) | 2023-01-05T09:00:00Z",
      })
  void monthName(String text, String time) {
    assertThat(read(TimeForm.MONTH_NAME, text)).isEqualTo(time);
    assertThat(TimeForm.of(List.of(text))).isEqualTo(TimeForm.MONTH_NAME);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DAY_FIRST   | 31/12/2019 23:59       | 2019-12-31T23:59:00",
        "DAY_FIRST   | 05.01.2023 10:00       | 2023-01-05T10:00:00",
        "DAY_FIRST   | 5.1.23, 10:00:30       | 2023-01-05T10:00:30",
        "DAY_FIRST   | 31-12-2019             | 2019-12-31",
        "DAY_FIRST   | 31/12/2019 10:00 +0200 | 2019-12-31T08:00:00Z",
        "MONTH_FIRST | 12/31/2019 11:59 PM    | 2019-12-31T23:59:00",
        "MONTH_FIRST | 1/5/23 12:00 AM        | 2023-01-05T00:00:00",
        "YEAR_FIRST  | 2023/1/5 9:05          | 2023-01-05T09:05:00",
        "YEAR_FIRST  | 2023-01-05 9:05 PM     | 2023-01-05T21:05:00",
        "YEAR_FIRST  | 2023.01.05             | 2023-01-05",
        "SERIAL_DAY  | 44931.4166666667       | 2023-01-05T10:00:00",
        "SERIAL_DAY  | 44931                  | 2023-01-05",
      })
  void numbers(TimeForm form, String text, String time) {
    assertThat(read(form, text)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "Song 2 of 1999",
        "32/12/2019 10:00",
        "31/13/2019 10:00",
        "30 Feb 2019",
        "5 Jan 2023 25:00",
        "5 Jan 2023 10:00 Mars",
        "1/2/3 4:5",
        "5 janv. 2023 10:00",
        "9999999999999999999",
        "12345678901234567890",
        "1e99",
        "19999.5",
        "80000.5"
      })
  void noTime(String text) {
    for (TimeForm form : TimeForm.values()) {
      assertThat(TimeKind.of(text, form).isTime()).as(form.name()).isFalse();
    }
  }

  /** A single value above 12 decides for the whole column. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "05/01/2023 10:00; 13/01/2023 10:00       | DAY_FIRST   | false",
        "05/01/2023 10:00; 01/13/2023 10:00       | MONTH_FIRST | false",
        "05/01/2023 10:00; 06/01/2023 10:00       | DAY_FIRST   | true",
        "05/01/2023 10:00 AM; 06/01/2023 10:00 PM | MONTH_FIRST | true",
        "05.01.2023 10:00; 06.01.2023 10:00       | DAY_FIRST   | false",
        "44931.4167; 44932.5                      | SERIAL_DAY  | false",
        "44931; 44932                             | STANDARD    | false",
        "3.5; 44932.5                             | STANDARD    | false",
        "1672912800; 2023-01-05T10:00:00Z         | STANDARD    | false",
        "a; b                                     | STANDARD    | false",
      })
  void column(String values, TimeForm form, boolean isGuess) {
    List<String> column = Arrays.asList(values.split("; "));

    assertThat(TimeForm.of(column)).isEqualTo(form);
    assertThat(form.isGuess(column)).isEqualTo(isGuess);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DAY_FIRST   | 05/01/2023 10:00      | d/M/yyyy H:mm",
        "MONTH_FIRST | 12/31/23 11:59:59 PM  | M/d/yy h:mm:ss a",
        "DAY_FIRST   | 31.12.2019            | d.M.yyyy",
      })
  void pattern_readsTheText(TimeForm form, String text, String pattern) {
    assertThat(form.pattern(text)).isEqualTo('"' + pattern + '"');
    assertThat(new TimePattern(pattern).read(text)).isEqualTo(form.read(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "d MMM yyyy HH:mm          | 5 janv. 2023 10:00            | 2023-01-05T10:00:00",
        "d. MMMM yyyy              | 5. März 2023                  | 2023-03-05",
        "yyyyMMdd-HHmmss           | 20230105-100000               | 2023-01-05T10:00:00",
        "yyyyMMddHHmmssX           | 20230105100000+01             | 2023-01-05T09:00:00Z",
        "MM/dd/yyyy hh:mm a VV     | 01/05/2023 10:00 am Asia/Tokyo | 2023-01-05T01:00:00Z",
      })
  void ownPattern(String pattern, String text, String time) {
    assertThat(read(new TimePattern(pattern), text)).isEqualTo(time);
  }

  @Test
  void ownPattern_isNone() {
    assertThatThrownBy(() -> new TimePattern("d{"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "timeFormat must be a pattern of java.time such as d/M/yyyy H:mm, was 'd{': ");
    assertThatThrownBy(() -> new TimePattern("d/M/yyyy").read("soon"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("time must be like --time-format 'd/M/yyyy' says, was 'soon'");
  }
}
