package dev.segue.commandline;

import dev.segue.EpochReport;
import dev.segue.TrainingListener;
import java.util.concurrent.CountDownLatch;

/**
 * Stops a training in an orderly way on Ctrl-C (SIGINT) or SIGTERM: once it has begun, the process
 * does not end before this is closed, and then with the exit code of the signal, 130 or 143.
 */
final class StopOnSignal implements TrainingListener, AutoCloseable {

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "segue-stop");
  private volatile boolean training;
  private volatile boolean stopped;

  /** Listens for signals until it is closed. */
  StopOnSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Called by the JVM, which ends when this returns. */
  private void stop() {
    stopped = true;
    try {
      if (training) {
        closed.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether there was a signal. */
  boolean isStopped() {
    return stopped;
  }

  @Override
  public void onStart(String device) {
    training = true;
  }

  @Override
  public Decision onEpoch(EpochReport report) {
    return stopped ? Decision.STOP : Decision.CONTINUE;
  }

  @Override
  public Decision onProgress(int epoch, long done, long total) {
    return stopped ? Decision.STOP : Decision.CONTINUE;
  }

  @Override
  public void close() {
    closed.countDown();
    if (!stopped) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // A signal has just come, and the work is done.
      }
    }
  }
}
