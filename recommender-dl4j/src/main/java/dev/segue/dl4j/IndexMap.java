package dev.segue.dl4j;

import dev.segue.lstm.network.Recency;
import java.util.Arrays;

/** Maps numbers to indices from 0, in order of first appearance. One thread at a time. */
final class IndexMap {

  /** {@code [keys]}: one more than the index of a key, 0 for none. */
  private final int[] indices;

  private int[] keys = new int[16];
  private int count;

  /**
   * Creates an empty map.
   *
   * @param size keys are from 0 to {@code size - 1}
   */
  IndexMap(int size) {
    indices = new int[size];
  }

  /** Returns the indices of some keys; new keys get the next indices. */
  int[] indices(int[] some) {
    return Arrays.stream(some).map(this::index).toArray();
  }

  private int index(int key) {
    if (indices[key] == 0) {
      if (count == keys.length) {
        keys = Arrays.copyOf(keys, 2 * count);
      }
      keys[count++] = key;
      indices[key] = count;
    }
    return indices[key] - 1;
  }

  /** Restricts a recency to some of its songs, in this order; their groups get indices. */
  Recency restrict(Recency recency, int[] songs) {
    int[] groupOf =
        Arrays.stream(songs)
            .map(song -> recency.groupOf()[song])
            .map(group -> group < 0 ? -1 : index(group))
            .toArray();
    return new Recency(recency.group(), recency.window(), groupOf);
  }

  /** Returns the indices of some keys; -1 for those that have none, and for -1. */
  int[] find(int[] some) {
    return Arrays.stream(some).map(key -> key < 0 ? -1 : indices[key] - 1).toArray();
  }

  /** The keys, in the order of their indices. */
  int[] keys() {
    return Arrays.copyOf(keys, count);
  }

  /** Removes all keys. */
  void clear() {
    for (int i = 0; i < count; i++) {
      indices[keys[i]] = 0;
    }
    count = 0;
  }
}
