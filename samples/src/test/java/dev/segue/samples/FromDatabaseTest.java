package dev.segue.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.testing.PlaylistDatasetContract;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FromDatabaseTest extends PlaylistDatasetContract {

  private static final String URL = "jdbc:h2:mem:station";

  private static Connection connection;
  private static PlaylistDataset dataset;

  @RegisterExtension final StandardOutput out = new StandardOutput();

  @BeforeAll
  static void readDatabase() throws SQLException {
    connection = DriverManager.getConnection(URL); // kept in memory while somebody is connected
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE song (id VARCHAR, title VARCHAR, artist VARCHAR)");
      statement.execute("CREATE TABLE entry (playlist BIGINT, position INT, song VARCHAR)");
      statement.execute(
          "INSERT INTO song VALUES ('s', 'So What', 'Miles Davis'), ('n', 'Naima', NULL)");
      statement.execute("INSERT INTO entry VALUES (7, 2, 'n'), (7, 1, 's'), (3, 1, 'n')");
      dataset = FromDatabase.read(connection);
    }
  }

  @AfterAll
  static void forgetDatabase() throws SQLException {
    connection.close();
  }

  @Override
  protected PlaylistDataset dataset() {
    return dataset;
  }

  @Test
  void rows_areInTheOrderOfTheQuery() {
    assertThat(dataset.playlists()).containsExactly(Playlist.of(0), Playlist.of(1, 0));
    assertThat(dataset.catalogue().song(1)).hasToString("So What - Miles Davis");
    assertThat(dataset.catalogue().song(0)).as("artist unknown").hasToString("Naima");
  }

  @Test
  void main_describesThePlaylists() throws SQLException {
    FromDatabase.main(new String[] {URL});

    assertThat(out.lines()).first().asString().startsWith("playlists");
  }
}
