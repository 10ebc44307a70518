package dev.segue.baselines;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Trainer;
import dev.segue.interruption.Interruption;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A mixture transition distribution: each recent song predicts the next one from the songs that
 * followed it at that lag in training, and the mixture is the weighted sum of these predictions
 * (Raftery, "A Model for High-Order Markov Chains", Journal of the Royal Statistical Society B
 * 47(3), 1985). Some lags share counts, and {@link Popularity} is one more component. Training fits
 * the weights by expectation maximisation on held-out playlists. Immutable; may be shared by
 * threads.
 */
public final class LagMixture extends HistoryRecommender {

  static final String KIND = "lag_mixture";
  private static final String PROBABILITIES = "probabilities";
  private static final String WEIGHTS = "weights";

  /**
   * The smallest and the largest lag that each table of transitions counts. Tables of long lags
   * count pairs in both directions: the order says little there, and twice as many pairs are
   * counted.
   */
  private static final int[][] LAGS = {{1, 1}, {1, 6}, {6, 30}, {1, 100}};

  private static final int MAX_ONE_WAY_LAG = 6;

  /** Each component: a table, and the nearest and the farthest of the songs heard that it uses. */
  private static final int[][] COMPONENTS = {
    {0, 1, 1},
    {1, 1, 1},
    {1, 2, 2},
    {1, 3, 3},
    {1, 4, 4},
    {1, 5, 5},
    {1, 6, 6},
    {2, 1, 20},
    {3, 1, 50}
  };

  /** The minimum weight of the popularity, so that no song is impossible. */
  private static final float MIN_POPULARITY_WEIGHT = 1e-6f;

  /**
   * Without validation playlists, one in this many training playlists is held out to fit the
   * weights.
   */
  private static final int HELD_OUT_INTERVAL = 10;

  private final float[] popularity;
  private final List<Transitions> tables;

  /** {@code [components + 1]}: the weight of the popularity is last. */
  private final float[] weights;

  private LagMixture(
      Catalogue catalogue, float[] popularity, List<Transitions> tables, float[] weights) {
    super(catalogue);
    this.popularity = popularity;
    this.tables = List.copyOf(tables);
    this.weights = weights;
  }

  /**
   * Returns a trainer that counts pairs of songs and fits the weights on the validation playlists.
   * Without any, it fits them on a tenth of the training playlists, with counts of the others, and
   * then counts all.
   *
   * @return the trainer
   */
  public static Trainer<LagMixture> trainer() {
    return new ValidatingTrainer<>(
        (training, validation) -> {
          LagMixture all = count(training);
          float[] weights =
              validation
                  .map(all::weights)
                  .orElseGet(() -> count(part(training, false)).weights(part(training, true)));
          return new LagMixture(all.catalogue(), all.popularity, all.tables, weights);
        });
  }

  private static PlaylistDataset part(PlaylistDataset dataset, boolean heldOut) {
    List<Playlist> part = new ArrayList<>();
    try (Stream<Playlist> playlists = dataset.playlists()) {
      int number = 0;
      for (Playlist playlist : (Iterable<Playlist>) playlists::iterator) {
        if (number++ % HELD_OUT_INTERVAL == HELD_OUT_INTERVAL - 1 == heldOut) {
          part.add(Playlist.of(playlist.songs().toArray())); // training learns from all its songs
        }
      }
    }
    return PlaylistDataset.of(dataset.catalogue(), part);
  }

  private static LagMixture count(PlaylistDataset dataset) {
    List<Transitions> tables = new ArrayList<>();
    for (int[] lags : LAGS) {
      tables.add(Transitions.count(dataset, lags[0], lags[1], lags[1] > MAX_ONE_WAY_LAG));
    }
    float[] equal = new float[COMPONENTS.length + 1];
    Arrays.fill(equal, 1f / equal.length);
    return new LagMixture(
        dataset.catalogue(), Popularity.count(dataset).probabilities(), tables, equal);
  }

