package dev.segue.datasets;

import dev.segue.Song;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds songs whose files are named by different paths, as by the players of different machines:
 *
 * <ul>
 *   <li>a relative path that is the end of one absolute path, with a folder at least;
 *   <li>paths that end in the same folder and name, of songs with the same title and artist.
 * </ul>
 *
 * One thread at a time.
 */
final class SongsByPath {

  private final List<Song> songs;
  private final List<@Nullable SongPath> paths;

  /** {@code [songs]}: an earlier song that is the same, or itself. */
  private final int[] first;

  private SongsByPath(List<Song> songs, List<@Nullable SongPath> paths) {
    this.songs = songs;
    this.paths = paths;
    this.first = IntStream.range(0, songs.size()).toArray();
  }

  /**
   * Finds them.
   *
   * @param paths {@code [songs]}: the path of each; null if it is known by something else
   * @return {@code [songs]}: the first song that is the same as each
   */
  static int[] first(List<Song> songs, List<@Nullable SongPath> paths) {
    SongsByPath found = new SongsByPath(songs, paths);
    Map<String, List<Integer>> byEnd = new HashMap<>();
    for (int song = 0; song < songs.size(); song++) {
      SongPath path = paths.get(song);
      if (path != null && path.end().isPresent()) {
        byEnd.computeIfAbsent(path.end().get(), end -> new ArrayList<>()).add(song);
      }
    }
    byEnd.values().stream().filter(alike -> alike.size() > 1).forEach(found::unite);
    return IntStream.range(0, songs.size()).map(found::first).toArray();
  }

  private void unite(List<Integer> alike) {
    Map<String, Integer> named = new HashMap<>();
    for (int song : alike) {
      Song each = songs.get(song);
      if (!each.title().isEmpty() && !each.artist().isEmpty()) {
        String name = (each.artist() + "\t" + each.title()).toLowerCase(Locale.ROOT);
        unite(song, named.computeIfAbsent(name, one -> song));
      }
    }
    for (int song : alike) {
      List<Integer> wholes =
          alike.stream().filter(other -> path(song).isEndOf(path(other))).map(this::first).toList();
      if (wholes.stream().distinct().count() == 1) {
        unite(song, wholes.get(0));
      }
    }
  }

  private SongPath path(int song) {
    SongPath path = paths.get(song);
    if (path == null) {
      throw new IllegalArgumentException("song must have a path: " + song);
    }
    return path;
  }

  private void unite(int one, int other) {
    int two = first(one);
    int three = first(other);
    first[Math.max(two, three)] = Math.min(two, three);
  }

  private int first(int song) {
    int at = song;
    while (first[at] != at) {
      at = first[at];
    }
    return at;
  }
}
