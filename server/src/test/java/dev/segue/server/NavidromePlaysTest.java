package dev.segue.server;

import static dev.segue.server.TestModels.song;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.segue.Song;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NavidromePlaysTest {

  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE user (id varchar(255), user_name varchar(255))",
          "CREATE TABLE media_file (id varchar(255), title varchar(255), artist varchar(255),"
              + " mbz_recording_id varchar(255))",
          "CREATE TABLE scrobbles (media_file_id VARCHAR(255) NOT NULL, user_id VARCHAR(255) NOT"
              + " NULL, submission_time INTEGER NOT NULL)");

  @TempDir private Path folder;

  private Path model;
  private Path database;

  @BeforeEach
  void save() throws IOException {
    model = folder.resolve("model.segue");
    TestModels.OLDER.save(model);
    database = folder.resolve("navidrome.db");
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + database);
  }

  private void make(int tables) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String table : TABLES.subList(0, tables)) {
        statement.execute(table);
      }
    }
  }

  private void insert(String table, Object... values) throws SQLException {
    String marks = "?" + ",?".repeat(values.length - 1);
    try (Connection connection = connect();
        PreparedStatement statement =
            connection.prepareStatement("INSERT INTO " + table + " VALUES (" + marks + ")")) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.execute();
    }
  }

  private SegueServer start() throws IOException {
    return SegueServer.builder(model)
        .state(folder.resolve("state"))
        .port(0)
        .navidrome(database)
        .start();
  }

  @Test
  void plays_areThoseOfTheListeners_howeverOftenTheyAreRead() throws IOException, SQLException {
    make(3);
    Song known = TestModels.OLDER.catalogue().song(7);
    insert("user", "u1", "ann");
    insert("user", "u2", "bob");
    insert("media_file", "m1", known.title().toUpperCase(), known.artist(), null);
    insert("media_file", "m2", "another", "", song(3));
    insert("media_file", "m3", "Unknown", "Nobody", "");
    insert("scrobbles", "m2", "u1", 1_700_000_300);
    insert("scrobbles", "m1", "u1", 1_700_000_000);
    insert("scrobbles", "m3", "u2", 1_700_000_000);
    byte[] before = Files.readAllBytes(database);
    for (int time = 0; time < 2; time++) {
      try (SegueServer server = start()) {
        ServerClient client = new ServerClient(server.uri());
        assertThat(client.get("/v1/listener", "listener", "ann").ids("heard"))
            .containsExactly(known.id(), song(3));
        assertThat(client.get("/v1/history").text().lines()).hasSize(1 + 3);
        assertThat(client.get("/v1/history").text())
            .contains("bob,2023-11-14T22:13:20Z,Nobody\tUnknown,Nobody,Unknown,0,");
      }
    }
    assertThat(Files.readAllBytes(database)).isEqualTo(before);
  }

  @Test
  void otherDatabases_areRefused() throws SQLException {
    assertThatIOException().isThrownBy(this::start).isInstanceOf(NoSuchFileException.class);
    make(2);
    assertThatIOException()
        .isThrownBy(this::start)
        .withMessageContaining(
            "navidrome.db: must have a table scrobbles, as Navidrome has since December 2025");
  }

  @Test
  void file_thatIsNoDatabase_isRefused() throws IOException {
    Files.writeString(database, "nothing of SQLite's".repeat(100));
    assertThatIOException()
        .isThrownBy(this::start)
        .withMessageContaining("navidrome.db: cannot be read");
  }
}
