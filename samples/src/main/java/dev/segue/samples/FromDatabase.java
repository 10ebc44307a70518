package dev.segue.samples;

import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A dataset of a query: a row for each song of each playlist, in the order of play. */
public final class FromDatabase {

  private static final String QUERY =
      """
      SELECT entry.playlist, song.id, song.title, song.artist
      FROM entry JOIN song ON song.id = entry.song
      ORDER BY entry.playlist, entry.position""";

  private FromDatabase() {}

  /**
   * Runs the sample.
   *
   * @param args the JDBC URL of a database with the tables {@code entry} and {@code song}
   * @throws SQLException if it cannot be read
   */
  public static void main(String[] args) throws SQLException {
    try (Connection connection = DriverManager.getConnection(args[0])) {
      System.out.println(read(connection).statistics());
    }
  }

  static PlaylistDataset read(Connection connection) throws SQLException {
    Map<String, Song> songs = new LinkedHashMap<>();
    Map<Long, List<String>> playlists = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(QUERY)) {
      while (rows.next()) {
        String id = rows.getString("id");
        songs.putIfAbsent(id, Song.of(id, rows.getString("title"), rows.getString("artist")));
        playlists.computeIfAbsent(rows.getLong("playlist"), key -> new ArrayList<>()).add(id);
      }
    }
    Catalogue catalogue = Catalogue.of(List.copyOf(songs.values()));
    List<Playlist> indices = playlists.values().stream().map(catalogue::playlist).toList();
    return PlaylistDataset.of(catalogue, indices);
  }
}
