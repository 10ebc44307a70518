package dev.segue.lstm.network;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * The rows of the clock's vectors: one for each hour of the day, day of the week and twelfth of an
 * hour, and one of each kind for an unknown time. Stations plan an hour by its minutes (a "format
 * clock"), and a day by its hours.
 */
public final class ClockRows {

  /** How many rows there are. */
  public static final int COUNT = 25 + 8 + 13;

  /** How many rows a time has: those of its hour, its day and its minutes. */
  public static final int KINDS = 3;

  private static final int FIRST_DAY = 25;
  private static final int FIRST_MINUTES = FIRST_DAY + 8;
  private static final int MINUTES = 5;

  private ClockRows() {}

  /**
   * Returns the rows of a time.
   *
   * @param time the time, if it is known
   * @param zone of the hours and days
   * @return {@code [KINDS]}
   */
  public static int[] of(Optional<Instant> time, ZoneId zone) {
    if (time.isEmpty()) {
      return new int[] {FIRST_DAY - 1, FIRST_MINUTES - 1, COUNT - 1};
    }
    ZonedDateTime local = time.get().atZone(zone);
    return new int[] {
      local.getHour(),
      FIRST_DAY + local.getDayOfWeek().getValue() - 1,
      FIRST_MINUTES + local.getMinute() / MINUTES
    };
  }
}
