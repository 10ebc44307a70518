package dev.segue;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Drops the songs of a split that training plays too seldom. Immutable. */
final class MinimumSupport {

  private final DatasetSplit whole;

  /** {@code [songs of the test part]}: their old indices, the songs to keep before the others. */
  private final int[] order;

  /** {@code [songs of the test part]}: their new indices. */
  private final int[] indices;

  private final int playedOften;

  MinimumSupport(DatasetSplit whole, int minimum) {
    int[] plays = PlaylistCounter.of(whole.training()).plays();
    int maximum = Arrays.stream(plays).max().orElse(0);
    if (minimum < 1 || minimum > maximum) {
      throw new IllegalArgumentException(
          "plays must be in 1..%d (the plays of the most played song in training), was %d"
              .formatted(maximum, minimum));
    }
    this.whole = whole;
    int songs = whole.test().catalogue().size();
    IntPredicate often = song -> song < plays.length && plays[song] >= minimum;
    this.order =
        IntStream.concat(
                IntStream.range(0, songs).filter(often),
                IntStream.range(0, songs).filter(often.negate()))
            .toArray();
    this.playedOften = (int) IntStream.range(0, songs).filter(often).count();
    this.indices = new int[songs];
    for (int index = 0; index < songs; index++) {
      indices[order[index]] = index;
    }
  }

  DatasetSplit split() {
    Catalogue catalogue = catalogue(whole.training(), playedOften);
    return new DatasetSplit(
        learnt(whole.training(), catalogue),
        learnt(whole.validation(), catalogue),
        test(whole.test(), catalogue(whole.test(), order.length)));
  }

  private Catalogue catalogue(PlaylistDataset dataset, int songs) {
    return dataset.catalogue().select(Arrays.copyOf(order, songs));
  }

  private PlaylistDataset learnt(PlaylistDataset dataset, Catalogue catalogue) {
    return inMemory(
        new ReindexedDataset(
            dataset, catalogue, song -> indices[song] < playedOften ? indices[song] : -1),
        playlist -> playlist.size() > 0);
  }

  private PlaylistDataset test(PlaylistDataset dataset, Catalogue catalogue) {
    return inMemory(
        new ReindexedDataset(dataset, catalogue, song -> indices[song]), playlist -> true);
  }

  private static PlaylistDataset inMemory(PlaylistDataset all, Predicate<Playlist> kept) {
    List<Playlist> list;
    try (Stream<Playlist> playlists = all.playlists()) {
      list = playlists.filter(kept).toList();
    }
    PlaylistDataset part = PlaylistDataset.of(all.catalogue(), list);
    boolean timed = list.stream().anyMatch(playlist -> playlist.listener().isPresent());
    return timed ? part.partOf(all) : part;
  }
}
