package dev.segue.datasets.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plays and skips in the order in which they are found, 16 bytes each, 4 more if it is known how
 * long songs were heard, and 4 more if sessions are known. One thread at a time.
 */
final class PlayLog {

  /** The listener of plays that name none. */
  static final String UNNAMED = "";

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private int[] listeners = new int[1 << 10];
  private long[] times = new long[1 << 10];

  /** {@code [plays]}: the caller's number of the song; its complement if the song was skipped. */
  private int[] songs = new int[1 << 10];

  /** {@code [plays]}: for how many seconds; -1 if unknown; null if unknown of all. */
  private int @Nullable [] heard;

  /** {@code [plays]}: the number of the session, from 1; null if none is known. */
  private int @Nullable [] sessions;

  private final Map<String, Integer> sessionNumbers = new HashMap<>();

  /** The session of the play that is added next; 0 if it is not known. */
  private int session;

  private int size;
  private int skips;

  /** Returns the number of a listener, from 0. */
  int listener(String name) {
    Integer number = numbers.putIfAbsent(name, names.size());
    if (number == null) {
      names.add(name);
      return names.size() - 1;
    }
    return number;
  }

  /** Says which session of a listener the play belongs to that is added next. */
  void session(String listener, String name) {
    String key = listener.length() + " " + listener + name;
    session = sessionNumbers.computeIfAbsent(key, each -> sessionNumbers.size() + 1);
  }

  /** Adds a play of which is not known how long it was heard. */
  void add(int listener, long second, int song) {
    add(listener, second, song, -1);
  }

  /**
   * Adds a play.
   *
   * @param second the time, in seconds since 1970
   * @param song the caller's number of the song
   * @param seconds how long it was heard; -1 if unknown
   */
  void add(int listener, long second, int song, int seconds) {
    if (size == songs.length) {
      int larger = Math.addExact(size, size / 2);
      listeners = Arrays.copyOf(listeners, larger);
      times = Arrays.copyOf(times, larger);
      songs = Arrays.copyOf(songs, larger);
    }
    if (seconds >= 0 || heard != null) {
      int[] known = heard == null ? new int[0] : heard;
      if (known.length <= size) {
        int length = known.length;
        known = Arrays.copyOf(known, songs.length);
        Arrays.fill(known, length, songs.length, -1);
      }
      known[size] = seconds;
      heard = known;
    }
    if (session > 0) {
      int[] known = sessions == null ? new int[songs.length] : sessions;
      sessions = known.length < songs.length ? Arrays.copyOf(known, songs.length) : known;
      sessions[size] = session;
      session = 0;
    }
    listeners[size] = listener;
    times[size] = second;
    songs[size++] = song;
  }

  /** Adds a song that the listener skipped, like a play. */
  void skip(int listener, long second, int song, int seconds) {
    add(listener, second, ~song, seconds);
    skips++;
  }

  /** Returns whether there are no plays yet. */
  boolean isEmpty() {
    return size == skips;
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
    OrderedPlays ordered =
        new OrderedPlays(
            Arrays.copyOf(listeners, size), names.size(), heard != null, sessions != null);
    for (int found = 0; found < size; found++) {
      int play = newestFirst ? size - 1 - found : found;
      int song = songs[play] < 0 ? ~indices[~songs[play]] : indices[songs[play]];
      ordered.add(
          listeners[play],
          times[play],
          song,
          heard == null ? -1 : heard[play],
          sessions == null ? 0 : sessions[play]);
    }
    ordered.sort();
    return ordered;
  }
}
