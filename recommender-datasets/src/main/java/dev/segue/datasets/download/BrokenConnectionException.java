package dev.segue.datasets.download;

import java.io.IOException;

/** A connection ended before the file did; the next one may do better. */
final class BrokenConnectionException extends IOException {

  private static final long serialVersionUID = 1;

  BrokenConnectionException(String message) {
    super(message);
  }
}
