package dev.segue.cuda;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * Numbers of 32 bits in the host's memory, which a device copies while the host goes on. Each call
 * of {@link #ints} and {@link #floats} returns a view with a position of its own.
 *
 * @param bytes direct, in the byte order of the machine
 */
public record HostArray(ByteBuffer bytes) {

  /** A view of the numbers as integers. */
  public IntBuffer ints() {
    return bytes.asIntBuffer();
  }

  /** A view of the numbers in single precision. */
  public FloatBuffer floats() {
    return bytes.asFloatBuffer();
  }

  /** Returns some of the numbers, from one index up to another. */
  public HostArray part(int from, int to) {
    ByteBuffer part = bytes.slice(Float.BYTES * from, Float.BYTES * (to - from));
    return new HostArray(part.order(bytes.order()));
  }

  /** How many numbers. */
  public int length() {
    return bytes.capacity() / Float.BYTES;
  }
}
