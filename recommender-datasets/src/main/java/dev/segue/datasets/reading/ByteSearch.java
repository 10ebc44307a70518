package dev.segue.datasets.reading;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks at eight bytes at a time, as the platform does in texts alone. */
public final class ByteSearch {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long LOW_BITS = 0x7F * ONES;

  private ByteSearch() {}

  /**
   * Looks for a byte in a range.
   *
   * @param bytes what holds the range
   * @param from where the range begins
   * @param to where it ends, exclusively
   * @param ascii the byte, below 128
   * @return where it comes first, or {@code to} if it does not
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
   * Eight bytes as a number.
   *
   * @param bytes at least eight more
   * @param at where they begin
   * @return the number, whose lowest bits are the first byte
   */
  public static long eight(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  /**
   * The highest bit of each byte that is zero (Warren, "Hacker's Delight", 2nd edition, 2012,
   * section 6-1).
   */
  private static long zeros(long eight) {
    return ~(((eight & LOW_BITS) + LOW_BITS) | eight | LOW_BITS);
  }
}
