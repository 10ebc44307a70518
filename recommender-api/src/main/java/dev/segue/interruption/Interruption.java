package dev.segue.interruption;

import java.util.Objects;
import java.util.concurrent.CancellationException;

/**
 * Ends a long call when the thread that made it is interrupted, whichever threads do its work. The
 * interrupt flag stays set, so that the caller's callers see it too. May be shared by threads.
 */
public final class Interruption {

  private final String call;
  private final Thread caller;

  /** Kept, because a thread that waits for a parallel stream has its flag cleared meanwhile. */
  private volatile boolean seen;

  private Interruption(String call, Thread caller) {
    this.call = call;
    this.caller = caller;
  }

  /**
   * Watches the current thread.
   *
   * @param call what the thread is doing, as it begins a message: {@code training}
   * @return what the work asks
   */
  public static Interruption of(String call) {
    return new Interruption(Objects.requireNonNull(call, "call"), Thread.currentThread());
  }

  /**
   * Does nothing unless the thread is interrupted.
   *
   * @throws CancellationException if it is
   */
  public void check() {
    if (seen || caller.isInterrupted()) {
      seen = true;
      throw cancelled();
    }
  }

  /**
   * Makes the exception that ends the call.
   *
   * @return the exception
   */
  public CancellationException cancelled() {
    return new Cancelled(call + " was cancelled: its thread is interrupted");
  }

  /**
   * Has no public constructor, since a parallel stream copies the exceptions of its threads by one,
   * and loses the message of those that have a constructor without any.
   */
  private static final class Cancelled extends CancellationException {

    private static final long serialVersionUID = 1;

    Cancelled(String message) {
      super(message);
    }
  }
}
