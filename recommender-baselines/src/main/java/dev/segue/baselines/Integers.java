package dev.segue.baselines;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Converts integers to and from the bytes of a model file (4 bytes each, little-endian), and checks
 * integers that were read.
 */
final class Integers {

  private Integers() {}

  static byte[] bytes(int[] integers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Integer.BYTES * integers.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(integers);
    return bytes.array();
  }

  static int[] of(byte[] bytes) {
    int[] integers = new int[bytes.length / Integer.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(integers);
    return integers;
  }

  /** Returns whether the integers start with 0, never decrease and end with {@code last}. */
  static boolean areOffsets(int[] integers, int last) {
    return integers.length > 0
        && integers[0] == 0
        && integers[integers.length - 1] == last
        && IntStream.range(1, integers.length).allMatch(i -> integers[i - 1] <= integers[i]);
  }

  /** Returns whether all integers are at least 0 and less than {@code end}. */
  static boolean areBelow(int[] integers, int end) {
    return Arrays.stream(integers).allMatch(i -> i >= 0 && i < end);
  }
}
