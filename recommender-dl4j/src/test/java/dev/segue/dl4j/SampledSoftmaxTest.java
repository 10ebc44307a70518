package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segue.Catalogue;
import dev.segue.PlayHistory;
import dev.segue.Playlist;
import dev.segue.Song;
import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.Recency;
import dev.segue.lstm.network.TensorNames;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** The layer against the full softmax and finite differences, and the tables that it sees. */
class SampledSoftmaxTest {

  private static final int SONGS = 7;

  /** Indexed as in the layer: negatives come first; song 1 is a target too. */
  private static final PackedChunk CHUNK =
      new PackedChunk(
          new int[] {0, 4, 2, 6},
          new int[0],
          new int[] {1, 3, 5, 3},
          List.of(new int[] {0, -1, 3, -1, 1, 0, 2, 3}, new int[] {1, 0, 1, -1}),
          new int[] {2, 2},
          true,
          new PackedMemories(
              Stream.of(
                      Playlist.of(0, 2, 5).withTimes("ann", 500_000, 500_200, 503_600),
                      Playlist.of(4, 6, 3).withTimes("bob", 500_000, 500_200, 500_400))
                  .map(PlaylistSteps::of)
                  .toList(),
              PlayHistory.of(
                  Catalogue.of(IntStream.range(0, SONGS).mapToObj(i -> Song.of("" + i)).toList()),
                  Stream.of(
                      Playlist.of(1, 5, 1, 6).withTimes("ann", 9_000, 9_200, 300_000, 300_500),
                      Playlist.of(3, 2).withTimes("bob", 400_000, 410_000)))));

  /** Songs played recently change their own scores, and those of the songs of two artists. */
  private static final List<Recency> RECENCY =
      List.of(
          new Recency(Recency.Group.SONG, 2, new int[] {0, 1, 2, 3, 4, 5, 6}),
          new Recency(Recency.Group.ARTIST, 1, new int[] {0, 1, 0, 1, -1, 0, 1}));

  private static final int SMALL = 100;
  private static final int[] NEW_SONGS = {1, 3, 6};

  private final Random random = new Random(5);

  @ParameterizedTest
  @CsvSource({"DOUBLE, false", "FLOAT, false", "DOUBLE, true"})
  void everySongANegative_isTheFullSoftmax(DataType type, boolean tied) {
    Replica sampled = network(type, tied);
    Replica full = new Replica(architecture(SONGS, false, tied), type, sampled.parameters());
    if (tied) {
      shareVectors(full);
      sampled.output().biases().newSongs(NEW_SONGS);
      full.output().biases().newSongs(NEW_SONGS);
    }

    double loss = lossAndGradient(sampled, new double[SONGS]);

    double tolerance = type == DataType.DOUBLE ? 1e-9 : 1e-4;
    assertThat(loss).isCloseTo(full.lossAndGradient(CHUNK, 1), within(tolerance));
    gradientsOfTables(sampled)
        .forEach(
            (name, gradient) ->
                assertThat(gradient.equalsWithEps(full.gradients().get(name), tolerance))
                    .as(name)
                    .isTrue());
  }

  @Test
  void newSongs_areThoseOfTheStepAlone() {
    Replica network = network(DataType.DOUBLE, true);
    network.output().biases().newSongs(NEW_SONGS);
    lossAndGradient(network, new double[SONGS]);
    assertThat(gradientsOfTables(network).get("output.new").getDouble(0)).isNotZero();

    network.output().biases().newSongs(new int[0]);
    lossAndGradient(network, new double[SONGS]);

    assertThat(gradientsOfTables(network).get("output.new").getDouble(0)).isZero();
  }

