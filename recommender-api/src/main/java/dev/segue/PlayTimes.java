package dev.segue;

import java.time.Instant;
import java.util.Arrays;

/**
 * Who played the songs of a playlist, and when. Immutable.
 *
 * @param listener who listened, or the station that played
 * @param begun when the first song began, in seconds since 1970
 * @param offsets {@code [songs]}: when each began, in seconds since the first
 */
@SuppressWarnings("ArrayRecordComponent") // packed; compared by value below
record PlayTimes(String listener, long begun, int[] offsets) {

  static PlayTimes of(String listener, long[] seconds) {
    long begun = seconds.length == 0 ? 0 : seconds[0];
    int[] offsets = new int[seconds.length];
    for (int position = 1; position < seconds.length; position++) {
      if (seconds[position] < seconds[position - 1]) {
        throw new IllegalArgumentException(
            "times must not decrease, but at position %d %s follows %s"
                .formatted(
                    position,
                    Instant.ofEpochSecond(seconds[position]),
                    Instant.ofEpochSecond(seconds[position - 1])));
      }
      long offset = seconds[position] - begun;
      if (offset > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "the last song of a playlist must begin within 68 years of the first, but they are %s and %s"
                .formatted(Instant.ofEpochSecond(seconds[position]), Instant.ofEpochSecond(begun)));
      }
      offsets[position] = (int) offset;
    }
    return new PlayTimes(listener, begun, offsets);
  }

  Instant time(int position) {
    return Instant.ofEpochSecond(begun + offsets[position]);
  }

  /** The times at some positions. */
  PlayTimes select(int[] positions) {
    return of(listener, Arrays.stream(positions).mapToLong(p -> begun + offsets[p]).toArray());
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
}
