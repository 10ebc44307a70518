package dev.segue.datasets.download;

import java.io.IOException;

/** A server does not give the file, and asking it again would not help. */
final class NotServedException extends IOException {

  private static final long serialVersionUID = 1;

  NotServedException(String message) {
    super(message);
  }
}
