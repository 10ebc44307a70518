package dev.segue.datasets.download;

import java.io.IOException;

/** Thrown if a connection ends before the file does; a retry may succeed. */
final class BrokenConnectionException extends IOException {

  private static final long serialVersionUID = 1;

  BrokenConnectionException(String message) {
    super(message);
  }
}
