package dev.segue;

import java.util.Optional;
import java.util.stream.Stream;

/** Playlists that are a part of what is known of their listeners. */
record PartOfHistory(PlaylistDataset part, PlaylistDataset whole) implements PlaylistDataset {

  PartOfHistory {
    part.catalogue().requireSame("part", whole.catalogue(), "whole");
  }

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
    return whole.history();
  }

  @Override
  public Optional<DatasetReport> report() {
    return part.report();
  }

  @Override
  public String toString() {
    return part.toString();
  }
}
