package dev.segue.datasets.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Plays in the order in which they are found, 16 bytes each. One thread at a time. */
final class PlayLog {

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private int[] listeners = new int[1 << 10];
  private long[] times = new long[1 << 10];
  private int[] songs = new int[1 << 10];
  private int size;

  /** Returns the number of a listener, from 0. */
  int listener(String name) {
    Integer number = numbers.putIfAbsent(name, names.size());
    if (number == null) {
      names.add(name);
      return names.size() - 1;
    }
    return number;
  }

  /**
   * Adds a play.
   *
   * @param second the time, in seconds since 1970
   * @param song the caller's number of the song
   */
  void add(int listener, long second, int song) {
    if (size == songs.length) {
      int larger = Math.addExact(size, size / 2);
      listeners = Arrays.copyOf(listeners, larger);
      times = Arrays.copyOf(times, larger);
      songs = Arrays.copyOf(songs, larger);
    }
    listeners[size] = listener;
    times[size] = second;
    songs[size++] = song;
  }

  /** Returns whether there are no plays yet. */
  boolean isEmpty() {
    return size == 0;
  }

  /** All listeners, by their numbers. */
  List<String> listeners() {
    return List.copyOf(names);
  }

  /**
   * Orders the plays by listener and time.
   *
   * @param indices the catalogue index of each of the caller's song numbers
   * @param newestFirst whether, of plays at the same time, the one found last was played first
   */
  OrderedPlays ordered(int[] indices, boolean newestFirst) {
    OrderedPlays ordered = new OrderedPlays(Arrays.copyOf(listeners, size), names.size());
    for (int found = 0; found < size; found++) {
      int play = newestFirst ? size - 1 - found : found;
      ordered.add(listeners[play], times[play], indices[songs[play]]);
    }
    ordered.sort();
    return ordered;
  }
}
