package dev.segue.model;

import dev.segue.FileFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Whole numbers in tensors of bytes: little-endian, of 4 bytes or, where they count bytes, of 8.
 */
final class TensorNumbers {

  private TensorNumbers() {}

  /** Writes numbers of 4 bytes. */
  static byte[] bytes(int[] numbers) {
    byte[] bytes = new byte[numbers.length * Integer.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(numbers);
    return bytes;
  }

  /** Writes numbers of 8 bytes. */
  static byte[] bytes(long[] numbers) {
    byte[] bytes = new byte[numbers.length * Long.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(numbers);
    return bytes;
  }

  /** Reads numbers of 4 bytes. */
  static int[] ints(ModelFile model, String tensor) throws FileFormatException {
    ByteBuffer bytes = buffer(model, tensor, Integer.BYTES);
    int[] numbers = new int[bytes.limit() / Integer.BYTES];
    bytes.asIntBuffer().get(numbers);
    return numbers;
  }

  /**
   * Reads numbers of 8 bytes that say where things start, and where the last one ends.
   *
   * @param end where it must end
   * @param what is counted, for the message
   * @return at least one number: 0 first, ascending, {@code end} last
   */
  static long[] starts(ModelFile model, String tensor, long end, String what)
      throws FileFormatException {
    ByteBuffer bytes = buffer(model, tensor, Long.BYTES);
    long[] starts = new long[bytes.limit() / Long.BYTES];
    bytes.asLongBuffer().get(starts);
    boolean ascend = starts.length > 0 && starts[0] == 0 && starts[starts.length - 1] == end;
    for (int i = 1; i < starts.length; i++) {
      ascend &= starts[i - 1] <= starts[i];
    }
    if (!ascend) {
      throw model.problem(
          "tensor '%s' must ascend from 0 to the %d %s".formatted(tensor, end, what));
    }
    return starts;
  }

  private static ByteBuffer buffer(ModelFile model, String tensor, int bytesEach)
      throws FileFormatException {
    byte[] bytes = model.existingBytes(tensor);
    if (bytes.length % bytesEach != 0) {
      throw model.problem(
          "tensor '%s' must have %d bytes a number, but has %d bytes"
              .formatted(tensor, bytesEach, bytes.length));
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
