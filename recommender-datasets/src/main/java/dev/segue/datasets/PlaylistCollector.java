package dev.segue.datasets;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects playlists into a dataset as they are read. Takes the memory of the songs and 4 bytes per
 * play. Equal ids are one song; its title and artist are the first non-empty ones. One thread at a
 * time.
 */
final class PlaylistCollector {

  private final List<Song> songs = new ArrayList<>();
  private final Map<String, Integer> indices = new HashMap<>();
  private final Map<String, String> artists = new HashMap<>();
  private final List<Playlist> playlists = new ArrayList<>();

  /** {@code [size or more]}: the songs of the playlist being read. */
  private int[] played = new int[1 << 8];

  private int size;

  /** Adds a song to the playlist; title and artist may be empty, the id may not. */
  void add(String id, String title, String artist) {
    Integer known = indices.get(id);
    int song = known == null ? songs.size() : known;
    if (known == null) {
      indices.put(id, song);
      songs.add(new Song(id, title, shared(artist), List.of()));
    } else {
      complete(song, title, artist);
    }
    if (size == played.length) {
      played = Arrays.copyOf(played, 2 * size);
    }
    played[size++] = song;
  }

  private void complete(int song, String title, String artist) {
    Song known = songs.get(song);
    boolean titled = known.title().isEmpty() && !title.isEmpty();
    boolean credited = known.artist().isEmpty() && !artist.isEmpty();
    if (titled || credited) {
      songs.set(
          song,
          new Song(
              known.id(),
              titled ? title : known.title(),
              credited ? shared(artist) : known.artist(),
              List.of()));
    }
  }

  private String shared(String artist) {
    String known = artists.putIfAbsent(artist, artist);
    return known == null ? artist : known;
  }

  /** The number of songs in the playlist so far. */
  int size() {
    return size;
  }

  /** Ends the playlist; the next song begins a new one. */
  void endPlaylist() {
    playlists.add(Playlist.of(Arrays.copyOf(played, size)));
    size = 0;
  }

  /**
   * Returns all ended playlists; the catalogue holds the songs in order of first appearance.
   *
   * @param path what was read
   * @param format its format
   * @throws FileFormatException if there is no song: something else was meant
   */
  PlaylistDataset dataset(Path path, String format) throws FileFormatException {
    if (songs.isEmpty()) {
      throw new FileFormatException(
          path,
          "must hold at least 1 song, but there is none in its "
              + (playlists.size() == 1 ? "playlist" : playlists.size() + " playlists"));
    }
    long entries = playlists.stream().mapToLong(Playlist::size).sum();
    return ReadPlaylists.of(PlaylistDataset.of(Catalogue.of(songs), playlists), format, entries);
  }
}
