package dev.segue;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Playlists held in a list, each checked against the catalogue. */
record InMemoryDataset(Catalogue catalogue, List<Playlist> list) implements PlaylistDataset {

  InMemoryDataset {
    Objects.requireNonNull(catalogue, "catalogue");
    Objects.requireNonNull(list, "playlists")
        .forEach(each -> Objects.requireNonNull(each, "playlists"));
    list = List.copyOf(list);
    for (int number = 0; number < list.size(); number++) {
      catalogue.check(list.get(number), number);
    }
  }

  @Override
  public Stream<Playlist> playlists() {
    return list.stream();
  }

  @Override
  public String toString() {
    return "%d playlists over %d songs".formatted(list.size(), catalogue.size());
  }
}
