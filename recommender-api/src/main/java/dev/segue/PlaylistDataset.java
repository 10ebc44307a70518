package dev.segue;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Playlists over a catalogue of songs. Implement the two methods to plug in data of your own, or
 * make a dataset from lists of song ids with {@link #of(List)}.
 *
 * {@snippet class="dev.segue.samples.javadoc.PlaylistExamplesTest" region="dataset"}
 *
 * <p>An implementation must return the same playlists in the same order on each call. One thread at
 * a time may use it, unless it says otherwise. The datasets that this interface's own methods make
 * are immutable and may be shared by threads; a {@linkplain #partOf part} is so if its two datasets
 * are.
 *
 * <p>Splits of playlists with times make parts that know the whole {@link #history()}.
 */
public interface PlaylistDataset {

  /**
   * Returns the songs, whether played or not.
   *
   * @return the same catalogue on each call
   */
  Catalogue catalogue();

  /**
   * Returns the playlists in order, including those of one song; those of each listener in order of
   * time. The catalogue holds every index in them.
   *
   * @return a new stream on each call; the caller closes it
   */
  Stream<Playlist> playlists();

  /**
   * Returns all that is known of what these listeners played: these playlists and, if they are a
   * part of a split, those of the other parts too, before and after them. An evaluation uses for
   * each target what its listener played before it. Playlists without times tell nothing here.
   *
   * @return a new stream on each call, of the same playlists in the same order; the caller closes
   *     it
   */
  default Stream<Playlist> history() {
    return playlists();
  }

  /**
   * Returns these playlists as a part of others, so that its {@link #history()} is theirs. Splits
   * do this themselves where playlists have times.
   *
   * @param whole what these listeners played, including these playlists, or those that they were
   *     cut from; read whenever the history is
   * @return the same playlists, with that history
   * @throws IllegalArgumentException if the catalogues have different fingerprints
   */
  default PlaylistDataset partOf(PlaylistDataset whole) {
    return new PartOfHistory(this, Objects.requireNonNull(whole, "whole"));
  }

  /**
   * Returns these playlists, {@linkplain #checked(long) checked} as they are read, with at most
   * 100,000,000 plays. All trainers and the evaluator read what they are given by this.
   *
   * @return the same playlists; this dataset if it is checked already
   */
  default PlaylistDataset checked() {
    return checked(CheckedDataset.MAXIMUM_PLAYS);
  }

  /**
   * Returns these playlists, checked as they are read. Its streams throw an {@link
   * IllegalArgumentException} at a song that the catalogue lacks, a {@link NullPointerException} at
   * a playlist that is null, an {@link IllegalStateException} where playlists or songs are not
   * those of an earlier call, where a stream holds more plays than it may, or where a playlist
   * cannot be read, and a {@link java.util.concurrent.CancellationException} if the thread that
   * asked for the stream is interrupted.
   *
   * @param maximumPlays how many songs the playlists may hold in all, each as often as it is
   *     played, so that a stream that never ends is found out; at least 1
   * @return the same playlists
   * @throws IllegalArgumentException if it is less than 1
   */
  default PlaylistDataset checked(long maximumPlays) {
    return new CheckedDataset(this, maximumPlays);
  }

  /**
   * Makes a dataset from lists of song ids. Its catalogue holds each id once, in the order of first
   * appearance.
   *
   * @param playlists the caller's song ids, one list per playlist
   * @return an immutable dataset
   * @throws IllegalArgumentException if an id is empty
   */
  static PlaylistDataset of(List<? extends List<String>> playlists) {
    Objects.requireNonNull(playlists, "playlists");
    for (List<String> songIds : playlists) {
      Objects.requireNonNull(songIds, "playlists")
          .forEach(id -> Objects.requireNonNull(id, "playlists"));
    }
    List<Song> songs = playlists.stream().flatMap(List::stream).distinct().map(Song::of).toList();
    Catalogue catalogue = Catalogue.of(songs);
    return of(catalogue, playlists.stream().map(catalogue::playlist).toList());
  }

  /**
   * Makes a dataset from playlists of indices into a catalogue.
   *
   * @param catalogue the songs
   * @param playlists the playlists; copied
   * @return an immutable dataset
   * @throws IllegalArgumentException if a playlist holds an index that the catalogue lacks
   */
  static PlaylistDataset of(Catalogue catalogue, List<Playlist> playlists) {
    Objects.requireNonNull(catalogue, "catalogue");
    return new InMemoryDataset(catalogue, playlists);
  }

  /**
   * Splits the playlists at random into three parts that share this dataset's catalogue. The parts
   * are disjoint, cover all playlists and keep their order. The same seed gives the same parts.
   *
   * @param training share of the playlists to train on, from 0 to 1
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
   * Splits the playlists in order into three parts that share this dataset's catalogue: the first
   * to train on, the next to choose settings by, the last to report on. Use it if the playlists are
   * in order of time, or if others have split them in this order.
   *
   * @param training share of the playlists to train on, from 0 to 1
   * @param validation share to choose settings by, from 0 to 1
   * @param test share to report on, from 0 to 1; the three sum to 1
   * @return the three parts, disjoint; together they hold every playlist
   * @throws IllegalArgumentException if a share is outside 0 to 1 or the sum is not 1
   */
  default DatasetSplit splitInOrder(double training, double validation, double test) {
    return Splits.inOrder(this, training, validation, test);
  }

  /**
   * Splits groups of playlists at random into three parts that share this dataset's catalogue. All
   * playlists of a listener or a station stay together, so the figures are for new listeners or
   * stations. The same seed gives the same parts.
   *
   * @param group returns the group of a playlist, given its number from 0; equal values are one
   *     group
   * @param training share of the groups to train on, from 0 to 1
   * @param validation share to choose settings by, from 0 to 1
   * @param test share to report on, from 0 to 1; the three sum to 1
   * @param seed of the random choice
   * @return the three parts, disjoint; together they hold every playlist, and they keep the order
   * @throws IllegalArgumentException if a share is outside 0 to 1 or the sum is not 1
   */
  default DatasetSplit splitByGroup(
      IntFunction<?> group, double training, double validation, double test, long seed) {
    Objects.requireNonNull(group, "group");
    return Splits.byGroup(this, group, training, validation, test, seed);
  }

  /**
   * Holds out the last songs of each playlist (leave-last-out; Kang and McAuley, "Self-Attentive
   * Sequential Recommendation", ICDM 2018, <a
   * href="https://doi.org/10.1109/ICDM.2018.00035">doi:10.1109/ICDM.2018.00035</a>). The last song
   * is the target in the test part, the last but one the target in the validation part; all songs
   * before a target are its context. The training part holds the songs before both. So each
   * transition is in one part only, but training knows the beginning of every test playlist: the
   * figures are for known listeners, and are higher than for new ones.
   *
   * <p>Playlists of fewer than 3 songs are in the training part alone, as they are. The split
   * ignores the {@linkplain Playlist#context() context} that the dataset declares.
   *
   * @return the three parts, which share this dataset's catalogue and keep the playlists' order
   */
  default DatasetSplit splitLastOut() {
    return Splits.lastOut(this);
  }

  /**
   * Splits the playlists at random into parts of equal size, give or take one playlist (k-fold
   * cross-validation). Each part is the test part of one split, whose training part is all the
   * others. The validation parts are empty, so fix the settings beforehand. The same seed gives the
   * same parts.
   *
   * @param count how many parts, from 2 to the number of playlists
   * @param seed of the random choice
   * @return one split per part, all over this dataset's catalogue; each playlist is in exactly one
   *     test part
   * @throws IllegalArgumentException if the count is outside that range
   */
  default List<DatasetSplit> folds(int count, long seed) {
    return Splits.folds(this, count, seed);
  }

  /**
   * How the dataset was read.
   *
   * @return what a reader of files recognised, ignored and left out; empty for a dataset of your
   *     own
   */
  default Optional<DatasetReport> report() {
    return Optional.empty();
  }

  /**
   * Describes the playlists. Reads them once. Memory grows by 16 bytes per song of the catalogue
   * and 12 per playlist, and with the number of listeners.
   *
   * @return the statistics, with warnings if an evaluation on these playlists would mislead
   * @throws IllegalArgumentException if a playlist holds an index that the catalogue lacks
   */
  default DatasetStatistics statistics() {
    return PlaylistCounter.of(this).statistics();
  }
}