  @Test
  void gradients_agreeWithFiniteDifferences() {
    Replica network = network(DataType.DOUBLE, false);
    double[] correction = {-0.3, 0.2, -0.9};
    lossAndGradient(network, correction);
    Map<String, INDArray> gradients = gradientsOfTables(network);

    for (String name : gradients.keySet()) {
      INDArray values = network.tensors().get(name);
      for (int song = 0; song < values.columns(); song++) {
        int step =
            values.length() > SMALL ? values.rows() / 3 : 1; // some of the features of a memory
        for (int row = 0; row < values.rows(); row += step) {
          double value = values.getDouble(row, song);
          values.putScalar(row, song, value + 1e-5);
          double above = lossAndGradient(network, correction);
          values.putScalar(row, song, value - 1e-5);
          double below = lossAndGradient(network, correction);
          values.putScalar(row, song, value);
          assertThat(gradients.get(name).getDouble(row, song))
              .as("%s of song %d", name, song)
              .isCloseTo((above - below) / 2e-5, within(1e-6));
        }
      }
    }
  }

  @Test
  void step_movesTheSongsThatItTouchesAlone() {
    try (Workers workers = new Workers(2)) {
      List<Playlist> playlists = List.of(Playlist.of(1, 2, 3), Playlist.of(4, 5));
      NegativeSampler sampler = new NegativeSampler(playlists, new boolean[1000], 8);
      Dl4jNetwork network =
          new Dl4jNetwork(
              architecture(1000, true, false),
              new Adam(0.01),
              5,
              DataType.FLOAT,
              workers,
              sampler,
              ColdSongs.none());
      network.initialise(0.1, random);
      INDArray embedding = network.tensors().get("embedding").dup('f');
      INDArray weights = network.tensors().get("output.W").dup('f');

      network.learn(PackedChunk.cut(playlists, 20, List.of(), 2).get(0), 3, 0, 1);

      assertThat(moved(embedding, network.tensors().get("embedding")))
          .containsExactlyInAnyOrder(1, 2, 4);
      assertThat(moved(weights, network.tensors().get("output.W")))
          .contains(2, 3, 5)
          .hasSizeBetween(8, 11);
    }
  }

  @Test
  void step_leavesSongsTakenAsNewAsTheyAre() {
    try (Workers workers = new Workers(2)) {
      // Every song is heard, so the one that is not taken as new has a gradient.
      List<Playlist> playlists = List.of(Playlist.of(0, 1, 2, 3, 4), Playlist.of(4, 5, 6, 0));
      Dl4jNetwork network =
          new Dl4jNetwork(
              architecture(SONGS, true, true),
              new Adam(0.01),
              5,
              DataType.FLOAT,
              workers,
              new NegativeSampler(playlists, new boolean[SONGS], 3),
              touched -> IntStream.range(1, touched).toArray()); // all but the first negative
      network.initialise(0.1, random);
      INDArray embedding = network.tensors().get("embedding").dup('f');
      INDArray bias = network.tensors().get("output.b").dup('f');

      network.learn(PackedChunk.cut(playlists, 20, RECENCY, 2).get(0), 3, 0, 1);

      assertThat(moved(embedding, network.tensors().get("embedding"))).hasSize(1);
      int known = moved(embedding, network.tensors().get("embedding")).get(0);
      for (int song = 0; song < SONGS; song++) {
        double before = bias.getDouble(0, song);
        assertThat(network.tensors().get("output.b").getDouble(0, song) != before)
            .isEqualTo(song == known);
      }
      assertThat(network.tensors().get("output.new").getDouble(0)).isNotZero();
    }
  }

  @Test
  void firstStep_isThatOfAdam() {
    Adam adam = new Adam(0.01);
    Matrix table = Matrix.zeros(DataType.FLOAT, 2, 4);
    try (Workers workers = new Workers(2)) {
      ColumnBlocks blocks = new ColumnBlocks(workers, DataType.FLOAT);
      LazyTable lazy = new LazyTable(adam, table, 2, blocks);
      lazy.touch(new int[] {3, 1});
      lazy.gradients().get(0).array().assign(Nd4j.create(new double[][] {{1, -2}, {0, 3}}));
      lazy.gradients().get(1).array().assign(Nd4j.create(new double[][] {{1, 0}, {0, 3}}));

      assertThat(blocks.sum(lazy.gradients())).isEqualTo(4 + 4 + 36);
      lazy.update(new UpdateStep(1, 1, 0, 0, 0));
    }
    // The first step of Adam is the learning rate, whatever the gradient's size.
    double[][] expected = {{0, 0.01, 0, -0.01}, {0, -0.01, 0, 0}};
    for (int row = 0; row < 2; row++) {
      for (int song = 0; song < 4; song++) {
        assertThat(table.array().getDouble(row, song)).isCloseTo(expected[row][song], within(1e-5));
      }
    }
  }

