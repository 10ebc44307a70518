package dev.segue.server.store;

import com.google.common.util.concurrent.Uninterruptibles;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * One thread that brings what was committed from the log to the file, about every second, and waits
 * for the disk so that the thread that writes need not. May be asked by any threads.
 */
final class Checkpoints implements Closeable {

  private static final Logger LOGGER = System.getLogger("dev.segue.server");

  private static final Duration PAUSE = Duration.ofSeconds(1);

  /**
   * A longer log, of 64 MB, is brought to the file by the thread that writes: it alone can be sure
   * that nothing is added meanwhile, and only a log of which nothing is left begins anew.
   */
  private static final int MAX_PAGES = (64 << 20) / 4096;

  private final DatabaseFile file;
  private final Connection connection;
  private final Statement statement;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "segue-store-checkpoints");
  private volatile boolean isDue;
  private boolean isFailing;

  /** Starts the thread. */
  Checkpoints(DatabaseFile file) throws SQLException {
    this.file = file;
    connection = file.connectToWrite();
    statement = connection.createStatement();
    // A connection that has read nothing yet is no user of the log: others would remove the log
    // when
    // they are closed, and its first checkpoint waits for itself.
    statement.executeQuery("SELECT count(*) FROM sqlite_schema").close();
    thread.setDaemon(true);
    thread.start();
  }

  /** Whether the thread that writes should make a checkpoint; says so once each time. */
  boolean isDue() {
    if (isDue) {
      isDue = false;
      return true;
    }
    return false;
  }

  private void run() {
    while (!Uninterruptibles.awaitUninterruptibly(closing, PAUSE)) {
      try {
        isDue = checkpoint("PASSIVE") > MAX_PAGES;
        isFailing = false;
      } catch (SQLException e) {
        if (!isFailing) { // once, not each second until somebody makes room
          LOGGER.log(
              Level.WARNING, file.failure("make a checkpoint; its log grows", e).getMessage());
        }
        isFailing = true;
      }
    }
  }

  /** Returns how many pages the log has. */
  private int checkpoint(String mode) throws SQLException {
    try (ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(" + mode + ")")) {
      return row.next() ? row.getInt(2) : 0;
    }
  }

  /** Empties the log; nobody else may be connected any more. */
  @Override
  public void close() throws IOException {
    closing.countDown();
    Uninterruptibles.joinUninterruptibly(thread);
    try (connection) {
      checkpoint("TRUNCATE");
    } catch (SQLException e) {
      throw file.failure("make the last checkpoint; nothing is lost, and its log stays", e);
    }
  }
}
