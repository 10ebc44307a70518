package dev.segue.baselines;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Whole numbers as bytes of a model file, 4 each, little-endian; and whether they can be right. */
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

  /** Whether they begin with 0, never fall, and end with some number. */
  static boolean rising(int[] integers, int last) {
    return integers.length > 0
        && integers[0] == 0
        && integers[integers.length - 1] == last
        && IntStream.range(1, integers.length).allMatch(i -> integers[i - 1] <= integers[i]);
  }

  /** Whether all are from 0 to below some number. */
  static boolean below(int[] integers, int end) {
    return Arrays.stream(integers).allMatch(i -> i >= 0 && i < end);
  }
}
