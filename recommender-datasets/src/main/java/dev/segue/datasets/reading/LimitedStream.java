package dev.segue.datasets.reading;

import dev.segue.FileFormatException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;

/** What compressed data unpacks to; it is a fault if that is more than it may be. */
public class LimitedStream extends FilterInputStream {

  /** Text is compressed to a twentieth or so; what unpacks to more than this is a bomb. */
  private static final int MAX_RATIO = 200;

  /** But small files may unpack to this many bytes whatever their ratio. */
  private static final long MIN_LIMIT = 1 << 24;

  private final long limit;
  private final Function<String, FileFormatException> fault;
  private long read;

  /**
   * A stream of at most so many bytes.
   *
   * @param stream what is read, and closed with this one
   * @param limit how many bytes it may have
   * @param fault makes what is thrown of what is wrong, such as that there are more
   */
  protected LimitedStream(
      InputStream stream, long limit, Function<String, FileFormatException> fault) {
    super(stream);
    this.limit = limit;
    this.fault = fault;
  }

  /**
   * How much compressed data may unpack to.
   *
   * @param packed bytes of them
   * @return bytes when unpacked
   */
  public static long limit(long packed) {
    return Math.max(MIN_LIMIT, MAX_RATIO * packed);
  }

  /**
   * How much was read.
   *
   * @return bytes
   */
  protected final long position() {
    return read;
  }

  /**
   * A fault of what is compressed.
   *
   * @param problem the rule that is broken, and the value
   * @return what to throw
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
      throw fault("must unpack to at most %d bytes, unpacks to more".formatted(limit));
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
