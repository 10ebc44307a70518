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
    int[][] sets =
        IntStream.range(0, starts.length - 1)
            .peek(playlist -> interruption.check())
            .mapToObj(i -> Arrays.stream(songs, starts[i], starts[i + 1]).distinct().toArray())
            .toArray(int[][]::new);
    int[] indexStarts = new int[catalogueSize + 1];
    for (int[] set : sets) {
      for (int song : set) {
        indexStarts[song + 1]++;
      }
    }
    Arrays.parallelPrefix(indexStarts, Integer::sum);
    int[] next = indexStarts.clone();
    int[] index = new int[indexStarts[catalogueSize]];
    for (int playlist = 0; playlist < sets.length; playlist++) {
      for (int song : sets[playlist]) {
        index[next[song]++] = playlist;
      }
    }
    int[] distinct = Arrays.stream(sets).mapToInt(set -> set.length).toArray();
    return new PackedPlaylists(starts, songs, distinct, indexStarts, index);
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
    model.bytes("playlists.starts", Integers.bytes(starts));
    model.bytes("playlists.songs", Integers.bytes(songs));
  }

  /** Reads what {@link #write} wrote. */
  static PackedPlaylists read(ModelFile model) throws FileFormatException {
    int catalogueSize = model.catalogue().size();
    int[] starts = Integers.of(model.bytes("playlists.starts"));
    int[] songs = Integers.of(model.bytes("playlists.songs"));
    if (!Integers.areOffsets(starts, songs.length) || !Integers.areBelow(songs, catalogueSize)) {
      throw model.problem("tensors 'playlists.starts' and 'playlists.songs' must fit each other");
    }
    return of(starts, songs, catalogueSize);
  }
}
