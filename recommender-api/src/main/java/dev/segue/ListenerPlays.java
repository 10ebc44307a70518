package dev.segue;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.IntUnaryOperator;

/**
 * What one listener has played and skipped. Keeps a memory every now and then, from which those
 * after it go on: so the memories of all playlists take time that grows with their number, not with
 * its square, whatever the order in which they are asked for. May be shared by threads.
 */
final class ListenerPlays {

  private static final int MIN_PLAYS_BETWEEN = 64;

  /** So what is kept takes at most some 25 bytes a play. */
  private static final int PLAYS_BETWEEN_PER_SONG = 2;

  private final Catalogue catalogue;
  private final List<Playlist> playlists;
  private final IntUnaryOperator index;

  /** By the second of the last play or skip in memory. */
  private final NavigableMap<Long, Kept> kept = new ConcurrentSkipListMap<>();

  /** A memory of the first playlists, which nobody changes. */
  private record Kept(int playlists, ListenerMemory memory) {}

  /**
   * Takes what was played.
   *
   * @param playlists those of the listener, in order of the times at which they begin
   * @param index turns a song of the playlists into one of the catalogue; negative if that lacks it
   */
  ListenerPlays(Catalogue catalogue, List<Playlist> playlists, IntUnaryOperator index) {
    this.catalogue = catalogue;
    this.playlists = playlists;
    this.index = index;
  }

  /** Returns a new memory of the plays before a second since 1970. */
  ListenerMemory before(long end) {
    Map.Entry<Long, Kept> from = kept.lowerEntry(end);
    ListenerMemory memory =
        from == null ? ListenerMemory.of(catalogue) : from.getValue().memory().copy();
    int next = from == null ? 0 : from.getValue().playlists();
    long last = from == null ? Long.MIN_VALUE : from.getKey();
    int since = 0;
    boolean isWhole = true;
    for (; next < playlists.size() && second(playlists.get(next), 0) < end; next++) {
      Playlist playlist = playlists.get(next);
      int added = add(playlist, end, memory);
      since += added;
      isWhole &= addSkips(playlist, end, memory) && added == playlist.size();
      last = Math.max(last, last(playlist));
      if (isWhole && since >= playsBetween(memory)) {
        kept.put(last, new Kept(next + 1, memory.copy()));
        since = 0;
      }
    }
    return memory;
  }

  private static int playsBetween(ListenerMemory memory) {
    return Math.max(MIN_PLAYS_BETWEEN, PLAYS_BETWEEN_PER_SONG * memory.songs());
  }

  /** Adds the plays before a second, and returns their number. */
  private int add(Playlist playlist, long end, ListenerMemory memory) {
    for (int position = 0; position < playlist.size(); position++) {
      long second = second(playlist, position);
      if (second >= end) {
        return position;
      }
      int song = index.applyAsInt(playlist.song(position));
      if (song >= 0) {
        memory.add(song, second);
      }
    }
    return playlist.size();
  }

  /** Adds the skips before a second; returns whether these are all. */
  private boolean addSkips(Playlist playlist, long end, ListenerMemory memory) {
    for (Playlist.Skip skip : playlist.skips()) {
      long second = second(skip);
      if (second >= end) {
        return false;
      }
      int song = index.applyAsInt(skip.song());
      if (song >= 0) {
        memory.addSkip(song, second);
      }
    }
    return true;
  }

  /** The second of the last play or skip. */
  private static long last(Playlist playlist) {
    List<Playlist.Skip> skips = playlist.skips();
    long played = second(playlist, playlist.size() - 1);
    return skips.isEmpty() ? played : Math.max(played, second(skips.get(skips.size() - 1)));
  }

  private static long second(Playlist.Skip skip) {
    return skip.time().orElseThrow().getEpochSecond();
  }

  private static long second(Playlist playlist, int position) {
    return playlist.time(position).getEpochSecond();
  }
}
