package dev.segue.server.store;

import com.google.common.base.Throwables;
import com.google.common.util.concurrent.Uninterruptibles;
import java.io.Closeable;
import java.io.InterruptedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One thread that writes for all: whatever waits when it comes round is one transaction, so that
 * the cost of a commit is shared. A write that fails does so alone; the others of its transaction
 * are written again without it. Writes may come from any threads, none after this is closed.
 */
final class GroupCommit implements Closeable {

  /** As many wait in all; whoever comes then waits for room. */
  private static final int MAX_WAITING = 10_000;

  private static final int MAX_TOGETHER = 1_000;

  private static final class Waiting<T> {

    private final Write<T> write;
    private final CompletableFuture<T> done = new CompletableFuture<>();
    private @Nullable Runnable completion;

    Waiting(Write<T> write) {
      this.write = write;
    }

    void writeTo(ListenerTables tables) throws SQLException {
      try {
        T result = write.to(tables);
        completion = () -> done.complete(result);
      } catch (TooManyListenersException e) {
        completion = () -> done.completeExceptionally(e);
      }
    }

    void committed() {
      if (completion != null) {
        completion.run();
      }
    }

    void failed(Throwable e) {
      done.completeExceptionally(e);
    }
  }

  private static final Waiting<?> END = new Waiting<>(tables -> true);

  private final DatabaseFile file;
  private final Limits limits;
  private final Checkpoints checkpoints;
  private final BlockingQueue<Waiting<?>> queue = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Thread thread = new Thread(this::run, "segue-store-writer");

  /** Null after a failure from which SQLite could not return. */
  private @Nullable ListenerTables tables;

  private volatile ListenerTables.Counts counts;

  /** Starts the thread. */
  GroupCommit(DatabaseFile file, Limits limits, Checkpoints checkpoints) throws SQLException {
    this.file = file;
    this.limits = limits;
    this.checkpoints = checkpoints;
    ListenerTables first = file.tables(limits);
    tables = first;
    counts = first.committed();
    thread.setDaemon(true);
    thread.start();
  }

  /** Writes something; returns when it is committed. */
  <T> T commit(Write<T> write)
      throws SQLException, TooManyListenersException, InterruptedIOException {
    Waiting<T> waiting = new Waiting<>(write);
    try {
      queue.put(waiting);
      return waiting.done.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(
          "interrupted before it was known to be written; it may be written nevertheless");
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNull(e.getCause(), "each has one");
      Throwables.throwIfInstanceOf(cause, SQLException.class);
      Throwables.throwIfInstanceOf(cause, TooManyListenersException.class);
      Throwables.throwIfUnchecked(cause);
      throw new IllegalStateException(cause);
    }
  }

  /** How many listeners and events there are after the last commit. */
  ListenerTables.Counts counts() {
    return counts;
  }

  /** How many writes wait for the next transaction. */
  int waiting() {
    return queue.size();
  }

  private void run() {
    List<Waiting<?>> together = new ArrayList<>();
    boolean ends = false;
    while (!ends) {
      together.clear();
      together.add(Uninterruptibles.takeUninterruptibly(queue));
      queue.drainTo(together, MAX_TOGETHER - 1);
      ends = together.remove(END);
      commit(together);
      if (checkpoints.isDue()) {
        checkpoint();
      }
    }
  }

  private void commit(List<Waiting<?>> together) {
    try {
      ListenerTables current = tables();
      for (Waiting<?> waiting : together) {
        waiting.writeTo(current);
      }
      current.commit();
      counts = current.committed();
    } catch (Throwable e) {
      rollBack();
      if (together.size() == 1) {
        together.get(0).failed(e);
      } else {
        together.forEach(waiting -> commit(List.of(waiting)));
      }
      return;
    }
    together.forEach(Waiting::committed);
  }

  private ListenerTables tables() throws SQLException {
    ListenerTables current = tables;
    if (current == null) {
      current = file.tables(limits);
      tables = current;
    }
    return current;
  }

  /** SQLite may have rolled back by itself, and refuses then: a new connection begins clean. */
  private void rollBack() {
    ListenerTables current = tables;
    if (current != null) {
      try {
        current.rollBack();
      } catch (SQLException e) {
        tables = null;
        closeQuietly(current);
      }
    }
  }

  private void checkpoint() {
    try {
      tables().checkpoint();
    } catch (SQLException e) {
      // The other thread meets the same, and tells.
    }
  }

  private static void closeQuietly(ListenerTables tables) {
    try {
      tables.close();
    } catch (SQLException e) {
      // Nothing of it is used any more, and what it had not committed is told to those who wait.
    }
  }

  /** Writes what waits, and ends. */
  @Override
  public void close() {
    Uninterruptibles.putUninterruptibly(queue, END);
    Uninterruptibles.joinUninterruptibly(thread);
    if (tables != null) {
      closeQuietly(tables);
    }
  }
}
