package dev.segue.lstm;

import dev.segue.Catalogue;
import dev.segue.ListeningSession;
import dev.segue.Recommendation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Serves the same listeners on one thread and on several, and compares every song and every bit of
 * every score. Exits with status 1 if anything differs.
 */
@Command(name = "ThreadsAgree", mixinStandardHelpOptions = true, sortOptions = false)
public final class ThreadsAgree implements Callable<Integer> {

  private static final int SONGS_HEARD = 100;
  private static final int COUNT = 10;

  @Option(names = "--model", required = true, description = "A saved model.")
  private Path model = Path.of("");

  @Option(names = "--threads", description = "Number of threads; default ${DEFAULT-VALUE}.")
  private int threads = 8;

  @Option(
      names = "--lists",
      description = "Number of lists of ten songs; default ${DEFAULT-VALUE}.")
  private int lists = 1_000_000;

  /** Creates the command. */
  public ThreadsAgree() {}

  /**
   * Runs the command.
   *
   * @param arguments its options
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ThreadsAgree()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    LstmRecommender recommender = LstmRecommender.load(model);
    List<Long> alone = serve(recommender, 1);
    List<Long> together = serve(recommender, threads);
    int differ = 0;
    for (int listener = 0; listener < alone.size(); listener++) {
      differ += alone.get(listener).equals(together.get(listener)) ? 0 : 1;
    }
    System.out.printf("%d of %d listeners differ%n", differ, alone.size());
    return differ == 0 ? 0 : 1;
  }

  /** Returns a hash of all lists for each listener. */
  private List<Long> serve(LstmRecommender recommender, int size)
      throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    ExecutorService pool = Executors.newFixedThreadPool(size);
    List<Callable<Long>> listeners = new ArrayList<>();
    for (int seed = 0; seed < lists / SONGS_HEARD; seed++) {
      Random random = new Random(seed);
      listeners.add(() -> listen(recommender, random));
    }
    List<Long> hashes = new ArrayList<>();
    for (Future<Long> listener : pool.invokeAll(listeners)) {
      hashes.add(listener.get());
    }
    pool.shutdown();
    double seconds = (System.nanoTime() - start) * 1e-9;
    System.out.printf(
        Locale.ROOT, "%d threads: %.0f songs played and lists a second%n", size, lists / seconds);
    return hashes;
  }

  private static long listen(LstmRecommender recommender, Random random) {
    Catalogue catalogue = recommender.catalogue();
    ListeningSession session = recommender.newSession();
    long hash = 0;
    for (int heard = 0; heard < SONGS_HEARD; heard++) {
      session.play(catalogue.song(random.nextInt(catalogue.size())).id());
      for (Recommendation each : session.recommend(COUNT)) {
        hash = 31 * hash + each.song().id().hashCode();
        hash = 31 * hash + Double.hashCode(each.score());
      }
    }
    return hash;
  }
}
