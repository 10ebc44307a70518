package dev.segue.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Catalogue;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Asks a server in a process of its own at a steady rate, each time to keep a play and to recommend
 * ten songs, while its model is replaced now and then. A request that is late because the one
 * before was slow counts from when it should have been sent. Without properties, a small model for
 * some seconds; docs/server.md has the long form.
 */
class ServerLoadTest {

  private static final int RATE = Integer.getInteger("segue.load.rate", 200);
  private static final int SECONDS_OF_LOAD = Integer.getInteger("segue.load.seconds", 4);
  private static final int SWAP_EVERY = Integer.getInteger("segue.load.swap", 1);
  private static final int LISTENERS = Integer.getInteger("segue.load.listeners", 200);
  private static final int MEGABYTES = Integer.getInteger("segue.load.megabytes", 256);
  private static final int WARMING_UP = Integer.getInteger("segue.load.warm", 2);
  private static final int P99 = Integer.getInteger("segue.load.p99", 5000);
  private static final int THREADS = 16;

  /** How many songs a listener has. */
  private static final int LIBRARY = 200;

  /** How often what was measured is told. */
  private static final int ROUND =
      Math.min(Integer.getInteger("segue.load.round", 60), SECONDS_OF_LOAD);

  private static final Pattern HEAP =
      Pattern.compile("^jvm_memory_used_bytes\\{area=\"heap\".*} (\\S+)$", Pattern.MULTILINE);

  @TempDir private Path folder;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicInteger failed = new AtomicInteger();
  private volatile Histogram latencies = new ConcurrentHistogram(3);
  private final Histogram all = new Histogram(3);

  @Test
  void requests_areAnsweredInTime() throws IOException, InterruptedException {
    Path model = folder.resolve("model.segue");
    String given = System.getProperty("segue.load.model", "");
    if (given.isEmpty()) {
      TestModels.OLDER.save(model);
    } else {
      Files.copy(Path.of(given), model);
    }
    Catalogue songs = ModelFile.read(model).catalogue();
    List<Double> heaps = new ArrayList<>();
    try (ServerProcess server = new ServerProcess(model, folder.resolve("state"), MEGABYTES)) {
      ask(server.uri(), songs, RATE, WARMING_UP, any -> {});
      latencies = new ConcurrentHistogram(3);
      double[] smallest = {Double.POSITIVE_INFINITY};
      ask(
          server.uri(),
          songs,
          RATE,
          SECONDS_OF_LOAD,
          second -> {
            smallest[0] = Math.min(smallest[0], heap(server.uri()));
            if (SWAP_EVERY > 0 && (second + 1) % SWAP_EVERY == 0) {
              replace(model);
            }
            if ((second + 1) % ROUND == 0) {
              heaps.add(smallest[0]);
              smallest[0] = Double.POSITIVE_INFINITY;
              tell(second, heaps);
            }
          });
    }
    System.out.printf(
        Locale.ROOT,
        "all: %d requests, %d failed, p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, max %.1f ms%n",
        all.getTotalCount(),
        failed.get(),
        milliseconds(all, 50),
        milliseconds(all, 99),
        milliseconds(all, 99.9),
        milliseconds(all, 100));
    assertThat(failed).hasValue(0);
    assertThat(milliseconds(all, 99)).isLessThan(P99);
  }

  private void tell(int second, List<Double> heaps) {
    Histogram round = latencies;
    latencies = new ConcurrentHistogram(3);
    all.add(round);
    System.out.printf(
        Locale.ROOT,
        "%d s: %d requests, %d failed, p50 %.1f ms, p99 %.1f ms, max %.1f ms, least heap %.0f MB%n",
        second + 1,
        round.getTotalCount(),
        failed.get(),
        milliseconds(round, 50),
        milliseconds(round, 99),
        milliseconds(round, 100),
        heaps.get(heaps.size() - 1));
  }

  private static double milliseconds(Histogram histogram, double percentile) {
    return histogram.getValueAtPercentile(percentile) / 1000.0;
  }

  private interface EachSecond {
    void at(int second) throws IOException, InterruptedException;
  }

  /** Sends requests at a rate for some seconds. */
  private void ask(URI server, Catalogue songs, int rate, int seconds, EachSecond each)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    AtomicLong next = new AtomicLong();
    long last = (long) rate * seconds;
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    for (int thread = 0; thread < THREADS; thread++) {
      threads.execute(
          () -> {
            for (long i = next.getAndIncrement(); i < last; i = next.getAndIncrement()) {
              long due = start + SECONDS.toNanos(1) * i / rate;
              sleepUntil(due);
              askOnce(server, songs, i, due);
            }
          });
    }
    for (int second = 0; second < seconds; second++) {
      sleepUntil(start + SECONDS.toNanos(second + 1L));
      each.at(second);
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(60, SECONDS)).isTrue();
  }

  private static void sleepUntil(long nanoTime) {
    for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void askOnce(URI server, Catalogue songs, long number, long due) {
    SplittableRandom random = new SplittableRandom(number);
    int listener = random.nextInt(LISTENERS);
    int song = (listener * LIBRARY + random.nextInt(LIBRARY)) % songs.size();
    String body =
        "{\"listener\":\"listener %d\",\"song\":\"%s\",\"next\":10}"
            .formatted(listener, songs.song(song).id());
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve("/v1/play"))
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      if (client.send(request, BodyHandlers.ofByteArray()).statusCode() != 200) {
        failed.incrementAndGet();
      }
    } catch (IOException e) {
      failed.incrementAndGet();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    latencies.recordValue(NANOSECONDS.toMicros(System.nanoTime() - due));
  }

  /** Puts the same model in its place: a server takes it for a newer one. */
  private void replace(Path model) throws IOException {
    Path newer = folder.resolve("newer.segue");
    Files.copy(model, newer, StandardCopyOption.REPLACE_EXISTING);
    Files.move(newer, model, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The heap in use, in megabytes. */
  private double heap(URI server) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(server.resolve("/metrics")).build();
    String figures = client.send(request, BodyHandlers.ofString(UTF_8)).body();
    return HEAP.matcher(figures)
            .results()
            .mapToDouble(found -> Double.parseDouble(found.group(1)))
            .sum()
        / 1e6;
  }
}
