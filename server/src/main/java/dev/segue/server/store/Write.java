package dev.segue.server.store;

import java.sql.SQLException;

/**
 * Something to be written. It may be asked more than once, if what it wrote was rolled back.
 *
 * @param <T> what it returns
 */
@FunctionalInterface
interface Write<T> {

  /**
   * Writes it.
   *
   * @throws SQLException if SQLite cannot; what is written of it is rolled back
   * @throws TooManyListenersException if it is refused; then it has written nothing
   */
  T to(ListenerTables tables) throws SQLException, TooManyListenersException;
}
