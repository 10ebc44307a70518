package dev.segue.datasets.history;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Plays and skips ordered by listener, then by time, 12 bytes each, and 4 more if it is known how
 * long songs were heard. Where sessions are known, which takes 4 bytes more, the plays of each are
 * together, in the order in which sessions begin. Immutable once they are {@linkplain #sort
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

  /** {@code [plays]}: indices in the catalogue; their complements if the songs were skipped. */
  private int[] songs;

  /** {@code [plays]}: for how many seconds; -1 if unknown; null if unknown of all. */
  private int @Nullable [] heard;

  /** {@code [plays]}: the number of the session; null if none is known. */
  private int @Nullable [] sessions;

  /**
   * Makes room for plays.
   *
   * @param listenerOf the listener of each play
   * @param heard whether it is known of some how long they were heard
   * @param sessions whether it is known in which sessions they were
   */
  OrderedPlays(int[] listenerOf, int listeners, boolean heard, boolean sessions) {
    starts = new int[listeners + 1];
    for (int listener : listenerOf) {
      starts[listener + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    next = Arrays.copyOf(starts, listeners);
    times = new long[listenerOf.length];
    songs = new int[listenerOf.length];
    this.heard = heard ? new int[listenerOf.length] : null;
    this.sessions = sessions ? new int[listenerOf.length] : null;
  }

  private OrderedPlays(OrderedPlays other) {
    starts = other.starts.clone();
    next = other.next.clone();
    times = other.times.clone();
    songs = other.songs.clone();
    heard = other.heard == null ? null : other.heard.clone();
    sessions = other.sessions == null ? null : other.sessions.clone();
  }

  /** The same plays, which can be changed. */
  OrderedPlays copy() {
    return new OrderedPlays(this);
  }

  /** Appends a play, or the complement of a skipped song, to those of its listener. */
  void add(int listener, long second, int song, int seconds, int session) {
    int play = next[listener]++;
    times[play] = second;
    songs[play] = song;
    if (heard != null) {
      heard[play] = seconds;
    }
    if (sessions != null) {
      sessions[play] = session;
    }
  }

  /** Sorts each listener's plays by time; those at the same time stay in their order. */
  void sort() {
    IntStream.range(0, next.length).parallel().forEach(each -> sort(start(each), end(each)));
  }

  private void sort(int from, int to) {
    boolean rising = sessions == null;
    for (int play = from + 1; play < to && rising; play++) {
      rising = times[play - 1] <= times[play];
    }
    if (rising) {
      return;
    }
    Integer[] order = new Integer[to - from];
    Arrays.setAll(order, i -> from + i);
    Arrays.sort(order, order(from, to));
    long[] sortedTimes = Arrays.stream(order).mapToLong(play -> times[play]).toArray();
    int[] sortedSongs = Arrays.stream(order).mapToInt(play -> songs[play]).toArray();
    System.arraycopy(sortedTimes, 0, times, from, order.length);
    System.arraycopy(sortedSongs, 0, songs, from, order.length);
    sort(heard, order, from);
    sort(sessions, order, from);
  }

  private static void sort(int @Nullable [] values, Integer[] order, int from) {
    if (values != null) {
      int[] sorted = Arrays.stream(order).mapToInt(play -> values[play]).toArray();
      System.arraycopy(sorted, 0, values, from, order.length);
    }
  }

  /** By time; where sessions are known, first by when the session begins. */
  private Comparator<Integer> order(int from, int to) {
    Comparator<Integer> byTime = Comparator.comparingLong(play -> times[play]);
    int[] session = sessions;
    if (session == null) {
      return byTime;
    }
    Map<Integer, Long> begins = new HashMap<>();
    for (int play = from; play < to; play++) {
      begins.merge(session[play], times[play], Math::min);
    }
    return Comparator.comparingLong((Integer play) -> begins.getOrDefault(session[play], 0L))
        .thenComparingInt(play -> session[play])
        .thenComparing(byTime);
  }

  /**
   * Drops all but the first of plays of a song by a listener within a time, and of its skips,
   * unless the times are dates alone, which say nothing of that; called once, after {@link #sort}.
   *
   * @param catalogueSize the number of songs
   * @param seconds how long after a play another one of the same song is the same play; 1 for those
   *     in the same second alone
   * @return how many plays were dropped
   */
  int dropDuplicates(int catalogueSize, int seconds) {
    if (areDates()) {
      return 0;
    }
    int[] listenerOf = new int[2 * catalogueSize]; // 1 + the first play of the one who played it
    int[] sessionOf = new int[2 * catalogueSize];
    long[] begun = new long[2 * catalogueSize]; // by song and kind, of the last that was kept
    return keep(
        (first, play) -> {
          int song = 2 * song(play) + (isSkip(play) ? 1 : 0);
          boolean again =
              listenerOf[song] == first + 1
                  && sessionOf[song] == session(play)
                  && times[play] - begun[song] < seconds;
          if (!again) {
            listenerOf[song] = first + 1;
            sessionOf[song] = session(play);
            begun[song] = times[play];
          }
          return !again;
        });
  }

  /**
   * Gives songs other indices, and drops the plays and skips of songs that have none.
   *
   * @param indices {@code [songs]}: the other index of each; negative for none
   * @return how many plays and skips were dropped
   */
  int renumber(int[] indices) {
    int dropped = keep((first, play) -> indices[song(play)] >= 0);
    Arrays.setAll(songs, play -> isSkip(play) ? ~indices[song(play)] : indices[song(play)]);
    return dropped;
  }

  /** Whether to keep a play, given the first one of its listener. */
  private interface Condition {
    boolean holds(int first, int play);
  }

  /** Drops the plays for which a condition does not hold, and returns how many. */
  private int keep(Condition condition) {
    int kept = 0;
    for (int listener = 0; listener < next.length; listener++) {
      int begin = kept;
      for (int play = starts[listener]; play < starts[listener + 1]; play++) {
        if (condition.holds(starts[listener], play)) {
          move(play, kept++);
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
      heard = heard == null ? null : Arrays.copyOf(heard, kept);
      sessions = sessions == null ? null : Arrays.copyOf(sessions, kept);
    }
    return dropped;
  }

  private void move(int play, int to) {
    times[to] = times[play];
    songs[to] = songs[play];
    if (heard != null) {
      heard[to] = heard[play];
    }
    if (sessions != null) {
      sessions[to] = sessions[play];
    }
  }

  /** Whether all times are at midnight; also those of plays without times. */
  boolean areDates() {
    return Arrays.stream(times).allMatch(time -> time % SECONDS_PER_DAY == 0);
  }

  /** How many plays and skips there are. */
  int size() {
    return songs.length;
  }

  /** How many of them are skips. */
  int skips() {
    return (int) Arrays.stream(songs).filter(song -> song < 0).count();
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

  /** The index of a song in the catalogue. */
  int song(int play) {
    return songs[play] < 0 ? ~songs[play] : songs[play];
  }

  /** Whether the song was skipped. */
  boolean isSkip(int play) {
    return songs[play] < 0;
  }

  /** For how many seconds the song was heard; -1 if unknown. */
  int heard(int play) {
    return heard == null ? -1 : heard[play];
  }

  /** Whether it is known in which session each was. */
  boolean hasSessions() {
    return sessions != null;
  }

  /** The number of the session; 0 if none is known. */
  int session(int play) {
    return sessions == null ? 0 : sessions[play];
  }
}
