package dev.segue.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes what listeners did. All of it is in one transaction until it is committed or rolled back.
 * One thread at a time.
 */
final class ListenerTables implements AutoCloseable {

  private static final String COUNT = "SELECT count(*), ifnull(sum(events), 0) FROM listener";
  private static final String SELECT_LISTENER =
      "SELECT id, seen, events FROM listener WHERE name = ?1";
  private static final String INSERT_LISTENER =
      "INSERT INTO listener (name, seen, events) VALUES (?1, ?2, 0) RETURNING id";
  private static final String UPDATE_LISTENER =
      "UPDATE listener SET seen = ?2, events = ?3 WHERE id = ?1";
  private static final String UPDATE_RULES = "UPDATE listener SET rules = ?2 WHERE id = ?1";
  private static final String INSERT_EVENT =
      """
      INSERT INTO event (listener, millis, song, kind, heard) VALUES (?1, ?2, ?3, ?4, ?5)
      ON CONFLICT DO NOTHING""";
  private static final String UPDATE_EVENT =
      """
      UPDATE event SET heard = ?5
      WHERE listener = ?1 AND millis = ?2 AND song = ?3 AND kind = ?4 AND heard <> ?5""";
  private static final String DELETE_OLDEST =
      """
      DELETE FROM event WHERE listener = ?1 AND (millis, song, kind) IN (
        SELECT millis, song, kind FROM event JOIN song ON song.id = event.song
        WHERE listener = ?1 ORDER BY millis, song.name, kind LIMIT ?2)""";
  private static final String INSERT_BAN =
      "INSERT INTO ban (listener, kind, name) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
  private static final String DELETE_BAN =
      "DELETE FROM ban WHERE listener = ?1 AND kind = ?2 AND name = ?3";
  private static final String DELETE_EVENTS = "DELETE FROM event WHERE listener = ?1";
  private static final String DELETE_BANS = "DELETE FROM ban WHERE listener = ?1";
  private static final String DELETE_LISTENER = "DELETE FROM listener WHERE id = ?1";

  /** Whole once more, so that the log can begin anew: a log that is written to never is. */
  private static final String CHECKPOINT = "PRAGMA wal_checkpoint(PASSIVE)";

  /** How many there are. */
  record Counts(long listeners, long events) {

    private Counts plus(long moreListeners, long moreEvents) {
      return new Counts(listeners + moreListeners, events + moreEvents);
    }
  }

  private record Listener(long id, long seen, int events) {}

  private final Statements statements;
  private final Limits limits;
  private final SongTable songs;
  private final RecentlyUsed<Listener> recent = new RecentlyUsed<>();
  private Counts counts;
  private Counts committed;

  /**
   * Begins with the tables as they are.
   *
   * @param statements closed together with this
   */
  ListenerTables(Statements statements, Limits limits) throws SQLException {
    this.statements = statements;
    this.limits = limits;
    songs = new SongTable(statements);
    try (ResultSet row = statements.query(COUNT)) {
      counts = new Counts(row.getLong(1), row.getLong(2));
    }
    statements.commit(); // else what was read here is all that is ever seen
    committed = counts;
  }

  /** Adds an event; returns whether it is new. */
  boolean add(String name, Event event, long now) throws SQLException, TooManyListenersException {
    Listener listener = findOrInsert(name, now);
    Object[] row = {
      listener.id,
      event.time().toEpochMilli(),
      songs.idOf(event.song()),
      event.kind().code,
      event.heard().toMillis()
    };
    int added = statements.update(INSERT_EVENT, row);
    if (added == 0) {
      statements.update(UPDATE_EVENT, row);
    }
    int events = listener.events + added;
    if (events > limits.eventsOfListener()) {
      events -= statements.update(DELETE_OLDEST, listener.id, events - limits.eventsOfListener());
    }
    counts = counts.plus(0, events - listener.events);
    note(name, listener, new Listener(listener.id, now, events));
    return added > 0;
  }

