package dev.segue;

import java.util.List;
import java.util.function.IntFunction;
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
    return Splits.random(this, training, validation, test, seed);
  }

  /**
   * Divides the playlists in their order into three parts that share this dataset's catalogue: the
   * first ones to learn from, the next ones to choose settings by, the last ones to report on. The
   * right split where the order is that of time, or is the order others have split by.
   *
   * @param training share of the playlists to learn from, from 0 to 1
   * @param validation share to choose settings by, from 0 to 1
   * @param test share to report on, from 0 to 1; the three sum to 1
   * @return the three parts, disjoint; they hold every playlist between them
   * @throws IllegalArgumentException if a share is outside 0 to 1 or the sum is not 1
   */
  default DatasetSplit splitInOrder(double training, double validation, double test) {
    return Splits.inOrder(this, training, validation, test);
  }

  /**
   * Divides groups of playlists at random into three parts that share this dataset's catalogue: a
   * listener's or a station's playlists stay together, so that the figures are for those nobody has
   * heard of yet. The same seed gives the same parts.
   *
   * @param group what a playlist belongs to, asked for the number of each, from 0; two that are
   *     equal are one group
   * @param training share of the groups to learn from, from 0 to 1
   * @param validation share to choose settings by, from 0 to 1
   * @param test share to report on, from 0 to 1; the three sum to 1
   * @param seed of the random choice
   * @return the three parts, disjoint; they hold every playlist between them and keep their order
   * @throws IllegalArgumentException if a share is outside 0 to 1 or the sum is not 1
   */
  default DatasetSplit splitByGroup(
      IntFunction<?> group, double training, double validation, double test, long seed) {
    return Splits.byGroup(this, group, training, validation, test, seed);
  }

  /**
   * Leaves the last songs of each playlist out (leave-last-out; Kang and McAuley, "Self-Attentive
   * Sequential Recommendation", ICDM 2018, <a
   * href="https://doi.org/10.1109/ICDM.2018.00035">doi:10.1109/ICDM.2018.00035</a>). The last song
   * is predicted in the test part, after all the songs before it; the last but one in the
   * validation part, after all the songs before that; the songs before both are learnt from. So
   * each transition is in one part alone, but training knows the beginning of every test playlist:
   * figures are for listeners who are known, and are higher than for new ones.
   *
   * <p>Playlists of fewer than 3 songs are learnt from as they are, and are in no other part. How
   * many songs the dataset says are {@linkplain Playlist#context() context} does not matter.
   *
   * @return the three parts, which share this dataset's catalogue and keep the playlists' order
   */
  default DatasetSplit splitLastOut() {
    return Splits.lastOut(this);
  }

  /**
   * Divides the playlists at random into parts of equal size, give or take one playlist, and makes
   * a split for each: that part to report on, and all the others to learn from (k-fold
   * cross-validation). No playlist is for validation, so settings must be fixed beforehand. The
   * same seed gives the same parts.
   *
   * @param count how many parts, from 2 to the number of playlists
   * @param seed of the random choice
   * @return a split for each part, all over this dataset's catalogue; each playlist is in the test
   *     part of exactly one
   * @throws IllegalArgumentException if the count is outside that range
   */
  default List<DatasetSplit> folds(int count, long seed) {
    return Splits.folds(this, count, seed);
  }

  /**
   * Describes the playlists. Reads them once; what it holds in memory grows by 8 bytes for each
   * song of the catalogue, and 12 for each playlist.
   *
   * @return the numbers, with warnings where an evaluation on these playlists would mislead
   * @throws IllegalArgumentException if a playlist holds an index that the catalogue lacks
   */
  default DatasetStatistics statistics() {
    return PlaylistCounter.of(this).statistics();
  }
}
