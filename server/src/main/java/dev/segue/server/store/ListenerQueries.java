package dev.segue.server.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.segue.Song;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads from the tables of a store, each time what is committed at one moment. One thread at a
 * time.
 */
final class ListenerQueries implements AutoCloseable {

  private static final String EVENTS =
      """
      SELECT event.millis, event.kind, event.heard, song.name, song.title, song.artist, song.tags
      FROM listener JOIN event ON event.listener = listener.id JOIN song ON song.id = event.song
      WHERE listener.name = ?1 ORDER BY event.millis, song.name, event.kind""";
  private static final String BANS =
      """
      SELECT ban.kind, ban.name FROM listener JOIN ban ON ban.listener = listener.id
      WHERE listener.name = ?1 ORDER BY ban.kind, ban.name""";
  private static final String RULES =
      "SELECT rules FROM listener WHERE name = ?1 AND rules IS NOT NULL";
  private static final String LISTENERS =
      "SELECT id, name FROM listener WHERE id > ?1 AND seen < ?2 ORDER BY id LIMIT ?3";

  /** A listener's number and name. */
  record Listener(long id, String name) {}

  private final Statements statements;

  /**
   * Begins.
   *
   * @param statements closed together with this
   */
  ListenerQueries(Statements statements) {
    this.statements = statements;
  }

  List<Event> events(String listener) throws SQLException {
    List<Event> events = new ArrayList<>();
    try (ResultSet row = statements.query(EVENTS, listener)) {
      while (row.next()) {
        events.add(event(row));
      }
    }
    return events;
  }

  private static Event event(ResultSet row) throws SQLException {
    try {
      return new Event(
          Instant.ofEpochMilli(row.getLong(1)),
          Event.Kind.of(row.getInt(2)),
          new Song(
              row.getString(4), row.getString(5), row.getString(6), TagText.read(row.getString(7))),
          Duration.ofMillis(row.getLong(3)));
    } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
      throw brokenRow("event", e);
    }
  }

  private static SQLException brokenRow(String table, Exception e) {
    return new SQLException(
        "table %s has a row that Segue has not written: %s".formatted(table, e.getMessage()), e);
  }

  Set<Ban> bans(String listener) throws SQLException {
    Set<Ban> bans = new LinkedHashSet<>();
    try (ResultSet row = statements.query(BANS, listener)) {
      while (row.next()) {
        bans.add(new Ban(Ban.Kind.of(row.getInt(1)), row.getString(2)));
      }
    } catch (IllegalArgumentException e) {
      throw brokenRow("ban", e);
    }
    return bans;
  }

  Optional<String> rules(String listener) throws SQLException {
    try (ResultSet row = statements.query(RULES, listener)) {
      return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
    }
  }

  /** The first listeners after a number, by their numbers, who were last seen before a second. */
  List<Listener> listeners(long after, long seenBefore, int count) throws SQLException {
    List<Listener> listeners = new ArrayList<>();
    try (ResultSet row = statements.query(LISTENERS, after, seenBefore, count)) {
      while (row.next()) {
        listeners.add(new Listener(row.getLong(1), row.getString(2)));
      }
    }
    return listeners;
  }

  @Override
  public void close() throws SQLException {
    statements.close();
  }
}
