package dev.segue.datasets.download;

import dev.segue.FileFormatException;
import dev.segue.datasets.reading.LimitedStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** What a compressed tar archive unpacks to, which knows how long headers may be. */
final class TarStream extends LimitedStream {

  private long headerEnd = Long.MAX_VALUE;
  private long zeros;

  /** A stream of at most so many bytes; faults name the archive. */
  TarStream(InputStream stream, Path archive, long limit) {
    super(stream, limit, problem -> new FileFormatException(archive, problem));
  }

  /** What is read next is a header, whose reader may hold all of it in memory. */
  void beginHeader(int mostBytes) {
    headerEnd = position() + mostBytes;
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
  public int read(byte[] bytes, int from, int count) throws IOException {
    int got = super.read(bytes, from, count);
    if (position() > headerEnd) {
      throw fault("header of an entry, or what follows the last, is too long");
    }
    countZeros(bytes, from, Math.max(0, got));
    return got;
  }

  private void countZeros(byte[] bytes, int from, int count) {
    int at = from + count;
    while (at > from && bytes[at - 1] == 0) {
      at--;
    }
    int last = from + count - at;
    zeros = last == count ? zeros + count : last;
  }
}
