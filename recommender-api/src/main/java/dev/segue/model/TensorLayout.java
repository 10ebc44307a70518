package dev.segue.model;

import java.util.List;
import java.util.OptionalInt;

/**
 * The type, shape and place of a tensor in the file.
 *
 * @param begin the offset of the first byte from the end of the header
 * @param end one past the offset of the last byte
 */
record TensorLayout(String name, Type type, List<Integer> shape, long begin, long end) {

  static final int MAX_DIMENSIONS = 8;

  /** The longest array that every Java virtual machine can make. */
  static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

  /** The type of a tensor's values. */
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

  /**
   * The number of values of a shape; empty if the shape is invalid or they do not fit into an
   * array.
   */
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
