package dev.segue.datasets.reading;

import dev.segue.FileFormatException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;

/** Decompressed data with a limit on its size; exceeding the limit is a fault. */
public class LimitedStream extends FilterInputStream {

  /** Text compresses to about a twentieth; a larger ratio than this is a decompression bomb. */
  private static final int MAX_RATIO = 200;

  /** Small files may unpack to this many bytes whatever their ratio. */
  private static final long MIN_LIMIT = 1 << 24;

  private final long limit;
  private final Function<String, FileFormatException> fault;
  private long read;

  /**
   * Limits a stream.
   *
   * @param stream the stream to read, closed with this one
   * @param limit the most bytes that it may have
   * @param fault makes the exception to throw from the description of a problem
   */
  protected LimitedStream(
      InputStream stream, long limit, Function<String, FileFormatException> fault) {
    super(stream);
    this.limit = limit;
    this.fault = fault;
  }

  /**
   * Returns how much compressed data may unpack to.
   *
   * @param packed the size of the compressed data in bytes
   * @return the limit in bytes
   */
  public static long limit(long packed) {
    return Math.max(MIN_LIMIT, MAX_RATIO * packed);
  }

  /**
   * The number of bytes read.
   *
   * @return bytes
   */
  protected final long position() {
    return read;
  }

  /**
   * Describes a fault of the compressed data.
   *
   * @param problem the broken rule and the value
   * @return the exception to throw
   */
  protected final FileFormatException fault(String problem) {
    return fault.apply(problem);
  }

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int from, int count) throws IOException {
    int got = super.read(bytes, from, count);
    read += Math.max(0, got);
    if (read > limit) {
      throw fault("must unpack to at most %d bytes, but unpacks to more".formatted(limit));
    }
    return got;
  }

  @Override
  public final long skip(long count) throws IOException {
    return count <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(count, 1 << 12)]));
  }

  @Override
  public final boolean markSupported() {
    return false;
  }
}
