package dev.segue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long each song of a playlist was heard. Immutable.
 *
 * @param seconds {@code [songs]}: -1 if unknown; some are known
 */
@SuppressWarnings("ArrayRecordComponent") // packed; compared by value below
record HeardSeconds(int[] seconds) {

  /**
   * Packs seconds.
   *
   * @return null if unknown of all
   * @throws IllegalArgumentException if there are not as many as songs, or one is below -1
   */
  static @Nullable HeardSeconds of(int[] seconds, int songs) {
    if (seconds.length != songs) {
      throw new IllegalArgumentException(
          "there must be a number of seconds for each of the %d songs, but there are %d"
              .formatted(songs, seconds.length));
    }
    for (int position = 0; position < songs; position++) {
      if (seconds[position] < -1) {
        throw new IllegalArgumentException(
            "seconds must be >= 0, or -1 if unknown, was %d at position %d"
                .formatted(seconds[position], position));
      }
    }
    return known(seconds.clone());
  }

  private static @Nullable HeardSeconds known(int[] seconds) {
    return Arrays.stream(seconds).allMatch(second -> second < 0) ? null : new HeardSeconds(seconds);
  }

  Optional<Duration> at(int position) {
    return seconds[position] < 0
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds(seconds[position]));
  }

  /** Those at some positions, in ascending order, whose next song is not left out. */
  @Nullable HeardSeconds select(int[] positions) {
    int[] kept = new int[positions.length];
    for (int i = 0; i < kept.length; i++) {
      int next = i + 1 < kept.length ? positions[i + 1] : seconds.length;
      kept[i] = next == positions[i] + 1 ? seconds[positions[i]] : -1;
    }
    return known(kept);
  }

  @Nullable HeardSeconds first(int count) {
    return known(Arrays.copyOf(seconds, count));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HeardSeconds heard && Arrays.equals(seconds, heard.seconds);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(seconds);
  }

  @Override
  public String toString() {
    return Arrays.toString(seconds);
  }
}
