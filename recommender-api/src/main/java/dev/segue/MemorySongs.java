package dev.segue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

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

  /** Returns the index of a song, or a negative number. */
  int find(Song song) {
    OptionalInt known = catalogue.index(song.id());
    return known.isPresent() ? known.getAsInt() : indices.getOrDefault(song.id(), -1);
  }

  /** Whether songs that are forgotten should be removed before another one is added. */
  boolean isFull() {
    return others.size() >= limit;
  }

  /** Adds a song that the catalogue lacks, and returns its index. */
  int add(Song song) {
    others.add(song);
    indices.put(song.id(), size() - 1);
    return size() - 1;
  }

  /**
   * Removes songs that the catalogue lacks.
   *
   * @param kept tells by their indices which remain
   * @return the new index of each song that remains
   */
  IntUnaryOperator keep(IntPredicate kept) {
    List<Song> before = others();
    others.clear();
    indices.clear();
    int known = catalogue.size();
    int[] numbers = new int[before.size()];
    for (int other = 0; other < numbers.length; other++) {
      numbers[other] = kept.test(known + other) ? add(before.get(other)) : -1;
    }
    limit = Math.max(MIN_LIMIT, 2 * others.size());
    return song -> song < known ? song : numbers[song - known];
  }

  List<Song> others() {
    return List.copyOf(others);
  }
}
