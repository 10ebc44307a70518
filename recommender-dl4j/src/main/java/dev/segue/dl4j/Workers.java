package dev.segue.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

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

  private static void await(Future<?> part) {
    try {
      part.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a part of a training step failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("training was interrupted", e);
    }
  }

  @Override
  public void close() {
    others.shutdownNow();
    blas.close();
  }
}
