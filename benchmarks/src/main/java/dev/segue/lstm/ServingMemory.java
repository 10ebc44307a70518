package dev.segue.lstm;

import dev.segue.Catalogue;
import dev.segue.ListeningSession;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures the heap that a saved model takes when it serves, compared with the size of its file,
 * the heap per listener, and the time from opening the file to the first recommendation.
 */
@Command(name = "ServingMemory", mixinStandardHelpOptions = true, sortOptions = false)
public final class ServingMemory implements Callable<Integer> {

  private static final int LISTENERS = 2000;

  @Option(names = "--model", required = true, description = "A saved model.")
  private Path model = Path.of("");

  @Option(
      names = "--heard",
      description = "Songs that each listener has heard; default ${DEFAULT-VALUE}.")
  private int heard = 100;

  private final Random random = new Random(1);

  /** Creates the command. */
  public ServingMemory() {}

  /**
   * Runs the command.
   *
   * @param arguments its options
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ServingMemory()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    long before = usedBytes();
    long start = System.nanoTime();
    LstmRecommender recommender = LstmRecommender.load(model);
    listener(recommender, 1).recommend(10);
    System.out.printf(
        Locale.ROOT,
        "opened, and the first recommendation made, in %.0f ms%n",
        (System.nanoTime() - start) * 1e-6);

    Thread.sleep(1000); // for what is built in the background
    listener(recommender, 1).recommend(10);
    long serving = usedBytes();
    System.out.printf(
        Locale.ROOT,
        "model file %.2f MB, heap %.2f MB, ratio %.2f%n",
        Files.size(model) / 1e6,
        (serving - before) / 1e6,
        (double) (serving - before) / Files.size(model));

    List<ListeningSession> listeners = new ArrayList<>();
    for (int i = 0; i < LISTENERS; i++) {
      listeners.add(listener(recommender, heard));
    }
    System.out.printf(
        Locale.ROOT,
        "%d listeners who have heard %d songs: %.2f KB each%n",
        listeners.size(),
        heard,
        (usedBytes() - serving) / 1024.0 / listeners.size());
    return 0;
  }

  private ListeningSession listener(LstmRecommender recommender, int songs) {
    Catalogue catalogue = recommender.catalogue();
    ListeningSession session = recommender.newSession();
    for (int i = 0; i < songs; i++) {
      session.play(catalogue.song(random.nextInt(catalogue.size())).id());
    }
    return session;
  }

  private static long usedBytes() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    long smallest = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      memory.gc();
      smallest = Math.min(smallest, memory.getHeapMemoryUsage().getUsed());
    }
    return smallest;
  }
}
