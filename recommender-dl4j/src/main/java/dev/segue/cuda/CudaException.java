package dev.segue.cuda;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Thrown if a device cannot do what it is asked for; the message says what, and why. */
public final class CudaException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  /** Creates an exception with the message for people. */
  public CudaException(String message) {
    super(message);
  }

  /** Creates an exception with the message for people, and what is behind it. */
  CudaException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
