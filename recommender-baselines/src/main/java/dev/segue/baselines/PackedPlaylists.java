package dev.segue.baselines;

import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.interruption.Interruption;
import dev.segue.model.ModelFile;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Playlists of at least two songs in one array, with an index from songs to playlists. Immutable;
 * may be shared by threads.
 *
 * @param starts {@code [playlists + 1]}: where each playlist starts, then where the last one ends
 * @param songs the songs of all playlists, in the order of play
 * @param distinct {@code [playlists]}: the number of distinct songs of each
 * @param indexStarts {@code [songs + 1]}: where each song's playlists start in the index
 * @param index for each song its playlists, in ascending order
 */
@SuppressWarnings("ArrayRecordComponent") // of the inner loop, never compared
record PackedPlaylists(int[] starts, int[] songs, int[] distinct, int[] indexStarts, int[] index) {

  private static final String STARTS = "playlists.starts";
  private static final String SONGS = "playlists.songs";

  static PackedPlaylists of(PlaylistDataset dataset) {
    try (Stream<Playlist> playlists = dataset.playlists()) {
      int[][] all =
          playlists
              .filter(playlist -> playlist.transitions() > 0)
              .map(playlist -> playlist.songs().toArray())
              .toArray(int[][]::new);
      int[] starts = new int[all.length + 1];
      for (int playlist = 0; playlist < all.length; playlist++) {
        starts[playlist + 1] = starts[playlist] + all[playlist].length;
      }
      int[] songs = Arrays.stream(all).flatMapToInt(Arrays::stream).toArray();
      return of(starts, songs, dataset.catalogue().size());
    }
  }

  private static PackedPlaylists of(int[] starts, int[] songs, int catalogueSize) {
    Interruption interruption = Interruption.of("indexing playlists");
    int[] distinct = new int[starts.length - 1];
    int[] indexStarts = new int[catalogueSize + 1];
    forEachSong(
        starts,
        songs,
        catalogueSize,
        (playlist, song) -> {
          interruption.check();
          distinct[playlist]++;
          indexStarts[song + 1]++;
        });
    Arrays.parallelPrefix(indexStarts, Integer::sum);
    int[] next = indexStarts.clone();
    int[] index = new int[indexStarts[catalogueSize]];
    forEachSong(starts, songs, catalogueSize, (playlist, song) -> index[next[song]++] = playlist);
    return new PackedPlaylists(starts, songs, distinct, indexStarts, index);
  }

  /** Visits the distinct songs of every playlist. */
  private static void forEachSong(
      int[] starts, int[] songs, int catalogueSize, SongVisitor visitor) {
    int[] playlistOf = new int[catalogueSize]; // the last one that holds each song, from 1
    for (int playlist = 0; playlist < starts.length - 1; playlist++) {
      for (int at = starts[playlist]; at < starts[playlist + 1]; at++) {
        if (playlistOf[songs[at]] != playlist + 1) {
          playlistOf[songs[at]] = playlist + 1;
          visitor.visit(playlist, songs[at]);
        }
      }
    }
  }

  @FunctionalInterface
  private interface SongVisitor {
    void visit(int playlist, int song);
  }

  int size() {
    return distinct.length;
  }

  /** Returns the number of playlists that hold a song. */
  int holding(int song) {
    return indexStarts[song + 1] - indexStarts[song];
  }

  /** Visits the distinct songs of a playlist. */
  void forEachDistinct(int playlist, IntConsumer visitor) {
    IntStream songsOfIt = Arrays.stream(songs, starts[playlist], starts[playlist + 1]);
    (distinct[playlist] == starts[playlist + 1] - starts[playlist]
            ? songsOfIt
            : songsOfIt.distinct())
        .forEach(visitor);
  }

  /** Adds the playlists to a model file. */
  void write(ModelFile.Builder model) {
    model.bytes(STARTS, Integers.bytes(starts));
    model.bytes(SONGS, Integers.bytes(songs));
  }

  /** Reads what {@link #write} wrote. */
  static PackedPlaylists read(ModelFile model) throws FileFormatException {
    int catalogueSize = model.catalogue().size();
    int[] songs = Integers.read(model, SONGS, 0, catalogueSize - 1);
    int[] starts = Integers.readStarts(model, STARTS, 2, songs.length);
    return of(starts, songs, catalogueSize);
  }
}
