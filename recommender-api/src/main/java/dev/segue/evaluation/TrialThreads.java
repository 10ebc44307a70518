package dev.segue.evaluation;

import dev.segue.interruption.Interruption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the trials of a search, one on the searching thread or several at once. If one fails, or the
 * searching thread is interrupted, the others are interrupted. One thread at a time.
 *
 * @param <R> the type of recommender
 */
final class TrialThreads<R> implements AutoCloseable {

  private final Interruption interruption = Interruption.of("the search");
  private final @Nullable ExecutorService threads;
  private final ExecutorCompletionService<Trained<R>> trials;
  private int running;

  /** Starts that many threads, or none for one. */
  TrialThreads(int count) {
    interruption.check();
    threads = count == 1 ? null : Executors.newFixedThreadPool(count);
    trials = new ExecutorCompletionService<>(threads == null ? Runnable::run : threads);
  }

  /** A trial that is done. */
  record Trained<R>(ParameterSearch.Result result, R recommender) {}

  /** Runs a trial, or has it wait for a thread. */
  void run(Callable<Trained<R>> trial) {
    interruption.check();
    trials.submit(trial);
    running++;
  }

  /** Returns the trials that are done, and were not returned before. */
  List<Trained<R>> finished() {
    List<Trained<R>> finished = new ArrayList<>();
    for (Future<Trained<R>> next = trials.poll(); next != null; next = trials.poll()) {
      finished.add(result(next));
    }
    return finished;
  }

  /** Returns the trials that were not returned before, when all are done. */
  List<Trained<R>> all() {
    List<Trained<R>> all = new ArrayList<>();
    try {
      while (running > 0) {
        all.add(result(trials.take()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interruption.cancelled();
    }
    return all;
  }

  private Trained<R> result(Future<Trained<R>> done) {
    running--;
    try {
      return done.get();
    } catch (InterruptedException e) {
      throw new AssertionError("the trial is done", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new AssertionError("trainers throw no checked exception", e);
    }
  }

  @Override
  public void close() {
    if (threads != null) {
      threads.shutdownNow();
      awaitEnd(threads);
    }
  }

  /** Trainers end soon after they are interrupted; what they use must be free afterwards. */
  private static void awaitEnd(ExecutorService threads) {
    boolean interrupted = Thread.interrupted();
    try {
      while (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
