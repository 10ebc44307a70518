package dev.segue.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a connection, each prepared when it is first needed. One thread at a time; a
 * result must be closed before its statement is executed again.
 */
final class Statements implements AutoCloseable {

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Statements(Connection connection) {
    this.connection = connection;
  }

  /** Executes a statement that changes rows; returns how many it changed. */
  int update(String sql, @Nullable Object... parameters) throws SQLException {
    return with(sql, parameters).executeUpdate();
  }

  /** Executes a statement that returns rows. */
  ResultSet query(String sql, @Nullable Object... parameters) throws SQLException {
    return with(sql, parameters).executeQuery();
  }

  private PreparedStatement with(String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }

  void commit() throws SQLException {
    connection.commit();
  }

  void rollBack() throws SQLException {
    connection.rollback();
  }

  /** Closes the connection, and its statements with it. */
  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
