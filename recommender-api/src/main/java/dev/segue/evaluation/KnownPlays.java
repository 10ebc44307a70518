package dev.segue.evaluation;

import dev.segue.Catalogue;
import dev.segue.PlayHistory;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The songs of a dataset as a recommender knows them, and what its listeners have played of these.
 * One thread at a time.
 */
final class KnownPlays {

  private final PlaylistDataset dataset;
  private final Catalogue catalogue;
  private final int[] songs;

  /** Made when it is first needed, since playlists without times never need it. */
  private @Nullable PlayHistory history;

  /**
   * Looks up the songs.
   *
   * @param catalogue the recommender's
   */
  KnownPlays(PlaylistDataset dataset, Catalogue catalogue) {
    this.dataset = dataset;
    this.catalogue = catalogue;
    this.songs =
        IntStream.range(0, dataset.catalogue().size())
            .map(song -> catalogue.index(dataset.catalogue().song(song).id()).orElse(-1))
            .toArray();
  }

  /** {@code [songs of the dataset]}: the recommender's index of each, or -1. */
  int[] songs() {
    return songs;
  }

  /** What the listeners have played, by the recommender's indices. */
  PlayHistory history() {
    PlayHistory made = history;
    if (made == null) {
      try (Stream<Playlist> playlists = dataset.history()) {
        made =
            PlayHistory.of(dataset.catalogue(), playlists)
                .withSongs(catalogue, song -> songs[song]);
      }
      history = made;
    }
    return made;
  }
}
