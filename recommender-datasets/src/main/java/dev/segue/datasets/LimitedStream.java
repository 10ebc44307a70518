package dev.segue.datasets;

import dev.segue.FileFormatException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** What an archive unpacks to; it is a fault if that is more than it may be. */
final class LimitedStream extends FilterInputStream {

  private final Path archive;
  private final long limit;
  private long read;
  private long headerEnd = Long.MAX_VALUE;
  private long zeros;

  /** A stream of at most so many bytes; faults name the archive. */
  LimitedStream(InputStream stream, Path archive, long limit) {
    super(stream);
    this.archive = archive;
    this.limit = limit;
  }

  /** What is read next is a header, whose reader may hold all of it in memory. */
  void beginHeader(int mostBytes) {
    headerEnd = read + mostBytes;
  }

  /** What is read next is of any length. */
  void endHeader() {
    headerEnd = Long.MAX_VALUE;
  }

  /** How many of the bytes read last are zeros, without one between them that is not. */
  long zeros() {
    return zeros;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int from, int count) throws IOException {
    int got = super.read(bytes, from, count);
    count(Math.max(0, got));
    countZeros(bytes, from, Math.max(0, got));
    return got;
  }

  @Override
  public long skip(long count) throws IOException {
    return count <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(count, 1 << 12)]));
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void countZeros(byte[] bytes, int from, int count) {
    int at = from + count;
    while (at > from && bytes[at - 1] == 0) {
      at--;
    }
    int last = from + count - at;
    zeros = last == count ? zeros + count : last;
  }

  private void count(long bytes) throws FileFormatException {
    read += bytes;
    if (read > limit) {
      throw new FileFormatException(
          archive, "must unpack to at most %d bytes, unpacks to more".formatted(limit));
    }
    if (read > headerEnd) {
      throw new FileFormatException(
          archive, "header of an entry, or what follows the last, is too long");
    }
  }
}
