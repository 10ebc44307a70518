package dev.segue.evaluation;

import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import java.util.stream.Stream;

/** How often songs were played in training. Immutable; may be shared by threads. */
final class PlayCounts {

  private final Catalogue catalogue;
  private final int[] counts;
  private final long total;

  private PlayCounts(Catalogue catalogue, int[] counts, long total) {
    this.catalogue = catalogue;
    this.counts = counts;
    this.total = total;
  }

  static PlayCounts of(PlaylistDataset training) {
    int[] counts = new int[training.catalogue().size()];
    long total = 0;
    try (Stream<Playlist> playlists = training.playlists()) {
      for (Playlist playlist : (Iterable<Playlist>) playlists::iterator) {
        playlist.songs().forEach(song -> counts[song]++);
        total += playlist.size();
      }
    }
    return new PlayCounts(training.catalogue(), counts, total);
  }

  /** The plays of a song by its index in the training catalogue; 0 beyond it. */
  int of(int song) {
    return song < counts.length ? counts[song] : 0;
  }

  /** The plays of a song, plus one. */
  double plays(Song song) {
    return 1.0 + catalogue.index(song.id()).stream().map(this::of).sum();
  }

  /** The self-information of a song in bits. */
  double selfInformation(Song song) {
    return Math.log((total + counts.length) / plays(song)) / Math.log(2);
  }
}