  private static List<Integer> moved(INDArray before, INDArray after) {
    return IntStream.range(0, before.columns())
        .filter(song -> !before.getColumn(song).equalsWithEps(after.getColumn(song), 0))
        .boxed()
        .toList();
  }

  private static TrainingArchitecture architecture(int songs, boolean sampled, boolean tied) {
    List<Recency> recency = songs == SONGS ? RECENCY : List.of();
    return new TrainingArchitecture(
        new Architecture(
            songs,
            List.of(),
            0,
            3,
            List.of(4),
            false,
            tied,
            recency,
            false,
            songs == SONGS,
            songs == SONGS ? Optional.of(ZoneId.of("Asia/Tokyo")) : Optional.empty()),
        sampled,
        Regularisation.NONE);
  }

  private Replica network(DataType type, boolean tied) {
    Replica network = new Replica(architecture(SONGS, true, tied), type, null);
    network
        .tensors()
        .values()
        .forEach(
            tensor -> {
              for (int i = 0; i < tensor.length(); i++) {
                tensor.putScalar(
                    i % tensor.rows(), i / tensor.rows(), 1.6 * random.nextDouble() - 0.8);
              }
            });
    if (tied) {
      shareVectors(network);
    } else {
      replace(network.embedding(), TensorNames.EMBEDDING);
      replace(network.output(), TensorNames.OUTPUT_WEIGHTS);
    }
    replace(network.output(), TensorNames.OUTPUT_BIAS);
    return network;
  }

  /** Makes the output layer work on the vectors of the input layer. */
  private static void shareVectors(Replica network) {
    Matrix values = network.embedding().param(TensorNames.EMBEDDING);
    network.songVectors(values, Matrix.zeros(values.dataType(), values.rows(), values.columns()));
  }

  /** Makes the layer score all songs. */
  private static void replace(PackedLayer layer, String name) {
    Matrix values = layer.param(name);
    layer.replace(name, values, Matrix.zeros(values.dataType(), values.rows(), values.columns()));
  }

  private static Map<String, INDArray> gradientsOfTables(Replica network) {
    Map<String, INDArray> gradients = new TreeMap<>();
    gradients.put(
        "embedding", network.embedding().gradient(TensorNames.EMBEDDING).array().dup('f'));
    if (!network.output().tied()) {
      gradients.put(
          "output.W", network.output().gradient(TensorNames.OUTPUT_WEIGHTS).array().dup('f'));
    }
    gradients.put("output.b", network.output().gradient(TensorNames.OUTPUT_BIAS).array().dup('f'));
    Stream.of("recency", "artist_recency", "memory.W", "memory.b", "memory.clock")
        .forEach(name -> gradients.put(name, network.output().gradient(name).array().dup('f')));
    if (network.output().tied()) {
      gradients.put(
          "output.new", network.output().gradient(TensorNames.NEW_SONG_BIAS).array().dup('f'));
    }
    return gradients;
  }

  private static IndexMap identity() {
    IndexMap songs = new IndexMap(SONGS);
    songs.indices(IntStream.range(0, SONGS).toArray());
    return songs;
  }

  private static double lossAndGradient(Replica network, double[] logProbability) {
    ((SampledSoftmax) network.output()).negatives(logProbability, identity(), RECENCY);
    return network.lossAndGradient(CHUNK, 1);
  }

  private static double biasOf(Replica network, int song) {
    return network.output().param(TensorNames.OUTPUT_BIAS).array().getDouble(0, song);
  }
}
