package dev.segue.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.FileFormatException;
import dev.segue.Song;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are no stores, or no longer; each is told apart and left as it is. */
class ListenerStoreFilesTest {

  private static final Limits LIMITS = new Limits(1_000, 1_000);

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void file() {
    file = folder.resolve("listeners.db");
  }

  private static Event play(long second) {
    return new Event(
        Instant.ofEpochSecond(second), Event.Kind.PLAY, Song.of("song " + second), Duration.ZERO);
  }

  private void fill() throws IOException {
    try (ListenerStore store = ListenerStore.open(folder, LIMITS)) {
      for (int i = 0; i < 500; i++) {
        store.add("listener " + i % 50, play(i));
      }
    }
  }

  /** Asserts that the store is refused, and that neither the file nor its log is touched. */
  private void assertRefused(String problem) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Path log = folder.resolve("listeners.db-wal");
    byte[] logged = Files.exists(log) ? Files.readAllBytes(log) : new byte[0];
    assertThatExceptionOfType(FileFormatException.class)
        .isThrownBy(() -> ListenerStore.open(folder, LIMITS))
        .withMessageStartingWith(file + ": " + problem);
    assertThat(file).hasBinaryContent(bytes);
    assertThat(Files.exists(log) ? Files.readAllBytes(log) : new byte[0]).isEqualTo(logged);
  }

  @Test
  void file_ofText() throws IOException {
    Files.writeString(file, "Dear Ann, ".repeat(100));
    assertRefused("must be a store of listeners, but is no SQLite database");
  }

  @Test
  void file_ofNothing() throws IOException {
    Files.createFile(file);
    assertRefused("must be a store of listeners, but is no SQLite database");
  }

  @Test
  void file_ofAnotherProgram() throws IOException, SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE listener (name TEXT)");
    }
    assertRefused("must be a store of listeners, but is another database");
  }

  @Test
  void file_ofANewerVersion() throws IOException {
    fill();
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer.wrap(bytes).putInt(60, 2);
    Files.write(file, bytes);
    assertRefused("version must be 1, was 2: a newer Segue wrote it");
  }

  @Test
  void file_cutOff() throws IOException {
    fill();
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    assertRefused(
        "is cut off: must have %d bytes, was %d".formatted(bytes.length, bytes.length - 1));
  }

  /** As after a loss of power on a disk that lies. */
  @Test
  void file_damagedAndNotClosed() throws IOException {
    fill();
    copyOpen();
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 5 * 4096, bytes.length, (byte) 7);
    Files.write(file, bytes);
    assertRefused("is damaged: ");
  }

  /** Leaves the files as a process leaves them that is killed. */
  private void copyOpen() throws IOException {
    Path log = folder.resolve("listeners.db-wal");
    byte[] bytes;
    byte[] logged;
    try (ListenerStore store = ListenerStore.open(folder, LIMITS)) {
      store.add("last", play(1_000));
      bytes = Files.readAllBytes(file);
      logged = Files.readAllBytes(log);
    }
    assertThat(logged).isNotEmpty();
    Files.write(file, bytes);
    Files.write(log, logged);
  }

  @Test
  void file_notClosed_continues() throws IOException {
    fill();
    copyOpen();
    try (ListenerStore store = ListenerStore.open(folder, LIMITS)) {
      assertThat(store.events()).isEqualTo(501);
      assertThat(store.events("last")).containsExactly(play(1_000));
    }
  }

  @Test
  void file_damagedAndClosed_isToldWhenItIsRead() throws IOException {
    fill();
    byte[] bytes = Files.readAllBytes(file);
    for (int page = 5; page * 4096 < bytes.length; page++) {
      Arrays.fill(bytes, page * 4096, page * 4096 + 100, (byte) 7);
    }
    Files.write(file, bytes);
    assertThatThrownBy(
            () -> {
              try (ListenerStore store = ListenerStore.open(folder, LIMITS)) {
                store.allEvents().forEach(event -> {});
              }
            })
        .rootCause()
        .isInstanceOf(SQLException.class);
  }

  @Test
  void file_missing_whoseLogIsThere() throws IOException {
    fill();
    copyOpen();
    Files.delete(file);
    assertThatExceptionOfType(FileFormatException.class)
        .isThrownBy(() -> ListenerStore.open(folder, LIMITS))
        .withMessage(
            file
                + ": must be there, because its log listeners.db-wal is: restore it, or remove the"
                + " log");
    assertThat(file).doesNotExist();
  }

  @Test
  void file_isAFolder() throws IOException {
    Files.createDirectory(file);
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> ListenerStore.open(folder, LIMITS))
        .withMessage(file + ": must be a file, but is a folder");
  }

  @Test
  void folder_isAFile() throws IOException {
    Files.writeString(file, "x", UTF_8);
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> ListenerStore.open(file, LIMITS))
        .withMessage(file + ": must be a folder, but is a file");
  }

  @Test
  void folder_ofStrangeName_isMade() throws IOException {
    Path strange = folder.resolve("a ?b=c&d #e %41 \u00fc \ud83c\udfb5/'inner'");
    try (ListenerStore store = ListenerStore.open(strange, LIMITS)) {
      store.add("ann", play(1));
    }
    try (ListenerStore store = ListenerStore.open(strange, LIMITS)) {
      assertThat(store.events("ann")).containsExactly(play(1));
    }
    assertThat(strange.resolve("listeners.db")).isNotEmptyFile();
  }

  @Test
  void secondOpener_isRefused() throws IOException {
    try (ListenerStore store = ListenerStore.open(folder, LIMITS)) {
      assertThatExceptionOfType(FileSystemException.class)
          .isThrownBy(() -> ListenerStore.open(folder, LIMITS))
          .withMessage(folder + ": must be used by one server at a time, but another has it open");
      store.add("ann", play(1));
    }
    try (ListenerStore store = ListenerStore.open(folder, LIMITS)) {
      assertThat(store.events("ann")).isEqualTo(List.of(play(1)));
    }
  }
}
