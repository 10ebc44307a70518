package dev.segue;

import java.util.List;
import java.util.stream.Stream;

/** A dataset that checks nothing, and counts the streams opened and closed. */
final class StreamedDataset implements PlaylistDataset {

  private final Catalogue catalogue;
  private final List<Playlist> playlists;
  private int opened;
  private int closed;

  StreamedDataset(Catalogue catalogue, List<Playlist> playlists) {
    this.catalogue = catalogue;
    this.playlists = playlists;
  }

  @Override
  public Catalogue catalogue() {
    return catalogue;
  }

  @Override
  public Stream<Playlist> playlists() {
    opened++;
    return playlists.stream().onClose(() -> closed++);
  }

  int opened() {
    return opened;
  }

  int closed() {
    return closed;
  }
}
