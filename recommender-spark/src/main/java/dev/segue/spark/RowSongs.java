package dev.segue.spark;

import dev.segue.Catalogue;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The songs of a row, as ids or as indices in the catalogue; null where it is unknown. */
final class RowSongs {

  private final Catalogue catalogue;
  private final List<?> values;

  RowSongs(Catalogue catalogue, List<?> values) {
    this.catalogue = catalogue;
    this.values = values;
  }

  int size() {
    return values.size();
  }

  /** Returns the id of a song; empty if the catalogue lacks it, or it is null. */
  Optional<String> id(int position) {
    @Nullable Object value = values.get(position);
    if (value instanceof Integer index) {
      boolean known = index >= 0 && index < catalogue.size();
      return known ? Optional.of(catalogue.song(index).id()) : Optional.empty();
    }
    return value instanceof String id && catalogue.index(id).isPresent()
        ? Optional.of(id)
        : Optional.empty();
  }

  /** Returns the id of a song, also of one that the catalogue lacks, unless that is an index. */
  Optional<String> name(int position) {
    return values.get(position) instanceof String id ? Optional.of(id) : id(position);
  }

  /** Returns the unknown songs, in order. */
  List<String> unknown() {
    return IntStream.range(0, size())
        .filter(position -> id(position).isEmpty())
        .mapToObj(position -> Objects.toString(values.get(position)))
        .toList();
  }
}
