package dev.segue.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The threads that share a training step, including the caller's. Until they are closed, which must
 * happen once, BLAS uses no threads of its own. One caller at a time.
 */
final class Workers implements AutoCloseable {

  private final int threads;
  private final ExecutorService others;
  private final BlasThreads blas = BlasThreads.onePerProduct();

  Workers(int threads) {
    this.threads = threads;
    this.others =
        Executors.newFixedThreadPool(
            Math.max(1, threads - 1),
            task -> {
              Thread thread = new Thread(task, "segue-training");
              thread.setDaemon(true);
              return thread;
            });
  }

  int threads() {
    return threads;
  }

  /** Runs the parts 0 to {@code parts - 1}, at most one per thread, and waits for all of them. */
  void run(int parts, IntConsumer task) {
    List<Future<?>> running = new ArrayList<>();
    for (int part = 1; part < parts; part++) {
      int number = part;
      running.add(others.submit(() -> task.accept(number)));
    }
    try {
      task.accept(0);
    } finally {
      running.forEach(Workers::await);
    }
  }

  /** Waits even if the thread is interrupted, so that no part goes on after the step. */
  private static void await(Future<?> part) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          part.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw thrown(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A part throws no checked exceptions. */
  private static RuntimeException thrown(@Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException exception
        ? exception
        : new IllegalStateException("a part of a training step failed: " + cause, cause);
  }

  /** Ends the threads, which have nothing to do any more, and waits for that. */
  @Override
  public void close() {
    others.shutdownNow();
    blas.close();
    boolean interrupted = false;
    while (!others.isTerminated()) {
      try {
        others.awaitTermination(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
