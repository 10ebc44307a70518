package dev.segue.datasets.history;

import dev.segue.Playlist;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The skips of sessions, 20 bytes each, and 4 a session. Immutable once they are packed. */
final class SessionSkips {

  private int[] starts;
  private int[] songs = new int[1 << 4];

  /** {@code [skips]}: how many songs of the session were played before each. */
  private int[] positions = new int[1 << 4];

  /** {@code [skips]}: for how many seconds each was heard; -1 if unknown. */
  private int[] heard = new int[1 << 4];

  /** {@code [skips]}: in seconds since 1970. */
  private long[] times = new long[1 << 4];

  private int size;

  SessionSkips(int sessions) {
    starts = new int[sessions + 1];
  }

  /** Appends a skip to a session, the last that has one or a later one. */
  void add(int session, int position, int song, long second, int seconds) {
    if (size == songs.length) {
      int larger = Math.addExact(size, size / 2);
      songs = Arrays.copyOf(songs, larger);
      positions = Arrays.copyOf(positions, larger);
      heard = Arrays.copyOf(heard, larger);
      times = Arrays.copyOf(times, larger);
    }
    songs[size] = song;
    positions[size] = position;
    heard[size] = seconds;
    times[size++] = second;
    starts[session + 1]++;
  }

  /** Ends the adding. */
  SessionSkips packed() {
    Arrays.parallelPrefix(starts, Integer::sum);
    starts = size == 0 ? new int[0] : starts;
    songs = Arrays.copyOf(songs, size);
    positions = Arrays.copyOf(positions, size);
    heard = Arrays.copyOf(heard, size);
    times = Arrays.copyOf(times, size);
    return this;
  }

  int size() {
    return size;
  }

  /**
   * The skips of a session's first songs that began before a time.
   *
   * @param timed whether the session has times
   */
  List<Playlist.Skip> of(int session, int plays, Instant until, boolean timed) {
    if (size == 0) {
      return List.of();
    }
    return IntStream.range(starts[session], starts[session + 1])
        .filter(skip -> positions[skip] <= plays)
        .filter(skip -> !timed || time(skip).isBefore(until))
        .mapToObj(
            skip ->
                new Playlist.Skip(
                    songs[skip],
                    positions[skip],
                    timed ? Optional.of(time(skip)) : Optional.empty(),
                    heard[skip] < 0
                        ? Optional.empty()
                        : Optional.of(Duration.ofSeconds(heard[skip]))))
        .toList();
  }

  private Instant time(int skip) {
    return Instant.ofEpochSecond(times[skip]);
  }
}
