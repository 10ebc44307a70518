package dev.segue.spark;

import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Playlists read from rows: number, songs (ids, or indices), the second in which each began (or
 * null), the listener (or null), how many songs are context (or null), and whether it is earlier
 * than those to predict. Songs that the catalogue lacks are all one song after those that it has.
 * One thread at a time.
 */
final class RowPlaylists {

  private final Catalogue catalogue;
  private final List<Playlist> playlists = new ArrayList<>();
  private final List<Playlist> history = new ArrayList<>();
  private final List<Long> numbers = new ArrayList<>();
  private boolean unknown;

  RowPlaylists(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  void add(Row row) {
    checkNotNull(row, 0, "number");
    Playlist playlist = playlist(row);
    history.add(playlist);
    if (!row.getBoolean(5)) {
      playlists.add(playlist);
      numbers.add(row.getLong(0));
    }
  }

  private Playlist playlist(Row row) {
    List<Object> songs = row.isNullAt(1) ? List.of() : row.getList(1);
    Playlist playlist = Playlist.of(songs.stream().mapToInt(this::index).toArray());
    if (!row.isNullAt(4)) {
      playlist = playlist.withContext(row.getInt(4));
    }
    if (row.isNullAt(2)) {
      return playlist;
    }
    checkNotNull(row, 3, "listener");
    long[] seconds =
        RowRecommendation.seconds(row.getSeq(2), playlist.size()).stream()
            .mapToLong(Long::longValue)
            .toArray();
    return playlist.withTimes(row.getString(3), seconds);
  }

  private static void checkNotNull(Row row, int column, String name) {
    if (row.isNullAt(column)) {
      throw new IllegalArgumentException(name + " of a playlist must be given, was null");
    }
  }

  private int index(@Nullable Object song) {
    int index =
        song instanceof Integer number
            ? number
            : song instanceof String id ? catalogue.index(id).orElse(-1) : -1;
    boolean known = index >= 0 && index < catalogue.size();
    unknown |= !known;
    return known ? index : catalogue.size();
  }

  /** The number of a playlist to predict. */
  long number(long place) {
    return numbers.get((int) place);
  }

  PlaylistDataset dataset() {
    Catalogue all = unknown ? catalogue.withSongs(List.of(unknownSong())) : catalogue;
    return PlaylistDataset.of(all, playlists).partOf(PlaylistDataset.of(all, history));
  }

  private Song unknownSong() {
    String id = "?";
    while (catalogue.index(id).isPresent()) {
      id += "?";
    }
    return Song.of(id);
  }
}
