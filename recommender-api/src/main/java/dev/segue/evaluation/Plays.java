package dev.segue.evaluation;

import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import java.util.stream.Stream;

/** How often songs were played in training. Immutable; may be shared by threads. */
final class Plays {

  private final Catalogue catalogue;
  private final int[] counts;
  private final long total;

  private Plays(Catalogue catalogue, int[] counts, long total) {
    this.catalogue = catalogue;
    this.counts = counts;
    this.total = total;
  }

  static Plays of(PlaylistDataset training) {
    int[] counts = new int[training.catalogue().size()];
    long total = 0;
    try (Stream<Playlist> playlists = training.playlists()) {
      for (Playlist playlist : (Iterable<Playlist>) playlists::iterator) {
        playlist.songs().forEach(song -> counts[song]++);
        total += playlist.size();
      }
    }
    return new Plays(training.catalogue(), counts, total);
  }

  /** Of the song with an index in the training's catalogue; 0 beyond it. */
  int of(int song) {
    return song < counts.length ? counts[song] : 0;
  }

  /** One more than there were. */
  double plays(Song song) {
    return 1.0 + catalogue.index(song.id()).stream().map(this::of).sum();
  }

  /** In bits. */
  double selfInformation(Song song) {
    return Math.log((total + counts.length) / plays(song)) / Math.log(2);
  }
}
