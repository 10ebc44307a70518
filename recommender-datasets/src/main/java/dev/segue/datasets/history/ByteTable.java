package dev.segue.datasets.history;

import dev.segue.datasets.reading.ByteSearch;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A hash table that numbers distinct byte keys from 0 in order of first appearance, without an
 * object per key. One thread at a time.
 */
final class ByteTable {

  private static final int MAX_BYTES = Integer.MAX_VALUE - 8;
  private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

  /** Random, so that no file can be crafted whose keys all collide. */
  private final long seed = new SplittableRandom().nextLong();

  /** All keys, concatenated. */
  private byte[] keys = new byte[1 << 16];

  /** {@code [size + 1 or more]}: where each key begins, and where the last one ends. */
  private int[] starts = new int[1 << 10];

  /**
   * {@code [a power of two]}: the hash of a key in the upper half, 1 + its number in the lower; or
   * 0.
   */
  private long[] slots = new long[1 << 11];

  private int size;

  /** The number of keys. */
  int size() {
    return size;
  }

  /**
   * Returns the number of a key, or {@code -1 - slot} if it is missing; {@link #add} takes that
   * value.
   */
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

  /** Returns whether a number is that of this key. */
  boolean isKey(int number, byte[] bytes, int from, int to) {
    return Arrays.equals(keys, starts[number], starts[number + 1], bytes, from, to);
  }

  /**
   * Adds a key that {@link #find} did not find.
   *
   * @param notFound the value that {@link #find} returned
   * @return the number of the key
   * @throws IllegalArgumentException if there is no room for more
   */
  int add(int notFound, byte[] bytes, int from, int to) {
    long end = (long) starts[size] + to - from;
    if (end > MAX_BYTES) {
      throw new IllegalArgumentException(
          "distinct names must have at most %d bytes in all, but have more".formatted(MAX_BYTES));
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
