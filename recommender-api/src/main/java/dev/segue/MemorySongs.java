package dev.segue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The songs that a memory can hold: those of its catalogue, and others, whose indices follow. One
 * thread at a time.
 */
final class MemorySongs {

  private static final int MIN_LIMIT = 16;

  private final Catalogue catalogue;
  private final List<Song> others = new ArrayList<>();
  private final Map<String, Integer> indices = new HashMap<>();

  /** The number of others at which those that are forgotten are removed. */
  private int limit = MIN_LIMIT;

  MemorySongs(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  MemorySongs(Catalogue catalogue, List<Song> others) {
    this(catalogue);
    others.forEach(this::add);
    limit = Math.max(MIN_LIMIT, 2 * others.size());
  }

  int size() {
    return catalogue.size() + others.size();
  }

  Song get(int index) {
    return index < catalogue.size() ? catalogue.song(index) : others.get(index - catalogue.size());
  }

  /**
   * Returns the index of a song, which is added if need be.
   *
   * @param traces whose songs these are; its indices may change
   */
  int index(Song song, SongTraces traces) {
    OptionalInt known = catalogue.index(song.id());
    if (known.isPresent()) {
      return known.getAsInt();
    }
    Integer other = indices.get(song.id());
    if (other != null) {
      return other;
    }
    if (others.size() >= limit) {
      forget(traces);
    }
    return add(song);
  }

  /** Removes the others that are forgotten. */
  private void forget(SongTraces traces) {
    List<Song> before = others();
    others.clear();
    indices.clear();
    int known = catalogue.size();
    traces.forget(index -> index < known ? index : add(before.get(index - known)));
    limit = Math.max(MIN_LIMIT, 2 * others.size());
  }

  private int add(Song song) {
    others.add(song);
    indices.put(song.id(), size() - 1);
    return size() - 1;
  }

  List<Song> others() {
    return List.copyOf(others);
  }
}
