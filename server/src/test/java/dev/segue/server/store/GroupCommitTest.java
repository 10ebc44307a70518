package dev.segue.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.segue.Song;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupCommitTest {

  private static final Limits LIMITS = new Limits(100, 100);

  @TempDir private Path folder;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private DatabaseFile file;
  private Checkpoints checkpoints;
  private GroupCommit writer;

  @BeforeEach
  void open() throws Exception {
    file = DatabaseFile.in(folder);
    checkpoints = new Checkpoints(file);
    writer = new GroupCommit(file, LIMITS, checkpoints);
  }

  @AfterEach
  void close() throws Exception {
    executor.shutdownNow();
    writer.close();
    checkpoints.close();
  }

  private static Write<Boolean> play(String listener, int second) {
    Event event =
        new Event(
            Instant.ofEpochSecond(second), Event.Kind.PLAY, Song.of("a" + second), Duration.ZERO);
    return tables -> tables.add(listener, event, 0);
  }

  private int eventsOf(String listener) throws Exception {
    try (ListenerQueries queries = new ListenerQueries(new Statements(file.connectToRead()))) {
      return queries.events(listener).size();
    }
  }

  /** Has writes wait until all are there, so that they become one transaction. */
  private List<Future<?>> together(List<Write<?>> writes) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch complete = new CountDownLatch(1);
    List<Future<?>> futures = new ArrayList<>();
    futures.add(
        executor.submit(
            () ->
                writer.commit(
                    tables -> {
                      begun.countDown();
                      await(complete);
                      return true;
                    })));
    begun.await();
    for (Write<?> write : writes) {
      futures.add(executor.submit(() -> writer.commit(write)));
    }
    while (writer.waiting() < writes.size()) {
      Thread.sleep(1);
    }
    complete.countDown();
    return futures.subList(1, futures.size());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void writesThatWait_areOneTransaction() throws Exception {
    AtomicInteger seen = new AtomicInteger();
    Write<Boolean> last =
        tables -> {
          seen.set((int) (writer.counts().events()));
          return true;
        };
    for (Future<?> done : together(List.of(play("ann", 1), play("bob", 2), last))) {
      done.get();
    }
    assertThat(seen).as("committed while the last was written").hasValue(0);
    assertThat(writer.counts().events()).isEqualTo(2);
  }

  @Test
  void writeThatFails_failsAlone() throws Exception {
    Write<Boolean> failing =
        tables -> {
          play("eve", 3).to(tables);
          throw new SQLException("broken");
        };
    List<Future<?>> done = together(List.of(play("ann", 1), failing, play("bob", 2)));

    done.get(0).get();
    done.get(2).get();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> done.get(1).get())
        .withCauseInstanceOf(SQLException.class)
        .withMessageEndingWith("broken");
    assertThat(eventsOf("ann")).isEqualTo(1);
    assertThat(eventsOf("bob")).isEqualTo(1);
    assertThat(eventsOf("eve")).isZero();
    assertThat(writer.counts()).isEqualTo(new ListenerTables.Counts(2, 2));
    writer.commit(play("eve", 3));
    assertThat(eventsOf("eve")).isEqualTo(1);
  }

  @Test
  void writeThatBreaks_isToldToItsCaller() throws Exception {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                writer.commit(
                    tables -> {
                      throw new IllegalStateException("a mistake of ours");
                    }))
        .withMessage("a mistake of ours");
    assertThat(writer.commit(play("ann", 1))).isTrue();
  }

  @Test
  void connectionThatIsLost_isReplaced() throws Exception {
    writer.commit(play("ann", 1));
    Write<Boolean> losing =
        tables -> {
          tables.close();
          throw new SQLException("lost");
        };
    List<Future<?>> done = together(List.of(play("ann", 2), losing, play("ann", 3)));

    done.get(0).get();
    done.get(2).get();
    assertThat(eventsOf("ann")).isEqualTo(3);
    assertThat(writer.counts()).isEqualTo(new ListenerTables.Counts(1, 3));
  }

  @Test
  void interruptedCaller_keepsTheFlag() throws Exception {
    Future<?> interrupted =
        executor.submit(
            () -> {
              Thread.currentThread().interrupt();
              assertThatExceptionOfType(InterruptedIOException.class)
                  .isThrownBy(() -> writer.commit(play("ann", 1)));
              assertThat(Thread.interrupted()).isTrue();
            });
    interrupted.get();
    writer.commit(play("ann", 2));
  }

  @Test
  void close_writesWhatWaits() throws Exception {
    List<Write<?>> writes = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      writes.add(play("ann", i));
    }
    together(writes);
    writer.close();
    assertThat(eventsOf("ann")).isEqualTo(50);
    writer = new GroupCommit(file, LIMITS, checkpoints);
  }
}
