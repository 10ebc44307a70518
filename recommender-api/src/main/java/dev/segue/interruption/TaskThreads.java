package dev.segue.interruption;

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
 * Runs the tasks of a long call, one after another on the calling thread or several at once. If one
 * fails, or the calling thread is interrupted, the others are interrupted. One thread at a time.
 *
 * @param <T> what a task returns
 */
public final class TaskThreads<T> implements AutoCloseable {

  private final Interruption interruption;
  private final @Nullable ExecutorService threads;
  private final ExecutorCompletionService<T> tasks;
  private int running;

  /**
   * Starts threads, unless the calling thread is to run all.
   *
   * @param call what the calling thread is doing, as for {@link Interruption#of}
   * @param count how many tasks run at once, at least 1; with 1 the calling thread runs them
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public TaskThreads(String call, int count) {
    interruption = Interruption.of(call);
    interruption.check();
    threads = count == 1 ? null : Executors.newFixedThreadPool(count, TaskThreads::named);
    tasks = new ExecutorCompletionService<>(threads == null ? Runnable::run : threads);
  }

  private static Thread named(Runnable task) {
    Thread thread = new Thread(task, "segue-task");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Runs a task, or has it wait for a thread.
   *
   * @param task which throws no checked exception
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public void run(Callable<T> task) {
    interruption.check();
    tasks.submit(task);
    running++;
  }

  /**
   * Returns what the tasks have returned that are done.
   *
   * @return in the order in which they ended, each once
   * @throws RuntimeException what the first of them has thrown
   */
  public List<T> finished() {
    List<T> finished = new ArrayList<>();
    for (Future<T> next = tasks.poll(); next != null; next = tasks.poll()) {
      finished.add(result(next));
    }
    return finished;
  }

  /**
   * Waits for all tasks.
   *
   * @return what they have returned, in the order in which they ended, each once
   * @throws RuntimeException what the first of them has thrown
   * @throws java.util.concurrent.CancellationException if the thread is interrupted meanwhile
   */
  public List<T> all() {
    List<T> all = finished();
    try {
      while (running > 0) {
        all.add(result(tasks.take()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interruption.cancelled();
    }
    return all;
  }

  private T result(Future<T> done) {
    running--;
    boolean interrupted = Thread.interrupted(); // or else what is done is not returned
    try {
      return done.get();
    } catch (InterruptedException e) {
      throw new AssertionError("the task is done", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new AssertionError("tasks throw no checked exception", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Interrupts the tasks that are not done, and waits for them: what they use is free then. */
  @Override
  public void close() {
    if (threads == null) {
      return;
    }
    threads.shutdownNow();
    boolean interrupted = Thread.interrupted();
    boolean ended = false;
    while (!ended) {
      try {
        ended = threads.awaitTermination(1, TimeUnit.HOURS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
