package dev.segue;

import java.util.List;
import java.util.stream.Stream;

/**
 * Playlists over a catalogue of songs. Implement the two methods to plug in data of your own, or
 * make one of lists of song ids with {@link #of(List)}.
 *
 * <p>An implementation must give the same playlists in the same order on each call; it may be used
 * by one thread at a time unless it says otherwise. The datasets made by this interface's own
 * methods are immutable and may be shared by threads.
 */
public interface PlaylistDataset {

  /**
   * The songs, played or not.
   *
   * @return the same catalogue on each call
   */
  Catalogue catalogue();

  /**
   * The playlists in their order, those of one song included; every index is in the catalogue.
   *
   * @return a fresh stream on each call; whoever asks for it closes it
   */
  Stream<Playlist> playlists();

  /**
   * Makes a dataset of lists of song ids; its catalogue holds each id once, in the order of first
   * appearance.
   *
   * @param playlists the caller's song ids, a list a playlist
   * @return an immutable dataset
   * @throws IllegalArgumentException if an id is empty
   */
  static PlaylistDataset of(List<? extends List<String>> playlists) {
    List<Song> songs = playlists.stream().flatMap(List::stream).distinct().map(Song::of).toList();
    Catalogue catalogue = Catalogue.of(songs);
    return of(catalogue, playlists.stream().map(catalogue::playlist).toList());
  }

  /**
   * Makes a dataset of playlists that are indices already.
   *
   * @param catalogue the songs
   * @param playlists the playlists; copied
   * @return an immutable dataset
   * @throws IllegalArgumentException if a playlist holds an index that the catalogue lacks
   */
  static PlaylistDataset of(Catalogue catalogue, List<Playlist> playlists) {
    return new InMemoryDataset(catalogue, playlists);
  }

  /**
   * Divides the playlists at random into three parts that share this dataset's catalogue. The parts
   * are disjoint, hold every playlist between them, and keep their order; the same seed gives the
   * same parts.
   *
   * @param training share of the playlists to learn from, from 0 to 1
   * @param validation share to choose settings by, from 0 to 1
   * @param test share to report on, from 0 to 1; the three sum to 1
   * @param seed of the random choice
   * @return the three parts
   * @throws IllegalArgumentException if a share is outside 0 to 1 or the sum is not 1
   */
  default DatasetSplit split(double training, double validation, double test, long seed) {
    return DatasetSplit.random(this, training, validation, test, seed);
  }
}
