package dev.segue.server;

import dev.segue.FileFormatException;
import dev.segue.server.store.Event;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.sqlite.SQLiteConfig;

/**
 * The plays that Navidrome has kept of its users since December 2025 (<a
 * href="https://github.com/navidrome/navidrome/pull/4770">its table {@code scrobbles}</a>), in a
 * database that is only read, also while Navidrome uses it. Users are listeners of the same name.
 *
 * @param database the file, {@code navidrome.db}
 */
record NavidromePlays(Path database) {

  private static final String PLAYS =
      """
      SELECT user.user_name, scrobbles.submission_time, media_file.mbz_recording_id,
        media_file.artist, media_file.title
      FROM scrobbles JOIN user ON user.id = scrobbles.user_id
        JOIN media_file ON media_file.id = scrobbles.media_file_id
      ORDER BY scrobbles.submission_time""";

  /**
   * Tells the listeners all plays. Those that they have been told before change nothing.
   *
   * @param model whose songs they are, as far as it knows them
   * @return how many there are, as a sentence
   * @throws IOException if the database cannot be read, or is another one
   */
  String addTo(Listeners listeners, ServedModel model) throws IOException {
    if (Files.notExists(database)) {
      throw new NoSuchFileException(database.toString());
    }
    long plays = 0;
    Set<String> users = new HashSet<>();
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    try (Connection connection = config.createConnection("jdbc:sqlite:" + database.toUri());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(PLAYS)) {
      while (row.next()) {
        String user = ListenerName.check(row.getString(1));
        listeners.add(user, play(row, model));
        users.add(user);
        plays++;
      }
    } catch (SQLException e) {
      throw failure(e);
    } catch (Problem e) {
      throw new FileFormatException(database, "user name: " + e.getMessage());
    }
    return "%s: %d plays of %d users".formatted(database, plays, users.size());
  }

  private static Event play(ResultSet row, ServedModel model) throws SQLException {
    return new Event(
        Instant.ofEpochSecond(row.getLong(2)),
        Event.Kind.PLAY,
        model.called(text(row, 3), text(row, 4), text(row, 5)),
        Duration.ZERO);
  }

  private static String text(ResultSet row, int column) throws SQLException {
    return Objects.requireNonNullElse(row.getString(column), "");
  }

  private IOException failure(SQLException e) {
    String message = String.valueOf(e.getMessage());
    IOException failure =
        message.contains("no such table") || message.contains("no such column")
            ? new FileFormatException(
                database,
                "must have a table scrobbles, as Navidrome has since December 2025: " + message)
            : new FileSystemException(database.toString(), null, "cannot be read: " + message);
    failure.initCause(e);
    return failure;
  }
}
