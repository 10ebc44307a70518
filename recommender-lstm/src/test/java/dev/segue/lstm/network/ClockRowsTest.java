package dev.segue.lstm.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockRowsTest {

  @ParameterizedTest
  @CsvSource({
    "2025-01-06T00:00:00Z, Z, 0, 25, 33", // a Monday
    "2025-01-12T23:59:59Z, Z, 23, 31, 44",
    "2025-01-12T23:59:59Z, Asia/Tokyo, 8, 25, 44",
    "2025-01-12T12:07:00Z, Asia/Kathmandu, 17, 31, 43", // 17:52
    "2025-03-30T00:30:00Z, Europe/Lisbon, 0, 31, 39",
    "2025-03-30T01:30:00Z, Europe/Lisbon, 2, 31, 39" // summer time has begun
  })
  void rows_areThoseOfTheHourTheDayAndTheMinutes(
      Instant time, ZoneId zone, int hour, int day, int minutes) {
    assertThat(ClockRows.of(Optional.of(time), zone)).containsExactly(hour, day, minutes);
  }

  @Test
  void unknownTime_hasRowsOfItsOwn() {
    assertThat(ClockRows.of(Optional.empty(), ZoneOffset.UTC)).containsExactly(24, 32, 45);
  }
}
