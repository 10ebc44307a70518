package dev.segue.datasets.reading;

import dev.segue.FileFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The lines of a file as bytes, without a copy per line, for files of gigabytes. A line ends with a
 * line feed; a carriage return before it is dropped. One thread at a time.
 */
public final class ByteLines implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 17;

  private final InputFile file;
  private final int longest;
  private final InputStream stream;
  private byte[] buffer = new byte[BUFFER_BYTES];
  private int next;
  private int filled;
  private boolean ended;
  private long number;
  private int from;
  private int to;

  private ByteLines(InputFile file, int longest, InputStream stream) {
    this.file = file;
    this.longest = longest;
    this.stream = stream;
  }

  /**
   * Opens a file.
   *
   * @param file the file
   * @param longest the most bytes that a line may have
   * @return the lines, positioned before the first
   * @throws IOException if the file cannot be read
   */
  public static ByteLines open(InputFile file, int longest) throws IOException {
    return new ByteLines(file, longest, file.open());
  }

  /**
   * Goes to the next line.
   *
   * @return whether there is one
   * @throws FileFormatException if the line is too long, or compressed data is damaged
   * @throws IOException if the file cannot be read
   */
  public boolean next() throws IOException {
    number++;
    int scanned = next;
    while (true) {
      int end = ByteSearch.indexOf(buffer, scanned, filled, '\n');
      if (end < filled) {
        line(next, end);
        next = end + 1;
        return true;
      }
      if (filled - next > longest) {
        throw fault("line must have at most %d bytes, but has more".formatted(longest));
      }
      if (ended) {
        boolean more = next < filled;
        line(next, filled);
        next = filled;
        return more;
      }
      scanned = fill();
    }
  }

  /** Reads more bytes; returns where they begin. */
  private int fill() throws IOException {
    System.arraycopy(buffer, next, buffer, 0, filled - next);
    filled -= next;
    next = 0;
    if (filled == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * filled);
    }
    int read = stream.read(buffer, filled, buffer.length - filled);
    int scanned = filled;
    ended = read < 0;
    filled += Math.max(0, read);
    return scanned;
  }

  private void line(int begin, int end) {
    from = number == 1 && hasByteOrderMark(begin, end) ? begin + 3 : begin;
    to = end > from && buffer[end - 1] == '\r' ? end - 1 : end;
  }

  private boolean hasByteOrderMark(int begin, int end) {
    return end - begin >= 3
        && buffer[begin] == (byte) 0xEF
        && buffer[begin + 1] == (byte) 0xBB
        && buffer[begin + 2] == (byte) 0xBF;
  }

  /**
   * The buffer that holds the line until the next call of {@link #next}.
   *
   * @return the buffer itself, not a copy
   */
  public byte[] bytes() {
    return buffer;
  }

  /**
   * Where in {@link #bytes} the line begins.
   *
   * @return an index
   */
  public int from() {
    return from;
  }

  /**
   * Where in {@link #bytes} the line ends.
   *
   * @return an index, exclusive
   */
  public int to() {
    return to;
  }

  /**
   * The number of the line.
   *
   * @return from 1; after the last line, one more than the number of lines
   */
  public long number() {
    return number;
  }

  /**
   * Describes a fault in the line read last, or at the end of the file.
   *
   * @param problem the broken rule and the value
   * @return the exception to throw
   */
  public FileFormatException fault(String problem) {
    return file.fault(number, problem);
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
