package dev.segue.lstm.network;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * The rows of the clock: one for each hour of the day, day of the week and twelfth of an hour.
 * Stations plan an hour by its minutes (a "format clock"), and a day by its hours.
 */
final class ClockRows {

  /** How many rows there are. */
  static final int COUNT = 24 + 7 + 12;

  private static final int FIRST_DAY = 24;
  private static final int FIRST_MINUTES = 24 + 7;
  private static final int MINUTES = 5;

  private ClockRows() {}

  /** Returns the rows of a time in a zone: those of its hour, its day and its minutes. */
  static int[] of(Instant time, ZoneId zone) {
    ZonedDateTime local = time.atZone(zone);
    return new int[] {
      local.getHour(),
      FIRST_DAY + local.getDayOfWeek().getValue() - 1,
      FIRST_MINUTES + local.getMinute() / MINUTES
    };
  }
}
