package dev.segue.datasets.history;

import dev.segue.datasets.reading.ByteSearch;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Numbers different keys of bytes from 0, in the order of their first appearance, without an object
 * for each. One thread at a time.
 */
final class ByteTable {

  private static final int MAX_BYTES = Integer.MAX_VALUE - 8;
  private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

  /** No file can be made for it whose keys all have one hash. */
  private final long seed = new SplittableRandom().nextLong();

  /** All keys, one after another. */
  private byte[] keys = new byte[1 << 16];

  /** {@code [size + 1 or more]}: where a key begins, and the last one ends. */
  private int[] starts = new int[1 << 10];

  /** {@code [a power of two]}: the hash of a key above 1 + its number, or 0. */
  private long[] slots = new long[1 << 11];

  private int size;

  /** How many keys there are. */
  int size() {
    return size;
  }

  /** The number of a key; or, if it is not there, {@code -1 - s}, where s serves {@link #add}. */
  int find(byte[] bytes, int from, int to) {
    int hash = hash(bytes, from, to);
    int slot = hash & (slots.length - 1);
    for (long found = slots[slot]; found != 0; found = slots[slot]) {
      int number = (int) found - 1;
      if ((int) (found >>> Integer.SIZE) == hash && isKey(number, bytes, from, to)) {
        return number;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return -1 - slot;
  }

  /** Whether a number is that of a key. */
  boolean isKey(int number, byte[] bytes, int from, int to) {
    return Arrays.equals(keys, starts[number], starts[number + 1], bytes, from, to);
  }

  /**
   * Adds a key that {@link #find} did not find.
   *
   * @param notFound its answer
   * @return the key's number
   * @throws IllegalArgumentException if there is no room for so many
   */
  int add(int notFound, byte[] bytes, int from, int to) {
    long end = (long) starts[size] + to - from;
    if (end > MAX_BYTES) {
      throw new IllegalArgumentException(
          "different names must have at most %d bytes, have more".formatted(MAX_BYTES));
    }
    if (end > keys.length) {
      keys = Arrays.copyOf(keys, (int) Math.min(MAX_BYTES, 2 * end));
    }
    System.arraycopy(bytes, from, keys, starts[size], to - from);
    if (size + 2 > starts.length) {
      starts = Arrays.copyOf(starts, 2 * starts.length);
    }
    slots[-1 - notFound] = ((long) hash(bytes, from, to) << Integer.SIZE) | (size + 1);
    starts[++size] = (int) end;
    if (2 * size > slots.length) {
      grow();
    }
    return size - 1;
  }

  /** The bytes of a key. */
  byte[] key(int number) {
    return Arrays.copyOfRange(keys, starts[number], starts[number + 1]);
  }

  private void grow() {
    long[] smaller = slots;
    slots = new long[2 * smaller.length];
    for (long key : smaller) {
      if (key != 0) {
        int slot = (int) (key >>> Integer.SIZE) & (slots.length - 1);
        while (slots[slot] != 0) {
          slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = key;
      }
    }
  }

  private int hash(byte[] bytes, int from, int to) {
    long hash = seed + to - from;
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      hash = mix(hash ^ ByteSearch.eight(bytes, at));
    }
    for (; at < to; at++) {
      hash = mix(hash ^ bytes[at]);
    }
    return (int) hash;
  }

  private static long mix(long hash) {
    long product = hash * MULTIPLIER;
    return product ^ (product >>> 32);
  }
}
