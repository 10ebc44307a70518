package dev.segue.datasets.reading;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream that records whether its reader reached the end. If a parser then finds a fault, it was
 * in the middle of something, so the file is cut off. One thread at a time.
 */
final class EofTrackingStream extends FilterInputStream {

  private boolean reached;

  EofTrackingStream(InputStream stream) {
    super(stream);
  }

  /** Returns whether the reader reached the end. */
  boolean reached() {
    return reached;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    reached |= value < 0;
    return value;
  }

  @Override
  public int read(byte[] bytes, int from, int count) throws IOException {
    int read = super.read(bytes, from, count);
    reached |= read < 0;
    return read;
  }
}
