package dev.segue.datasets.reading;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Searches eight bytes at a time, as the platform does only for strings. */
public final class ByteSearch {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long LOW_BITS = 0x7F * ONES;

  private ByteSearch() {}

  /**
   * Searches a range for a byte.
   *
   * @param bytes the array that holds the range
   * @param from the start of the range
   * @param to the end of the range, exclusive
   * @param ascii the byte, below 128
   * @return the index of its first occurrence, or {@code to} if there is none
   */
  public static int indexOf(byte[] bytes, int from, int to, char ascii) {
    long sought = ascii * ONES;
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long found = zeros(eight(bytes, at) ^ sought);
      if (found != 0) {
        return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
    }
    while (at < to && bytes[at] != ascii) {
      at++;
    }
    return at;
  }

  /**
   * Reads eight bytes as a number.
   *
   * @param bytes the array that holds them
   * @param at the index of the first
   * @return the number; its lowest bits are the first byte
   */
  public static long eight(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  /**
   * Returns the highest bit of each byte that is zero (Warren, "Hacker's Delight", 2nd edition,
   * 2012, section 6-1).
   */
  private static long zeros(long eight) {
    return ~(((eight & LOW_BITS) + LOW_BITS) | eight | LOW_BITS);
  }
}
