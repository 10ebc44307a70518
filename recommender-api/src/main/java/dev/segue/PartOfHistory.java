package dev.segue;

import java.util.function.Supplier;
import java.util.stream.Stream;

/** Playlists that are a part of what is known of their listeners. */
record PartOfHistory(PlaylistDataset part, Supplier<Stream<Playlist>> whole)
    implements PlaylistDataset {

  @Override
  public Catalogue catalogue() {
    return part.catalogue();
  }

  @Override
  public Stream<Playlist> playlists() {
    return part.playlists();
  }

  @Override
  public Stream<Playlist> history() {
    return whole.get();
  }

  @Override
  public String toString() {
    return part.toString();
  }
}
