package dev.segue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Looks for what the test part of a split holds in its training part. Remembers the test part
 * alone, since the pairs of songs in training may be too many. One thread at a time.
 */
final class TrainingOverlap {

  private final DatasetSplit split;

  /** Each target in test, with the song before it. */
  private final Sought pairs;

  /** The digests of the test playlists with a transition. */
  private final Sought playlists;

  private TrainingOverlap(DatasetSplit split) {
    this.split = split;
    LongStream.Builder allPairs = LongStream.builder();
    LongStream.Builder digests = LongStream.builder();
    try (Stream<Playlist> test = split.test().playlists()) {
      test.filter(playlist -> playlist.transitions() > 0)
          .forEach(
              playlist -> {
                pairs(playlist, playlist.context()).forEach(allPairs::add);
                digests.add(PlaylistCounter.digest(playlist));
              });
    }
    this.pairs = new Sought(allPairs.build());
    this.playlists = new Sought(digests.build());
  }

  static SplitStatistics of(DatasetSplit split) {
    return new TrainingOverlap(split).statistics();
  }

  private SplitStatistics statistics() {
    PlaylistCounter training = PlaylistCounter.of(split.training());
    PlaylistCounter test = PlaylistCounter.of(split.test());
    try (Stream<Playlist> all = split.training().playlists()) {
      all.filter(playlist -> playlist.transitions() > 0)
          .forEach(
              playlist -> {
                pairs(playlist, 1).forEach(pairs::look);
                playlists.look(PlaylistCounter.digest(playlist));
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

  /** The songs from a position on, each in the lower half of a number with the song before it. */
  private static LongStream pairs(Playlist playlist, int from) {
    return IntStream.range(from, playlist.size())
        .mapToLong(
            position ->
                (long) playlist.song(position - 1) << Integer.SIZE | playlist.song(position));
  }

  /** Numbers, and which of them have been seen elsewhere. */
  private static final class Sought {

    private final long[] rising;

    /** By the place at which the search finds a number; equal ones share it. */
    private final BitSet found = new BitSet();

    Sought(LongStream keys) {
      this.rising = keys.sorted().toArray();
    }

    LongStream keys() {
      return Arrays.stream(rising);
    }

    void look(long key) {
      int place = Arrays.binarySearch(rising, key);
      if (place >= 0) {
        found.set(place);
      }
    }

    /** How many have been seen, each of equal ones counted. */
    long found() {
      return keys().filter(key -> found.get(Arrays.binarySearch(rising, key))).count();
    }
  }
}
