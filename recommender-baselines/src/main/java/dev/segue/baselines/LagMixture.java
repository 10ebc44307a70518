package dev.segue.baselines;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Trainer;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A mixture of lags: each of the songs heard last predicts the next one by what was played that
 * many songs later in training, and the predictions are added up with weights. A mixture transition
 * distribution (Raftery, "A Model for High-Order Markov Chains", Journal of the Royal Statistical
 * Society B 47(3), 1985) with lags that share counts, and the {@link Popularity} as one more
 * component. The weights are found by expectation maximisation on playlists that were not counted.
 * Immutable; may be shared by threads.
 */
public final class LagMixture extends HistoryRecommender {

  static final String KIND = "lag_mixture";
  private static final String PROBABILITIES = "probabilities";
  private static final String WEIGHTS = "weights";

  /**
   * The distances between songs that are counted together, from the first to the last. Those of
   * more than a few songs count both ways: the order says little there, and the pairs are twice as
   * many.
   */
  private static final int[][] TABLES = {{1, 1}, {1, 6}, {6, 30}, {1, 100}};

  private static final int ONE_WAY = 6;

  /** Components: a table, and the songs heard that it is asked for, from the first to the last. */
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

  /** The least weight of the popularity, so that no song is impossible. */
  private static final float LEAST = 1e-6f;

  /** Without validation playlists one playlist of so many serves for the weights. */
  private static final int HELD_OUT = 10;

  private final float[] popularity;
  private final List<Transitions> tables;

  /** {@code [components + 1]}: that of the popularity last. */
  private final float[] weights;

  private LagMixture(
      Catalogue catalogue, float[] popularity, List<Transitions> tables, float[] weights) {
    super(catalogue);
    this.popularity = popularity;
    this.tables = List.copyOf(tables);
    this.weights = weights;
  }

  /**
   * Counts pairs of songs, and finds the weights on the validation playlists; without any, on a
   * tenth of the training playlists, before all of them are counted.
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
        if (number++ % HELD_OUT == HELD_OUT - 1 == heldOut) {
          part.add(Playlist.of(playlist.songs().toArray())); // training learns from all its songs
        }
      }
    }
    return PlaylistDataset.of(dataset.catalogue(), part);
  }

  private static LagMixture count(PlaylistDataset dataset) {
    List<Transitions> tables = new ArrayList<>();
    for (int[] distances : TABLES) {
      tables.add(Transitions.count(dataset, distances[0], distances[1], distances[1] > ONE_WAY));
    }
    float[] even = new float[COMPONENTS.length + 1];
    Arrays.fill(even, 1f / even.length);
    return new LagMixture(
        dataset.catalogue(), Popularity.count(dataset).probabilities(), tables, even);
  }

  /** The weights under which some playlists are most probable. */
  private float[] weights(PlaylistDataset validation) {
    List<double[]> transitions = new ArrayList<>();
    try (Stream<Playlist> playlists = validation.playlists()) {
      playlists.forEachOrdered(
          playlist -> {
            int[] songs = playlist.songs().toArray();
            for (int heard = playlist.context(); heard < songs.length; heard++) {
              transitions.add(probabilities(songs, heard, songs[heard]));
            }
          });
    }
    double[] found = LinearFit.weights(weights.length, transitions);
    float[] rounded = new float[found.length];
    for (int i = 0; i < found.length; i++) {
      rounded[i] = (float) found[i];
    }
    rounded[COMPONENTS.length] = Math.max(LEAST, rounded[COMPONENTS.length]);
    return rounded;
  }

  /** {@code [components + 1]}: the probability of a song by each component. */
  private double[] probabilities(int[] heard, int count, int next) {
    double[] probabilities = new double[weights.length];
    for (int i = 0; i < COMPONENTS.length; i++) {
      Transitions table = tables.get(COMPONENTS[i][0]);
      probabilities[i] =
          Arrays.stream(asked(COMPONENTS[i], heard, count))
              .mapToDouble(song -> table.share(song, next))
              .average()
              .orElse(popularity[next]);
    }
    probabilities[COMPONENTS.length] = popularity[next];
    return probabilities;
  }

  @Override
  void score(int[] heard, int count, float[] scores) {
    double backingOff = weights[COMPONENTS.length];
    for (int i = 0; i < COMPONENTS.length; i++) {
      Transitions table = tables.get(COMPONENTS[i][0]);
      int[] asked = asked(COMPONENTS[i], heard, count);
      if (asked.length == 0) {
        backingOff += weights[i];
      }
      for (int song : asked) {
        table.addTo(scores, song, (double) weights[i] / asked.length / table.total(song));
      }
    }
    for (int song = 0; song < scores.length; song++) {
      scores[song] = (float) Math.log(scores[song] + backingOff * popularity[song]);
    }
  }

  /** The songs heard that a component is asked for, of those that its table knows. */
  private int[] asked(int[] component, int[] heard, int count) {
    return IntStream.rangeClosed(component[1], Math.min(component[2], count))
        .map(ago -> heard[count - ago])
        .filter(song -> tables.get(component[0]).different(song) > 0)
        .toArray();
  }

  /** Reads what {@link #save} wrote. */
  static LagMixture load(ModelFile model) throws FileFormatException {
    Catalogue catalogue = model.catalogue();
    List<Transitions> tables = new ArrayList<>();
    for (int table = 0; table < TABLES.length; table++) {
      tables.add(Transitions.read(model, prefix(table)));
    }
    return new LagMixture(
        catalogue,
        model.floats(PROBABILITIES, catalogue.size()),
        tables,
        model.floats(WEIGHTS, COMPONENTS.length + 1));
  }

  @Override
  public void save(OutputStream out) throws IOException {
    ModelFile.Builder model =
        ModelFile.builder(KIND)
            .catalogue(catalogue())
            .floats(PROBABILITIES, popularity, popularity.length)
            .floats(WEIGHTS, weights, weights.length);
    for (int table = 0; table < TABLES.length; table++) {
      tables.get(table).write(model, prefix(table));
    }
    model.write(out);
  }

  private static String prefix(int table) {
    return "lags." + TABLES[table][0] + "-" + TABLES[table][1] + ".";
  }

  @Override
  public boolean probabilistic() {
    return true;
  }

  /** Says what it is. */
  @Override
  public String toString() {
    return "mixture of lags over " + catalogue().size() + " songs";
  }
}
