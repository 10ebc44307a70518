package dev.segue.datasets.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LocalTimesTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static Stream<String> read(boolean newestFirst, String date, String... clocks) {
    LocalTimes times = new LocalTimes(BERLIN, newestFirst);
    return Stream.of(clocks)
        .map(clock -> LocalDateTime.parse(date + "T" + clock).toEpochSecond(ZoneOffset.UTC))
        .map(local -> Instant.ofEpochSecond(times.second(local, "ann")).toString())
        .map(time -> time.substring(11, 16));
  }

  @Test
  void clocksGoForward_whatTheySkipComesAfter() {
    assertThat(read(false, "2023-03-26", "01:58", "02:30", "03:02"))
        .containsExactly("00:58", "01:30", "01:02");
  }

  @Test
  void clocksGoBack_timeGoesOn() {
    assertThat(read(false, "2023-10-29", "01:50", "02:10", "02:50", "02:05", "02:55", "03:10"))
        .containsExactly("23:50", "00:10", "00:50", "01:05", "01:55", "02:10");
  }

  @Test
  void clocksGoBack_newestFirst() {
    assertThat(read(true, "2023-10-29", "03:10", "02:55", "02:05", "02:50", "02:10", "01:50"))
        .containsExactly("02:10", "01:55", "01:05", "00:50", "00:10", "23:50");
  }

  @Test
  void clocksGoBack_forEachListenerApart() {
    LocalTimes times = new LocalTimes(BERLIN, false);
    long late = LocalDateTime.parse("2023-10-29T02:50").toEpochSecond(ZoneOffset.UTC);
    long early = late - 2_400;

    assertThat(times.second(late, "ann")).isEqualTo(late - 7_200);
    assertThat(times.second(early, "bob")).isEqualTo(early - 7_200);
    assertThat(times.second(early, "ann")).isEqualTo(early - 3_600);
  }

  @Test
  void zoneWithoutRules() {
    assertThat(new LocalTimes(ZoneOffset.ofHours(2), false).second(7_200, "")).isZero();
  }
}
