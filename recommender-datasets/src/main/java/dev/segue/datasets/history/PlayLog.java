package dev.segue.datasets.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Plays in the order in which they are found, 16 bytes each. One thread at a time. */
final class PlayLog {

  /** The listener of plays that name none. */
  static final String UNNAMED = "";

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

  /** How many plays name no listener. */
  long unnamed() {
    Integer unnamed = numbers.get(UNNAMED);
    return unnamed == null
        ? 0
        : Arrays.stream(listeners, 0, size).filter(listener -> listener == unnamed).count();
  }

  /** Gives the plays that name no listener to the only one who is named, if there is one. */
  void joinUnnamed() {
    if (names.size() == 2 && numbers.containsKey(UNNAMED)) {
      names.remove(UNNAMED);
      numbers.clear();
      numbers.put(names.get(0), 0);
      Arrays.fill(listeners, 0, size, 0);
    }
  }

  /** Whether a listener's plays are more often before the one found last than after it. */
  boolean isNewestFirst() {
    long later = 0;
    for (int play = 1; play < size; play++) {
      if (listeners[play - 1] == listeners[play]) {
        later += Long.signum(times[play] - times[play - 1]);
      }
    }
    return later < 0;
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
