package dev.segue;

import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/**
 * The playlists of a dataset, and its history, with songs of another catalogue.
 *
 * @param dataset of the first catalogue; read whenever this one is
 * @param catalogue the other catalogue
 * @param index returns the index of a song in the other catalogue; negative for a song to drop
 */
record ReindexedDataset(PlaylistDataset dataset, Catalogue catalogue, IntUnaryOperator index)
    implements PlaylistDataset {

  @Override
  public Stream<Playlist> playlists() {
    return dataset.playlists().map(playlist -> playlist.withSongs(index));
  }

  @Override
  public Stream<Playlist> history() {
    return dataset.history().map(playlist -> playlist.withSongs(index));
  }
}
