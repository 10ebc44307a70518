package dev.segue.server.store;

import dev.segue.Song;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Writes the songs that listeners heard, each with what was last told of it. One thread at a time.
 */
final class SongTable {

  private static final String SELECT = "SELECT id, title, artist, tags FROM song WHERE name = ?1";
  private static final String INSERT =
      "INSERT INTO song (name, title, artist, tags) VALUES (?1, ?2, ?3, ?4) RETURNING id";
  private static final String UPDATE =
      "UPDATE song SET title = ?2, artist = ?3, tags = ?4 WHERE id = ?1";

  private record Row(long id, String title, String artist, String tags) {

    /** What is empty in the other is unknown there. */
    Row with(Row other) {
      return new Row(
          id,
          other.title.isEmpty() ? title : other.title,
          other.artist.isEmpty() ? artist : other.artist,
          other.tags.isEmpty() ? tags : other.tags);
    }
  }

  private final Statements statements;
  private final RecentlyUsed<Row> recent = new RecentlyUsed<>();

  SongTable(Statements statements) {
    this.statements = statements;
  }

  /** Returns the number of a song in the table, after its title, artist and tags were noted. */
  long idOf(Song song) throws SQLException {
    Row told = new Row(0, song.title(), song.artist(), TagText.of(song.tags()));
    Row old = recent.get(song.id());
    if (old == null) {
      old = select(song.id(), told);
    }
    Row row = old.with(told);
    if (!row.equals(old)) {
      statements.update(UPDATE, row.id, row.title, row.artist, row.tags);
    }
    int characters =
        song.id().length() + row.title.length() + row.artist.length() + row.tags.length();
    recent.keep(song.id(), row, characters);
    return row.id;
  }

  private Row select(String name, Row told) throws SQLException {
    try (ResultSet row = statements.query(SELECT, name)) {
      if (row.next()) {
        return new Row(row.getLong(1), row.getString(2), row.getString(3), row.getString(4));
      }
    }
    try (ResultSet row = statements.query(INSERT, name, told.title, told.artist, told.tags)) {
      row.next();
      return new Row(row.getLong(1), told.title, told.artist, told.tags);
    }
  }

  /** Forgets what a transaction wrote that was rolled back. */
  void rollBack() {
    recent.clear();
  }
}
