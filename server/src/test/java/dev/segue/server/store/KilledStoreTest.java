package dev.segue.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.segue.Song;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that writes from four threads, prints each second that is committed, and is killed
 * (SIGKILL): what it printed is there.
 */
class KilledStoreTest {

  private static final Limits LIMITS = new Limits(10, 1_000_000);
  private static final int KILLS = Integer.getInteger("segue.kills", 2);

  /** Of about 500 writes. */
  private static final int PRINTED_BYTES = 4_000;

  @TempDir private Path folder;

  @Test
  void committedWrites_surviveTheProcess() throws IOException, InterruptedException {
    Path printed = folder.resolve("printed");
    Set<Long> told = new HashSet<>();
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = start(folder, kill * 1_000_000, printed);
      while (Files.notExists(printed) || Files.size(printed) < PRINTED_BYTES) {
        assertThat(process.isAlive()).as("it writes until it is killed").isTrue();
        Thread.sleep(5);
      }
      if (kill == 0) {
        assertThatExceptionOfType(FileSystemException.class)
            .as("another process has the store open")
            .isThrownBy(() -> ListenerStore.open(folder, LIMITS))
            .withMessageStartingWith(folder + ": must be used by one server at a time");
      }
      process.destroyForcibly();
      process.waitFor();
      String lines = Files.readString(printed);
      lines.substring(0, lines.lastIndexOf('\n')).lines().map(Long::valueOf).forEach(told::add);
      Set<Long> kept = new HashSet<>();
      try (ListenerStore store = ListenerStore.open(folder, LIMITS)) {
        store.allEvents().forEach(each -> kept.add(each.event().time().getEpochSecond()));
        assertThat(store.events()).isEqualTo(kept.size());
      }
      assertThat(kept).containsAll(told);
    }
  }

  private static Process start(Path folder, int first, Path printed) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Writing.class.getName(),
            folder.toString(),
            Integer.toString(first))
        .redirectOutput(printed.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** What is killed. */
  static final class Writing {

    private Writing() {}

    public static void main(String[] args) throws IOException {
      PrintStream out = new PrintStream(System.out, true, UTF_8);
      ListenerStore store = ListenerStore.open(Path.of(args[0]), LIMITS);
      for (int thread = 0; thread < 4; thread++) {
        int begin = Integer.parseInt(args[1]) + thread;
        new Thread(() -> write(store, begin, out)).start();
      }
    }

    private static void write(ListenerStore store, int begin, PrintStream out) {
      for (int second = begin; true; second += 4) {
        Instant time = Instant.ofEpochSecond(second);
        try {
          store.add(
              "listener " + second % 7,
              new Event(time, Event.Kind.PLAY, Song.of("song " + second % 100), Duration.ZERO));
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
        out.println(second);
      }
    }
  }
}
