package dev.segue.datasets.history;

/**
 * Finds when plays began whose ends are known to the minute, in the order of a file. A play began
 * after the one before it ended, as far as the minute of its own end allows, and never before that
 * one began. One thread at a time.
 */
final class MinuteClock {

  private static final long SECONDS_LOST = 59;

  private long lastEnd = Long.MIN_VALUE;
  private long lastBegan;
  private long lastSeconds;

  /**
   * Returns when the next play of the file began, in seconds since 1970.
   *
   * @param end when it ended, without its seconds
   * @param seconds how long it was played
   */
  long began(long end, long seconds) {
    long began = end - seconds;
    if (end >= lastEnd && lastEnd != Long.MIN_VALUE) { // else the file is in no order
      long latest = Math.max(lastBegan, began + SECONDS_LOST);
      began = Math.max(Math.max(began, lastBegan), Math.min(lastBegan + lastSeconds, latest));
    }
    lastEnd = end;
    lastBegan = began;
    lastSeconds = seconds;
    return began;
  }
}
