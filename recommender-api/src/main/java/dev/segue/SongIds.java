package dev.segue;

import dev.segue.quotation.Quotation;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds songs by their ids, in 8 bytes a song: sorted by the hash of the id, and those that share
 * one by the id itself, so that no choice of ids makes it slow. Immutable; may be shared by
 * threads.
 */
final class SongIds {

  private final List<Song> songs;

  /** The hashes of all ids, ascending, and the songs that they are of. */
  private final int[] hashes;

  private final int[] indices;

  /**
   * Creates an index.
   *
   * @throws IllegalArgumentException if two songs have the same id
   */
  SongIds(List<Song> songs) {
    this.songs = songs;
    long[] sorted =
        IntStream.range(0, songs.size())
            .mapToLong(song -> (long) id(song).hashCode() << Integer.SIZE | song)
            .toArray();
    Arrays.parallelSort(sorted);
    hashes = new int[sorted.length];
    indices = new int[sorted.length];
    for (int i = 0; i < sorted.length; i++) {
      hashes[i] = (int) (sorted[i] >> Integer.SIZE);
      indices[i] = (int) sorted[i];
    }
    sortEqualHashes();
  }

  private String id(int song) {
    return songs.get(song).id();
  }

  private void sortEqualHashes() {
    int[] twice = {Integer.MAX_VALUE, Integer.MAX_VALUE}; // those of which the later comes first
    for (int from = 0, to; from < hashes.length; from = to) {
      to = from + 1;
      while (to < hashes.length && hashes[to] == hashes[from]) {
        to++;
      }
      if (to - from > 1) {
        twice = sort(from, to, twice);
      }
    }
    if (twice[0] < twice[1]) {
      throw new IllegalArgumentException(
          "song ids must differ, but songs %d and %d are both %s"
              .formatted(twice[0], twice[1], Quotation.quote(id(twice[0]))));
    }
  }

  /**
   * Sorts songs by their ids; returns two that have the same, if the later is before that given.
   */
  private int[] sort(int from, int to, int[] twice) {
    int[] sorted =
        Arrays.stream(indices, from, to)
            .boxed()
            .sorted(Comparator.comparing(this::id)) // stable
            .mapToInt(song -> song)
            .toArray();
    System.arraycopy(sorted, 0, indices, from, sorted.length);
    int[] first = twice;
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] < first[1] && id(sorted[i]).equals(id(sorted[i - 1]))) {
        first = new int[] {sorted[i - 1], sorted[i]};
      }
    }
    return first;
  }

  /** Returns the index of a song, or -1. */
  int find(String id) {
    int hash = id.hashCode();
    int low = 0;
    int high = hashes.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Integer.compare(hashes[middle], hash);
      if (order == 0) {
        order = id(indices[middle]).compareTo(id);
      }
      if (order == 0) {
        return indices[middle];
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }
}
