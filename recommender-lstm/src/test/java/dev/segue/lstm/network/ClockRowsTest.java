package dev.segue.lstm.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockRowsTest {

  @ParameterizedTest
  @CsvSource({
    "2025-01-06T00:00:00Z, Z, 0, 24, 31", // a Monday
    "2025-01-12T23:59:59Z, Z, 23, 30, 42",
    "2025-01-12T23:59:59Z, Asia/Tokyo, 8, 24, 42",
    "2025-01-12T12:07:00Z, Asia/Kathmandu, 17, 30, 41", // 17:52
    "2025-03-30T00:30:00Z, Europe/Lisbon, 0, 30, 37",
    "2025-03-30T01:30:00Z, Europe/Lisbon, 2, 30, 37" // summer time has begun
  })
  void rows_areThoseOfTheHourTheDayAndTheMinutes(
      Instant time, ZoneId zone, int hour, int day, int minutes) {
    assertThat(ClockRows.of(time, zone)).containsExactly(hour, day, minutes);
  }
}
