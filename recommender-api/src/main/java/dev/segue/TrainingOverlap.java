package dev.segue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Finds out how much of the test part of a split occurs in its training part. Holds only the test
 * part in memory, since training may have too many pairs of songs. One thread at a time.
 */
final class TrainingOverlap {

  private final DatasetSplit split;
  private final PlaylistCounter training;
  private final PlaylistCounter test;

  /** Each target in test, with the song before it. */
  private final SortedKeys pairs;

  /** The digests of the test playlists with a transition. */
  private final SortedKeys playlists;

  private TrainingOverlap(DatasetSplit split) {
    this.split = split;
    this.training = PlaylistCounter.of(split.training());
    this.test = PlaylistCounter.of(split.test());
    SongDigests songs = split.test().catalogue().digests();
    LongStream.Builder allPairs = LongStream.builder();
    LongStream.Builder digests = LongStream.builder();
    try (Stream<Playlist> all = split.test().playlists()) {
      all.filter(playlist -> playlist.transitions() > 0)
          .forEach(
              playlist -> {
                pairs(playlist, playlist.context()).forEach(allPairs::add);
                digests.add(songs.of(playlist));
              });
    }
    this.pairs = new SortedKeys(allPairs.build());
    this.playlists = new SortedKeys(digests.build());
  }

  static SplitStatistics of(DatasetSplit split) {
    return new TrainingOverlap(split).statistics();
  }

  private SplitStatistics statistics() {
    SongDigests songs = split.training().catalogue().digests();
    try (Stream<Playlist> all = split.training().playlists()) {
      all.filter(playlist -> playlist.transitions() > 0)
          .forEach(
              playlist -> {
                pairs(playlist, 1).forEach(pairs::look);
                playlists.look(songs.of(playlist));
              });
    }
    int[] played = training.plays();
    IntPredicate unseen = song -> song >= played.length || played[song] == 0;
    int[] tested = test.plays();
    return new SplitStatistics(
        training.statistics(),
        split.validation().statistics(),
        test.statistics(),
        pairs.found(),
        playlists.found(),
        (int)
            IntStream.range(0, tested.length)
                .filter(song -> tested[song] > 0)
                .filter(unseen)
                .count(),
        pairs.keys().filter(pair -> unseen.test((int) pair)).count());
  }

  /**
   * Each song from a position on in the lower half of a number, with the song before it in the
   * upper half.
   */
  private static LongStream pairs(Playlist playlist, int from) {
    return IntStream.range(from, playlist.size())
        .mapToLong(
            position ->
                (long) playlist.song(position - 1) << Integer.SIZE | playlist.song(position));
  }

  /** Sorted keys, and which of them were found elsewhere. */
  private static final class SortedKeys {

    private final long[] sorted;

    /** Indexed by where the binary search finds a key; equal keys share a place. */
    private final BitSet found = new BitSet();

    SortedKeys(LongStream keys) {
      this.sorted = keys.sorted().toArray();
    }

    LongStream keys() {
      return Arrays.stream(sorted);
    }

    void look(long key) {
      int place = Arrays.binarySearch(sorted, key);
      if (place >= 0) {
        found.set(place);
      }
    }

    /** The number of keys found, counting each of equal keys. */
    long found() {
      return keys().filter(key -> found.get(Arrays.binarySearch(sorted, key))).count();
    }
  }
}
