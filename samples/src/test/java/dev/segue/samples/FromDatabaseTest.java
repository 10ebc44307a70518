package dev.segue.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.testing.PlaylistDatasetContract;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FromDatabaseTest extends PlaylistDatasetContract {

  private static PlaylistDataset dataset;

  @BeforeAll
  static void readDatabase() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE song (id VARCHAR, title VARCHAR, artist VARCHAR)");
      statement.execute("CREATE TABLE entry (playlist BIGINT, position INT, song VARCHAR)");
      statement.execute(
          "INSERT INTO song VALUES ('s', 'So What', 'Miles Davis'), ('n', 'Naima', '')");
      statement.execute("INSERT INTO entry VALUES (7, 2, 'n'), (7, 1, 's'), (3, 1, 'n')");
      dataset = FromDatabase.read(connection);
    }
  }

  @Override
  protected PlaylistDataset dataset() {
    return dataset;
  }

  @Test
  void rows_areInTheOrderOfTheQuery() {
    assertThat(dataset.playlists()).containsExactly(Playlist.of(0), Playlist.of(1, 0));
    assertThat(dataset.catalogue().song(1)).hasToString("So What - Miles Davis");
  }
}
