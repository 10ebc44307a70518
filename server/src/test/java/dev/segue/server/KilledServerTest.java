package dev.segue.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.server.store.Limits;
import dev.segue.server.store.ListenerStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed (SIGKILL) under load has kept all plays that it acknowledged. */
class KilledServerTest {

  private static final int KILLS = Integer.getInteger("segue.kills", 2);
  private static final int THREADS = 4;
  private static final int PLAYS = 200;

  @TempDir private Path folder;

  /** The seconds at which plays began that were acknowledged. */
  private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();

  @Test
  void acknowledgedPlays_surviveTheProcess() throws IOException, InterruptedException {
    Path model = folder.resolve("model.segue");
    Path state = folder.resolve("state");
    TestModels.OLDER.save(model);
    for (int kill = 0; kill < KILLS; kill++) {
      ServerProcess server = new ServerProcess(model, state, 256);
      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      for (int thread = 0; thread < THREADS; thread++) {
        long first = 1_000_000L * kill + thread;
        threads.execute(() -> play(server.uri(), first));
      }
      while (acknowledged.size() < (kill + 1) * PLAYS) {
        Thread.sleep(5);
      }
      server.kill();
      threads.shutdown();
      assertThat(threads.awaitTermination(30, SECONDS)).isTrue();
    }
    Set<Long> kept = new HashSet<>();
    try (ListenerStore store = ListenerStore.open(state, new Limits(100, 1_000_000))) {
      store.allEvents().forEach(each -> kept.add(each.event().time().getEpochSecond()));
    }
    assertThat(kept).containsAll(acknowledged);
  }

  /** Tells plays, one after another, until nobody answers any more. */
  private void play(URI uri, long first) {
    ServerClient client = new ServerClient(uri);
    try {
      for (long second = first; true; second += THREADS) {
        int status =
            client
                .tell(
                    "/v1/play",
                    "listener",
                    "listener " + second % 7,
                    "song",
                    TestModels.song((int) (second % 60)),
                    "time",
                    Instant.ofEpochSecond(second).toString())
                .status();
        if (status == 200) {
          acknowledged.add(second);
        }
      }
    } catch (AssertionError e) {
      assertThat(e).hasCauseInstanceOf(IOException.class); // it was killed
    }
  }
}
