package dev.segue.datasets.reading;

import dev.segue.FileFormatException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;

/**
 * XML with a limit on the length of what stands between two angle brackets, such as the name of an
 * element, which the parser does not limit; exceeding the limit is a fault.
 */
final class MarkupStream extends FilterInputStream {

  /** More than the bytes of the longest text. */
  private static final int MAX_BYTES = 1 << 23;

  private final Function<String, FileFormatException> fault;
  private int since;

  MarkupStream(InputStream stream, Function<String, FileFormatException> fault) {
    super(stream);
    this.fault = fault;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int from, int count) throws IOException {
    int read = super.read(bytes, from, count);
    for (int at = from; at < from + read; at++) {
      since = bytes[at] == '<' || bytes[at] == '>' ? 0 : since + 1;
      if (since > MAX_BYTES) {
        throw fault.apply(
            "must have at most %d bytes between '<' and '>', but has more".formatted(MAX_BYTES));
      }
    }
    return read;
  }
}
