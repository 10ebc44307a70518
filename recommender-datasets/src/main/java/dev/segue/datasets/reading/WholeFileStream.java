package dev.segue.datasets.reading;

import dev.segue.FileFormatException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;

/**
 * A file that must not become shorter while it is read: what is left would look like the whole, and
 * plays would be missing without a word. One thread at a time.
 */
final class WholeFileStream extends FilterInputStream {

  private final long size;
  private final Function<String, FileFormatException> fault;
  private long position;

  /**
   * Creates a stream.
   *
   * @param file read from its beginning
   * @param size how many bytes it has
   * @param fault makes the exception from a problem
   */
  WholeFileStream(InputStream file, long size, Function<String, FileFormatException> fault) {
    super(file);
    this.size = size;
    this.fault = fault;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    count(value < 0 ? value : 1);
    return value;
  }

  @Override
  public int read(byte[] bytes, int from, int count) throws IOException {
    int read = super.read(bytes, from, count);
    count(read);
    return read;
  }

  private void count(int read) throws FileFormatException {
    if (read >= 0) {
      position += read;
    } else if (position < size) {
      throw fault.apply(
          "must not become shorter while it is read, but had %d bytes and ends after %d"
              .formatted(size, position));
    }
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = super.skip(count);
    position += skipped;
    return skipped;
  }

  /** {@inheritDoc} False: positions are counted. */
  @Override
  public boolean markSupported() {
    return false;
  }
}
