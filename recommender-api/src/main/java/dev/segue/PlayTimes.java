package dev.segue;

import java.time.Instant;
import java.util.Arrays;

/**
 * Who played the songs of a playlist, and when. Immutable.
 *
 * @param listener who listened, or the station that played
 * @param begun when the first song began, in seconds since 1970; 0 without songs
 * @param offsets {@code [songs]}: when each began, in seconds since the first
 */
@SuppressWarnings("ArrayRecordComponent") // packed; compared by value below
record PlayTimes(String listener, long begun, int[] offsets) {

  private static final long MIN_SECOND = Instant.MIN.getEpochSecond();
  private static final long MAX_SECOND = Instant.MAX.getEpochSecond();

  static PlayTimes of(String listener, long[] seconds) {
    for (int position = 0; position < seconds.length; position++) {
      check(seconds, position);
    }
    long begun = seconds.length == 0 ? 0 : seconds[0];
    return new PlayTimes(
        listener,
        begun,
        Arrays.stream(seconds).mapToInt(second -> Math.toIntExact(second - begun)).toArray());
  }

  private static void check(long[] seconds, int position) {
    long second = seconds[position];
    if (second < MIN_SECOND || second > MAX_SECOND) {
      throw new IllegalArgumentException(
          "time must be in %d..%d seconds since 1970, was %d at position %d"
              .formatted(MIN_SECOND, MAX_SECOND, second, position));
    }
    if (position > 0 && second < seconds[position - 1]) {
      throw new IllegalArgumentException(
          "times must not decrease, but at position %d %s follows %s"
              .formatted(
                  position,
                  Instant.ofEpochSecond(second),
                  Instant.ofEpochSecond(seconds[position - 1])));
    }
    if (second - seconds[0] > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "songs must begin within 68 years of the first, but at position %d %s follows %s"
              .formatted(
                  position, Instant.ofEpochSecond(second), Instant.ofEpochSecond(seconds[0])));
    }
  }

  Instant time(int position) {
    return Instant.ofEpochSecond(begun + offsets[position]);
  }

  /** The times at some positions, in ascending order. */
  PlayTimes select(int[] positions) {
    int first = positions.length == 0 ? 0 : offsets[positions[0]];
    return new PlayTimes(
        listener,
        positions.length == 0 ? 0 : begun + first,
        Arrays.stream(positions).map(position -> offsets[position] - first).toArray());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PlayTimes times
        && listener.equals(times.listener)
        && begun == times.begun
        && Arrays.equals(offsets, times.offsets);
  }

  @Override
  public int hashCode() {
    return 31 * listener.hashCode() + Long.hashCode(begun);
  }

  /** Returns the listener, and when the first and the last song began. */
  @Override
  public String toString() {
    return offsets.length == 0
        ? listener
        : "%s from %s to %s".formatted(listener, time(0), time(offsets.length - 1));
  }
}
