package dev.segue.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.segue.Song;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store on a file system of 1 MB, which something else fills. */
@Tag("slow")
class FullStoreTest {

  private static final Limits LIMITS = new Limits(10, 100_000);

  @TempDir private Path disk;
  private boolean isMounted;

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    isMounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString());
    assumeTrue(isMounted, "a small file system (tmpfs) cannot be mounted here");
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    if (isMounted) {
      assertThat(run("umount", disk.toString())).isTrue();
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      Process process = new ProcessBuilder(command).start();
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // no such program here
    }
  }

  private static Event play(int second) {
    return new Event(
        Instant.ofEpochSecond(second), Event.Kind.PLAY, Song.of("a" + second), Duration.ZERO);
  }

  @Test
  void fullDisk_isTold_andWritesContinueWhenThereIsRoom() throws IOException {
    Path filler = disk.resolve("full");
    int written = 0;
    try (ListenerStore store = ListenerStore.open(disk, LIMITS)) {
      store.add("ann", play(written++));
      fill(filler);
      int last = addUntilFull(store, written);
      assertThat(store.events("ann")).hasSize(last);
      assertThat(store.events()).isEqualTo(last);
      assertThatExceptionOfType(FileSystemException.class)
          .as("once more")
          .isThrownBy(() -> store.add("ann", play(last)));

      Files.delete(filler);
      store.add("ann", play(last));
      written = last + 1;
      assertThat(store.events("ann")).hasSize(written);
    }
    try (ListenerStore store = ListenerStore.open(disk, LIMITS)) {
      assertThat(store.events("ann")).hasSize(written);
    }
  }

  private int addUntilFull(ListenerStore store, int first) {
    int[] second = {first};
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(
            () -> {
              while (true) {
                store.add("ann", play(second[0]));
                second[0]++;
              }
            })
        .withMessage(
            disk.resolve("listeners.db")
                + ": cannot add an event: [SQLITE_FULL] Insertion failed because database is full"
                + " (database or disk is full)");
    return second[0];
  }

  private static void fill(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(new byte[512]);
      }
    } catch (IOException e) {
      assertThat(e).hasMessage("No space left on device");
    }
  }
}
