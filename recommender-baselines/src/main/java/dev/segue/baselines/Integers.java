package dev.segue.baselines;

import dev.segue.FileFormatException;
import dev.segue.model.ModelFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

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

  /** Reads a tensor. */
  static int[] read(ModelFile model, String tensor) throws FileFormatException {
    byte[] bytes = model.bytes(tensor);
    if (bytes.length % Integer.BYTES != 0) {
      throw model.problem(
          "tensor '%s' must hold whole numbers of 4 bytes each, but has %d bytes"
              .formatted(tensor, bytes.length));
    }
    int[] integers = new int[bytes.length / Integer.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(integers);
    return integers;
  }

  /**
   * Reads a tensor that says where parts of another one start, then where the last one ends.
   *
   * @param least how long each part is at least
   * @param end the length of the other tensor
   */
  static int[] readStarts(ModelFile model, String tensor, int least, int end)
      throws FileFormatException {
    int[] starts = read(model, tensor);
    if (starts.length == 0 || starts[0] != 0 || starts[starts.length - 1] != end) {
      throw model.problem("tensor '%s' must begin with 0 and end with %d".formatted(tensor, end));
    }
    for (int i = 1; i < starts.length; i++) {
      if ((long) starts[i] - starts[i - 1] < least) {
        throw model.problem(
            "tensor '%s' must rise by at least %d, but number %d is %d and follows %d"
                .formatted(tensor, least, i, starts[i], starts[i - 1]));
      }
    }
    return starts;
  }

  /** Reads a tensor of integers within a range. */
  static int[] read(ModelFile model, String tensor, int min, int max) throws FileFormatException {
    int[] integers = read(model, tensor);
    for (int i = 0; i < integers.length; i++) {
      if (integers[i] < min || integers[i] > max) {
        throw model.problem(
            "tensor '%s' must hold numbers in %d..%d, but number %d is %d"
                .formatted(tensor, min, max, i, integers[i]));
      }
    }
    return integers;
  }

  /** Checks how many integers a tensor has. */
  static void checkLength(ModelFile model, String tensor, int[] integers, int length)
      throws FileFormatException {
    if (integers.length != length) {
      throw model.problem(
          "tensor '%s' must hold %d numbers, but holds %d"
              .formatted(tensor, length, integers.length));
    }
  }
}
