package dev.segue.server.store;

import dev.segue.quotation.Quotation;
import java.io.IOException;

/** Thrown if a store has as many listeners as it may have. May be passed from thread to thread. */
public final class TooManyListenersException extends IOException {

  private static final long serialVersionUID = 1;

  TooManyListenersException(String listener, int limit) {
    super(
        "listeners must be at most "
            + limit
            + ", so there is no room for "
            + Quotation.quote(listener)
            + ": raise the limit, or forget listeners");
  }
}
