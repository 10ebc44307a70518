package dev.segue.dl4j;

import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Threads that train networks side by side, one each. */
final class NetworkThreads {

  private NetworkThreads() {}

  /**
   * Runs trainings, each on a thread of its own, and waits for all of them. If one throws an
   * exception, or the caller is interrupted, the threads of all are interrupted.
   *
   * @throws RuntimeException the first that a training has thrown
   */
  static void run(List<Runnable> trainings) {
    ExecutorService threads = Executors.newFixedThreadPool(trainings.size(), NetworkThreads::named);
    CompletionService<@Nullable Void> ending = new ExecutorCompletionService<>(threads);
    trainings.forEach(training -> ending.submit(training, null));
    threads.shutdown();
    boolean interrupted = false;
    Throwable thrown = null;
    int left = trainings.size();
    while (left > 0) {
      try {
        ending.take().get();
        left--;
      } catch (InterruptedException e) {
        interrupted = true;
        threads.shutdownNow();
      } catch (ExecutionException e) {
        left--;
        thrown = thrown == null ? e.getCause() : thrown;
        threads.shutdownNow();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (thrown != null) {
      rethrow(thrown);
    }
  }

  private static Thread named(Runnable task) {
    Thread thread = new Thread(task, "segue-network");
    thread.setDaemon(true);
    return thread;
  }

  /** A training throws no checked exceptions. */
  private static void rethrow(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    throw thrown instanceof RuntimeException exception
        ? exception
        : new IllegalStateException("the training of a network failed: " + thrown, thrown);
  }
}
