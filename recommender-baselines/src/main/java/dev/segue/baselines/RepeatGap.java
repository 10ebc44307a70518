package dev.segue.baselines;

import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.interruption.Interruption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How many different songs a station, or a listener, plays before a song comes back. One thread at
 * a time.
 */
final class RepeatGap {

  /** Songs that come back after more are not told from new ones. */
  private static final int MAX_SONGS = 500;

  /** A song comes back sooner in at most this share of all plays. */
  private static final double SOONER = 0.05;

  /** {@code [songs between]}: the plays after which a song came back. */
  private final long[] repeats = new long[MAX_SONGS];

  private final Interruption interruption = Interruption.of("counting repeats");
  private long plays;

  private RepeatGap() {}

  /**
   * Returns how many different songs are nearly always between two plays of a song. The playlists
   * of a listener follow each other; those without times are on their own.
   *
   * @return from 0 to 500
   */
  static int of(PlaylistDataset dataset) {
    RepeatGap gap = new RepeatGap();
    Map<String, LastSongs> listeners = new HashMap<>();
    try (Stream<Playlist> playlists = dataset.playlists()) {
      playlists.forEachOrdered(
          playlist ->
              gap.add(
                  playlist,
                  playlist
                      .listener()
                      .map(who -> listeners.computeIfAbsent(who, name -> new LastSongs()))
                      .orElseGet(LastSongs::new)));
    }
    return gap.songs();
  }

  private void add(Playlist playlist, LastSongs last) {
    playlist
        .songs()
        .forEach(
            song -> {
              interruption.check();
              plays++;
              int between = last.play(song);
              if (between < MAX_SONGS) {
                repeats[between]++;
              }
            });
  }

  private int songs() {
    int songs = 0;
    for (long sooner = repeats[0]; sooner <= SOONER * plays; sooner += repeats[songs]) {
      songs++;
      if (songs == MAX_SONGS) {
        break;
      }
    }
    return songs;
  }

  /** The different songs that one listener played last, the last one first. */
  private static final class LastSongs {

    private int size;
    private int[] songs = new int[16];

    /** Adds a play, and returns how many different songs were played since the one before. */
    int play(int song) {
      int at = 0;
      while (at < size && songs[at] != song) {
        at++;
      }
      int between = at < size ? at : MAX_SONGS;
      if (at == size && size < MAX_SONGS) {
        size++;
        songs = size > songs.length ? Arrays.copyOf(songs, 2 * songs.length) : songs;
      }
      System.arraycopy(songs, 0, songs, 1, Math.min(at, size - 1));
      songs[0] = song;
      return between;
    }
  }
}
