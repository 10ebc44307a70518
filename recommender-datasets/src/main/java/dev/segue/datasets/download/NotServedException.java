package dev.segue.datasets.download;

import java.io.IOException;

/** Thrown if a server does not serve the file, and a retry would not help. */
final class NotServedException extends IOException {

  private static final long serialVersionUID = 1;

  NotServedException(String message) {
    super(message);
  }
}