  /** Returns the weights that maximise the likelihood of some playlists. */
  private float[] weights(PlaylistDataset validation) {
    Interruption interruption = Interruption.of("training");
    List<double[]> transitions = new ArrayList<>();
    try (Stream<Playlist> playlists = validation.playlists()) {
      playlists.forEachOrdered(
          playlist -> {
            int[] songs = playlist.songs().toArray();
            for (int heard = playlist.context(); heard < songs.length; heard++) {
              interruption.check();
              transitions.add(probabilities(songs, heard, songs[heard]));
            }
          });
    }
    double[] found = LinearFit.weights(weights.length, transitions);
    float[] rounded = new float[found.length];
    for (int i = 0; i < found.length; i++) {
      rounded[i] = (float) found[i];
    }
    rounded[COMPONENTS.length] = Math.max(MIN_POPULARITY_WEIGHT, rounded[COMPONENTS.length]);
    return rounded;
  }

  /** {@code [components + 1]}: the probability of a song under each component. */
  private double[] probabilities(int[] heard, int count, int next) {
    double[] probabilities = new double[weights.length];
    for (int i = 0; i < COMPONENTS.length; i++) {
      Transitions table = tables.get(COMPONENTS[i][0]);
      probabilities[i] =
          Arrays.stream(inputs(COMPONENTS[i], heard, count))
              .mapToDouble(song -> table.share(song, next))
              .average()
              .orElse(popularity[next]);
    }
    probabilities[COMPONENTS.length] = popularity[next];
    return probabilities;
  }

  @Override
  void score(int[] heard, int count, float[] scores) {
    double backoff = weights[COMPONENTS.length];
    for (int i = 0; i < COMPONENTS.length; i++) {
      Transitions table = tables.get(COMPONENTS[i][0]);
      int[] inputs = inputs(COMPONENTS[i], heard, count);
      if (inputs.length == 0) {
        backoff += weights[i];
      }
      for (int song : inputs) {
        table.addTo(scores, song, (double) weights[i] / inputs.length / table.total(song));
      }
    }
    for (int song = 0; song < scores.length; song++) {
      scores[song] = (float) Math.log(scores[song] + backoff * popularity[song]);
    }
  }

  /** Returns the songs heard that a component uses and that its table has followers for. */
  private int[] inputs(int[] component, int[] heard, int count) {
    return IntStream.rangeClosed(component[1], Math.min(component[2], count))
        .map(ago -> heard[count - ago])
        .filter(song -> tables.get(component[0]).distinctFollowers(song) > 0)
        .toArray();
  }

  /** Reads what {@link #save} wrote. */
  static LagMixture load(ModelFile model) throws FileFormatException {
    Catalogue catalogue = model.catalogue();
    List<Transitions> tables = new ArrayList<>();
    for (int table = 0; table < LAGS.length; table++) {
      tables.add(Transitions.read(model, prefix(table)));
    }
    return new LagMixture(
        catalogue,
        Probabilities.read(model, PROBABILITIES, catalogue.size()),
        tables,
        weights(model));
  }

  @Override
  public void save(OutputStream out) throws IOException {
    ModelFile.Builder model =
        ModelFile.builder(KIND)
            .catalogue(catalogue())
            .floats(PROBABILITIES, popularity, popularity.length)
            .floats(WEIGHTS, weights, weights.length);
    for (int table = 0; table < LAGS.length; table++) {
      tables.get(table).write(model, prefix(table));
    }
    model.write(out);
  }

  private static float[] weights(ModelFile model) throws FileFormatException {
    float[] weights = Probabilities.orZero(model, WEIGHTS, COMPONENTS.length + 1);
    if (weights[COMPONENTS.length] == 0) {
      throw model.problem(
          "tensor '%s' must end with a number > 0, the popularity's".formatted(WEIGHTS));
    }
    return weights;
  }

  private static String prefix(int table) {
    return "lags." + LAGS[table][0] + "-" + LAGS[table][1] + ".";
  }

  @Override
  public boolean probabilistic() {
    return true;
  }

  /** Describes the model. */
  @Override
  public String toString() {
    return "mixture of lags over " + catalogue().size() + " songs";
  }
}
