package dev.segue.datasets.download;

import dev.segue.FileFormatException;
import dev.segue.datasets.reading.LimitedStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** The unpacked bytes of a compressed tar archive, with a limit on the length of headers. */
final class TarStream extends LimitedStream {

  private long headerEnd = Long.MAX_VALUE;
  private long zeros;

  /** Creates a stream of at most {@code limit} bytes; faults name the archive. */
  TarStream(InputStream stream, Path archive, long limit) {
    super(stream, limit, problem -> new FileFormatException(archive, problem));
  }

  /** Limits the length of the header that follows, because its reader may hold it in memory. */
  void beginHeader(int maxBytes) {
    headerEnd = position() + maxBytes;
  }

  /** Ends the limit of {@link #beginHeader}. */
  void endHeader() {
    headerEnd = Long.MAX_VALUE;
  }

  /** Returns the length of the run of zeros that ends with the last byte read. */
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