  /** Adds a ban; returns whether it is new. */
  boolean ban(String name, Ban ban, long now) throws SQLException, TooManyListenersException {
    Listener listener = findOrInsert(name, now);
    saw(name, listener, now);
    return statements.update(INSERT_BAN, listener.id, ban.kind().code, ban.name()) > 0;
  }

  /** Removes a ban; returns whether there was one. */
  boolean unban(String name, Ban ban, long now) throws SQLException {
    Listener listener = find(name);
    if (listener == null) {
      return false;
    }
    saw(name, listener, now);
    return statements.update(DELETE_BAN, listener.id, ban.kind().code, ban.name()) > 0;
  }

  /** Sets or removes a listener's rules; returns whether the listener is known now. */
  boolean rules(String name, Optional<String> text, long now)
      throws SQLException, TooManyListenersException {
    Listener listener = text.isPresent() ? findOrInsert(name, now) : find(name);
    if (listener == null) {
      return false;
    }
    saw(name, listener, now);
    return statements.update(UPDATE_RULES, listener.id, text.orElse(null)) > 0;
  }

  /** Removes all of a listener; returns whether there was any. */
  boolean forget(String name) throws SQLException {
    Listener listener = find(name);
    if (listener == null) {
      return false;
    }
    recent.remove(name);
    statements.update(DELETE_EVENTS, listener.id);
    statements.update(DELETE_BANS, listener.id);
    statements.update(DELETE_LISTENER, listener.id);
    counts = counts.plus(-1, -listener.events);
    return true;
  }

  /** Removes all of some listeners, unless they were seen meanwhile; returns how many it was. */
  int forgetUnseen(List<String> names, long before) throws SQLException {
    int forgotten = 0;
    for (String name : names) {
      Listener listener = find(name);
      if (listener != null && listener.seen < before && forget(name)) {
        forgotten++;
      }
    }
    return forgotten;
  }

  /** Nothing is written yet when a listener is refused. */
  private Listener findOrInsert(String name, long now)
      throws SQLException, TooManyListenersException {
    Listener listener = find(name);
    if (listener != null) {
      return listener;
    }
    if (counts.listeners >= limits.listeners()) {
      throw new TooManyListenersException(name, limits.listeners());
    }
    try (ResultSet row = statements.query(INSERT_LISTENER, name, now)) {
      row.next();
      listener = new Listener(row.getLong(1), now, 0);
    }
    counts = counts.plus(1, 0);
    recent.keep(name, listener, name.length());
    return listener;
  }

  private @Nullable Listener find(String name) throws SQLException {
    Listener listener = recent.get(name);
    if (listener == null) {
      try (ResultSet row = statements.query(SELECT_LISTENER, name)) {
        if (row.next()) {
          listener = new Listener(row.getLong(1), row.getLong(2), row.getInt(3));
          recent.keep(name, listener, name.length());
        }
      }
    }
    return listener;
  }

  private void saw(String name, Listener listener, long now) throws SQLException {
    note(name, listener, new Listener(listener.id, now, listener.events));
  }

  private void note(String name, Listener old, Listener listener) throws SQLException {
    if (!listener.equals(old)) {
      statements.update(UPDATE_LISTENER, listener.id, listener.seen, listener.events);
      recent.keep(name, listener, name.length());
    }
  }

  /** How many there are after the last commit. */
  Counts committed() {
    return committed;
  }

  void commit() throws SQLException {
    statements.commit();
    committed = counts;
  }

  void rollBack() throws SQLException {
    recent.clear();
    songs.rollBack();
    counts = committed;
    statements.rollBack();
  }

  /** Brings what was committed from the log to the file, between two transactions. */
  void checkpoint() throws SQLException {
    statements.query(CHECKPOINT).close();
  }

  @Override
  public void close() throws SQLException {
    statements.close();
  }
}
