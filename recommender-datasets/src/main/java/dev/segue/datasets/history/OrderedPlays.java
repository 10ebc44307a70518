package dev.segue.datasets.history;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Plays ordered by listener, then by time, 12 bytes each. Immutable once they are {@linkplain #sort
 * sorted}, and {@linkplain #dropDuplicates rid of duplicates}.
 */
final class OrderedPlays {

  private static final int SECONDS_PER_DAY = 86_400;

  /** {@code [listeners + 1]}: where each listener's plays begin, and where the last one's end. */
  private final int[] starts;

  /** {@code [listeners]}: where the next play of a listener goes. */
  private final int[] next;

  /** {@code [plays]}: in seconds since 1970. */
  private long[] times;

  /** {@code [plays]}: indices in the catalogue. */
  private int[] songs;

  /**
   * Makes room for plays.
   *
   * @param listenerOf the listener of each play
   */
  OrderedPlays(int[] listenerOf, int listeners) {
    starts = new int[listeners + 1];
    for (int listener : listenerOf) {
      starts[listener + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    next = Arrays.copyOf(starts, listeners);
    times = new long[listenerOf.length];
    songs = new int[listenerOf.length];
  }

  /** Appends a play to those of its listener. */
  void add(int listener, long second, int song) {
    int play = next[listener]++;
    times[play] = second;
    songs[play] = song;
  }

  /** Sorts each listener's plays by time; those at the same time stay in their order. */
  void sort() {
    IntStream.range(0, next.length).parallel().forEach(each -> sort(start(each), end(each)));
  }

  private void sort(int from, int to) {
    boolean rising = true;
    for (int play = from + 1; play < to && rising; play++) {
      rising = times[play - 1] <= times[play];
    }
    if (rising) {
      return;
    }
    Integer[] order = new Integer[to - from];
    Arrays.setAll(order, i -> from + i);
    Arrays.sort(order, (one, other) -> Long.compare(times[one], times[other]));
    long[] sortedTimes = Arrays.stream(order).mapToLong(play -> times[play]).toArray();
    int[] sortedSongs = Arrays.stream(order).mapToInt(play -> songs[play]).toArray();
    System.arraycopy(sortedTimes, 0, times, from, order.length);
    System.arraycopy(sortedSongs, 0, songs, from, order.length);
  }

  /**
   * Drops all but the first of plays of a song by a listener in the same second, unless the times
   * are dates alone, which say nothing of that; called once, after {@link #sort}.
   *
   * @param catalogueSize the number of songs
   * @return how many plays were dropped
   */
  int dropDuplicates(int catalogueSize) {
    if (areDates()) {
      return 0;
    }
    int[] playedIn = new int[catalogueSize]; // 1 + the first play of a second, by song
    int kept = 0;
    for (int listener = 0; listener < next.length; listener++) {
      int begin = kept;
      int second = 0;
      for (int play = starts[listener]; play < starts[listener + 1]; play++) {
        boolean same = play > starts[listener] && times[play - 1] == times[play];
        second = same ? second : play + 1;
        if (playedIn[songs[play]] != second) {
          playedIn[songs[play]] = second;
          times[kept] = times[play];
          songs[kept++] = songs[play];
        }
      }
      next[listener] = begin;
    }
    System.arraycopy(next, 0, starts, 0, next.length);
    int dropped = songs.length - kept;
    starts[next.length] = kept;
    if (dropped > 0) {
      times = Arrays.copyOf(times, kept);
      songs = Arrays.copyOf(songs, kept);
    }
    return dropped;
  }

  /** Whether all times are at midnight; also those of plays without times. */
  boolean areDates() {
    return Arrays.stream(times).allMatch(time -> time % SECONDS_PER_DAY == 0);
  }

  int size() {
    return songs.length;
  }

  /** Where a listener's plays begin. */
  int start(int listener) {
    return starts[listener];
  }

  /** Where a listener's plays end, exclusive. */
  int end(int listener) {
    return starts[listener + 1];
  }

  /** In seconds since 1970. */
  long time(int play) {
    return times[play];
  }

  /** The index of a play's song in the catalogue. */
  int song(int play) {
    return songs[play];
  }
}
