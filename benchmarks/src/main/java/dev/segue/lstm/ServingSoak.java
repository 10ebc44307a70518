package dev.segue.lstm;

import dev.segue.ListeningSession;
import dev.segue.Recommendation;
import dev.segue.RecommendationRules;
import dev.segue.SequenceRecommender;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Serves listeners from many threads for minutes, while the model is swapped again and again, and
 * prints the memory in use after each swap. Exits with status 1 if a list has the wrong length, or
 * if the last swaps leave over a tenth more memory in use than early ones.
 */
@Command(name = "ServingSoak", mixinStandardHelpOptions = true, sortOptions = false)
public final class ServingSoak implements Callable<Integer> {

  private static final int LISTENERS_PER_THREAD = 50;
  private static final int SONGS_UNTIL_A_LISTENER_LEAVES = 60;
  private static final int COUNT = 10;

  @Option(
      names = "--models",
      split = ",",
      required = true,
      description = "Model files that take turns; one is enough.")
  private List<Path> models = List.of();

  @Option(names = "--threads", description = "Number of serving threads; default ${DEFAULT-VALUE}.")
  private int threads = 8;

  @Option(names = "--minutes", description = "Minutes to run; default ${DEFAULT-VALUE}.")
  private double minutes = 5;

  @Option(
      names = "--swap-seconds",
      description = "Seconds between swaps; default ${DEFAULT-VALUE}.")
  private double swapSeconds = 5;

  private final RecommendationRules rules =
      RecommendationRules.none().noRepeatWithin(20).artistGap(1).atMostPerArtist(2);
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicLong lists = new AtomicLong();

  /** Creates the command. */
  public ServingSoak() {}

  /**
   * Runs the command.
   *
   * @param arguments its options
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ServingSoak()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    AtomicReference<SequenceRecommender> current =
        new AtomicReference<>(LstmRecommender.load(models.get(0)));
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<?>> servers = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      Random random = new Random(thread);
      servers.add(pool.submit(() -> serve(current::get, random)));
    }
    List<Long> used = new ArrayList<>();
    long end = System.nanoTime() + (long) (minutes * 60e9);
    while (System.nanoTime() < end && servers.stream().noneMatch(Future::isDone)) {
      Thread.sleep((long) (swapSeconds * 1000));
      current.set(LstmRecommender.load(models.get((used.size() + 1) % models.size())));
      used.add(usedBytes());
      System.out.printf(
          Locale.ROOT,
          "%d swaps, %d lists, %.1f MB in use%n",
          used.size(),
          lists.get(),
          used.get(used.size() - 1) / 1e6);
    }
    over.set(true);
    for (Future<?> server : servers) {
      server.get();
    }
    pool.shutdown();
    return isFlat(used) ? 0 : 1;
  }

  private void serve(Supplier<SequenceRecommender> current, Random random) {
    List<ListeningSession> listeners = new ArrayList<>();
    for (int i = 0; i < LISTENERS_PER_THREAD; i++) {
      listeners.add(current.get().newSession());
    }
    while (!over.get()) {
      int i = random.nextInt(listeners.size());
      ListeningSession listener = listeners.get(i);
      SequenceRecommender newest = current.get();
      if (listener.heard().size() >= SONGS_UNTIL_A_LISTENER_LEAVES) {
        listener = newest.newSession();
      } else if (listener.recommender() != newest) {
        ListeningSession moved = newest.newSession();
        listener.heard().forEach(moved::play);
        listener = moved;
      }
      listeners.set(i, listener);
      List<Recommendation> list =
          random.nextInt(4) == 0 ? listener.recommend(COUNT, rules) : listener.recommend(COUNT);
      if (list.size() != COUNT) {
        throw new IllegalStateException("list must have %d songs: %s".formatted(COUNT, list));
      }
      listener.play(list.get(random.nextInt(COUNT)).song().id());
      lists.incrementAndGet();
    }
  }

  private static long usedBytes() throws InterruptedException {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    long smallest = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) { // memory in use is never exact while others allocate
      memory.gc();
      smallest = Math.min(smallest, memory.getHeapMemoryUsage().getUsed());
      Thread.sleep(Duration.ofMillis(50).toMillis());
    }
    return smallest;
  }

  /**
   * Returns whether the last quarter of the swaps leaves at most a tenth more memory in use than
   * the second.
   */
  private static boolean isFlat(List<Long> used) {
    int quarter = used.size() / 4;
    double early = mean(used.subList(quarter, 2 * quarter));
    double late = mean(used.subList(used.size() - quarter, used.size()));
    System.out.printf(
        Locale.ROOT, "in use early on %.1f MB, at the end %.1f MB%n", early / 1e6, late / 1e6);
    return late <= 1.1 * early;
  }

  private static double mean(List<Long> values) {
    return values.stream().mapToLong(value -> value).average().orElse(Double.NaN);
  }
}
