package dev.segue.model;

import java.util.List;
import java.util.OptionalInt;

/**
 * Where a tensor lies.
 *
 * @param begin of the first byte, counted from the end of the header
 * @param end one past the last byte, counted likewise
 */
record TensorLayout(String name, Type type, List<Integer> shape, long begin, long end) {

  static final int MAX_DIMENSIONS = 8;

  /** The longest array that every Java virtual machine can make. */
  private static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

  /** What a tensor is made of. */
  enum Type {
    F32(Float.BYTES),
    U8(Byte.BYTES);

    private final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }

    int bytes() {
      return bytes;
    }
  }

  /** How many values a shape holds; empty if it is no shape or they do not fit into an array. */
  static OptionalInt elements(List<Integer> shape) {
    if (shape.size() > MAX_DIMENSIONS) {
      return OptionalInt.empty();
    }
    long elements = 1;
    for (int dimension : shape) {
      elements *= dimension; // cannot overflow: both are below 2^31
      if (dimension < 0 || elements > MAX_ELEMENTS) {
        return OptionalInt.empty();
      }
    }
    return OptionalInt.of((int) elements);
  }

  int elements() {
    return elements(shape).orElseThrow();
  }
}
