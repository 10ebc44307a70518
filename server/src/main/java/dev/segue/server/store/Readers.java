package dev.segue.server.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** A few connections that read, each for one thread at a time. May be used by any threads. */
final class Readers implements Closeable {

  /** A read takes a processor rather than the disk: more at once are not faster. */
  private static final int COUNT = 4;

  /**
   * Reads something.
   *
   * @param <T> what is read
   */
  @FunctionalInterface
  interface Read<T> {
    T from(ListenerQueries queries) throws SQLException;
  }

  private final DatabaseFile file;
  private final List<ListenerQueries> all = new ArrayList<>();
  private final BlockingQueue<ListenerQueries> idle = new ArrayBlockingQueue<>(COUNT);

  Readers(DatabaseFile file) throws SQLException, IOException {
    this.file = file;
    try {
      for (int i = 0; i < COUNT; i++) {
        all.add(new ListenerQueries(new Statements(file.connectToRead())));
      }
    } catch (SQLException e) {
      close();
      throw e;
    }
    idle.addAll(all);
  }

  <T> T read(Read<T> read) throws SQLException, InterruptedIOException {
    ListenerQueries queries;
    try {
      queries = idle.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted before it was read");
    }
    try {
      return read.from(queries);
    } finally {
      idle.add(queries);
    }
  }

  @Override
  public void close() throws IOException {
    for (ListenerQueries queries : all) {
      try {
        queries.close();
      } catch (SQLException e) {
        throw file.failure("close the database", e);
      }
    }
  }
}
