package dev.segue.lstm;

import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.Recommendation;
import dev.segue.Song;
import dev.segue.datasets.YesDataset;
import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.HeardSong;
import dev.segue.lstm.network.LstmEnsemble;
import dev.segue.lstm.network.LstmNetwork;
import dev.segue.lstm.network.LstmState;
import dev.segue.lstm.network.MemoryFeatures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures how long finding the ten best songs of a large catalogue takes, exactly and with an
 * index, and the recall of the index. Songs are drawn around 2,000 centres with log-normal norms,
 * and listeners' states around the same centres; or the songs come from a saved model and the
 * listeners from a playlist file.
 */
@Command(name = "LargeCatalogue", mixinStandardHelpOptions = true, sortOptions = false)
public final class LargeCatalogue implements Callable<Integer> {

  private static final int COUNT = 10;
  private static final int CENTRES = 2000;
  private static final float SPREAD = 0.3f;

  @Option(names = "--songs", description = "Number of songs drawn; default ${DEFAULT-VALUE}.")
  private int songs = 1_000_000;

  @Option(names = "--size", description = "Length of their vectors; default ${DEFAULT-VALUE}.")
  private int size = 64;

  @Option(
      names = "--sigma",
      description = "Standard deviation of the norms' logarithms; default ${DEFAULT-VALUE}.")
  private double sigma = 0.5;

  @Option(names = "--model", description = "A saved model; its songs are used instead.")
  private @Nullable Path model;

  @Option(
      names = "--playlists",
      description = "The listeners of the model: a playlist file in the Yes.com format.")
  private @Nullable Path playlists;

  @Option(
      names = "--candidates",
      split = ",",
      description = "Numbers of candidates the index returns; default ${DEFAULT-VALUE}.")
  private List<Integer> candidates = List.of(50, 100, 200, 400);

  @Option(names = "--listeners", description = "Number of listeners; default ${DEFAULT-VALUE}.")
  private int listeners = 500;

  private final Random random = new Random(42);

  /** Creates the command. */
  public LargeCatalogue() {}

  /**
   * Runs the command.
   *
   * @param arguments its options
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new LargeCatalogue()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    Catalogue catalogue;
    LstmEnsemble networks;
    List<LstmState> states;
    if (model == null || playlists == null) {
      float[][] centres = centres();
      catalogue =
          Catalogue.of(
              IntStream.range(0, songs).mapToObj(i -> Song.of(Integer.toString(i))).toList());
      networks = new LstmEnsemble(List.of(network(centres)));
      states = Stream.generate(() -> drawn(networks, centres)).limit(listeners).toList();
    } else {
      LstmRecommender recommender = LstmRecommender.load(model);
      catalogue = recommender.catalogue();
      networks = recommender.networks();
      states = heard(networks, YesDataset.read(playlists).playlists());
    }
    measure(networks, states, catalogue);
    return 0;
  }

  private float[][] centres() {
    float[][] centres = new float[CENTRES][size];
    for (float[] centre : centres) {
      addNoise(centre, 1);
    }
    return centres;
  }

  private LstmNetwork network(float[][] centres) {
    float[] vectors = new float[songs * size];
    for (int song = 0; song < songs; song++) {
      float[] vector = centres[random.nextInt(CENTRES)].clone();
      addNoise(vector, SPREAD);
      double squares = 0;
      for (float value : vector) {
        squares += value * value;
      }
      double factor = Math.exp(sigma * random.nextGaussian()) / Math.sqrt(squares);
      for (int i = 0; i < size; i++) {
        vectors[song * size + i] = (float) (factor * vector[i]);
      }
    }
    Architecture architecture =
        new Architecture(
            songs,
            List.of(),
            0,
            size,
            List.of(size),
            false,
            true,
            List.of(),
            false,
            false,
            Optional.empty());
    return LstmNetwork.of(
        architecture,
        (name, shape) ->
            name.equals("embedding")
                ? vectors
                : new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)]);
  }

  private LstmState drawn(LstmEnsemble networks, float[][] centres) {
    LstmState state = networks.start().get(0);
    System.arraycopy(centres[random.nextInt(CENTRES)], 0, state.output(), 0, size);
    addNoise(state.output(), SPREAD);
    return state;
  }

  private void addNoise(float[] vector, float spread) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] += spread * (float) random.nextGaussian();
    }
  }

  private List<LstmState> heard(LstmEnsemble networks, Stream<Playlist> all) {
    List<LstmState> states = new ArrayList<>();
    all.limit(listeners)
        .forEach(
            playlist -> {
              List<LstmState> state = networks.start();
              playlist.songs().forEach(song -> networks.step(HeardSong.of(song, false), state));
              states.add(state.get(0));
            });
    return states;
  }

  private void measure(LstmEnsemble exact, List<LstmState> states, Catalogue catalogue) {
    List<List<Recommendation>> best = time("exact, one thread", exact, states, catalogue);
    time("exact, all cores", exact.parallel(), states, catalogue);
    LstmEnsemble indexed = exact;
    for (int number : candidates) {
      long start = System.nanoTime();
      indexed = indexed.withIndex(number); // built once
      double seconds = (System.nanoTime() - start) * 1e-9;
      List<List<Recommendation>> found =
          time("index of " + number + " candidates", indexed, states, catalogue);
      System.out.printf(
          Locale.ROOT, "  made in %.1f s, recall@10 %.4f%n", seconds, recall(best, found));
    }
  }

  private static List<List<Recommendation>> time(
      String name, LstmEnsemble networks, List<LstmState> states, Catalogue catalogue) {
    List<List<Recommendation>> found = new ArrayList<>();
    double[] milliseconds = new double[states.size()];
    MemoryFeatures memory = new MemoryFeatures(false); // of a listener without one
    for (int round = 0; round < 2; round++) { // the first one warms up
      found.clear();
      for (int i = 0; i < milliseconds.length; i++) {
        LstmState[][] listener = {{states.get(i)}};
        long start = System.nanoTime();
        found.add(networks.best(listener, memory, COUNT, catalogue));
        milliseconds[i] = (System.nanoTime() - start) * 1e-6;
      }
    }
    Arrays.sort(milliseconds);
    System.out.printf(
        Locale.ROOT,
        "%s: p50 %.3f ms, p99 %.3f ms%n",
        name,
        milliseconds[milliseconds.length / 2],
        milliseconds[milliseconds.length * 99 / 100]);
    return found;
  }

  private static double recall(List<List<Recommendation>> best, List<List<Recommendation>> found) {
    int hits = 0;
    int all = 0;
    for (int i = 0; i < best.size(); i++) {
      Set<Recommendation> songs = new HashSet<>(found.get(i));
      hits += (int) best.get(i).stream().filter(songs::contains).count();
      all += best.get(i).size();
    }
    return (double) hits / all;
  }
}
