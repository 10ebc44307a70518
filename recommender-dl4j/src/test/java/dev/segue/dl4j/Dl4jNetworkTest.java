package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segue.Playlist;
import dev.segue.Scores;
import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.HeardSong;
import dev.segue.lstm.network.LstmEnsemble;
import dev.segue.lstm.network.LstmNetwork;
import dev.segue.lstm.network.LstmState;
import dev.segue.lstm.network.MemoryFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * The training network against numbers computed elsewhere, in double precision by ND4J's operations
 * and in single precision by the kernels in plain Java, and against finite differences.
 */
class Dl4jNetworkTest {

  private static final int EVERYTHING = Integer.MAX_VALUE;
  private static final Architecture NETWORK = Architecture.plain(7, 4, List.of(5, 5));

  private final GoldenLstm golden = new GoldenLstm();
  private final List<Workers> opened = new ArrayList<>();

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"DOUBLE", "FLOAT"})
  void loss_golden(DataType type) {
    double loss = replica(type).lossAndGradient(wholeBatch(), 10);

    assertThat(loss / 10).isCloseTo(golden.number("meanLoss"), within(tolerance(type, 1e-5)));
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"DOUBLE", "FLOAT"})
  void gradients_golden(DataType type) {
    Replica network = replica(type);
    network.lossAndGradient(wholeBatch(), 10);

    for (String name : GoldenLstm.TENSORS) {
      assertClose(
          name,
          values(network.gradients().get(GoldenLstm.ours(name))),
          golden.tensor(name, "gradientOfMeanLoss"),
          tolerance(type, 1e-4));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DOUBLE, adam3StepsClipped, 1", "DOUBLE, adam3StepsUnclipped, 2",
    "FLOAT, adam3StepsClipped, 1", "FLOAT, adam3StepsUnclipped, 1",
    "FLOAT, adam3StepsClipped, 2", "FLOAT, adam3StepsUnclipped, 3"
  })
  void adam_golden(DataType type, String run, int workers) {
    double clip = golden.number(run, "globalNormClip");
    Dl4jNetwork network =
        network(type, new Adam(golden.number(run, "learningRate")), clip, workers);
    List<PackedChunk> parts =
        PackedChunk.cut(golden.playlists(), EVERYTHING, List.of(), workers).get(0);
    for (Object loss : golden.list(run, "meanLossBeforeEachStep")) {
      assertThat(network.learn(parts, 10, 0, 1).loss() / 10)
          .isCloseTo(((Number) loss).doubleValue(), within(tolerance(type, 1e-5)));
    }

    for (String name : GoldenLstm.TENSORS) {
      double[] before = golden.tensor(name, "parameters");
      double[] after = values(network.tensors().get(GoldenLstm.ours(name)));
      double[] expected = golden.tensor(name, run, "parametersAfter");
      double[] change = minus(after, before);
      double[] expectedChange = minus(expected, before);
      if (type == DataType.DOUBLE) {
        assertClose(name, change, expectedChange, 1e-9);
      } else {
        assertAdamClose(name, change, expectedChange);
      }
    }
  }

  /**
   * Adam divides a gradient by its own size, so that the last bits of a tiny gradient decide the
   * change: the tolerance is 2e-3 for elements below a hundredth of the largest gradient, and 1e-4
   * for all others.
   */
  private void assertAdamClose(String name, double[] actual, double[] expected) {
    double[] gradient = golden.tensor(name, "gradientOfMeanLoss");
    double largest = Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
    double largestChange = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    for (int i = 0; i < expected.length; i++) {
      double tolerance = Math.abs(gradient[i]) < 0.01 * largest ? 2e-3 : 1e-4;
      assertThat(actual[i])
          .as("%s at %d", name, i)
          .isCloseTo(expected[i], within(tolerance * largestChange));
    }
  }

  @ParameterizedTest
  @CsvSource({"DOUBLE, 1", "FLOAT, 1", "DOUBLE, 2", "FLOAT, 3"})
  void truncatedBackpropagation_golden(DataType type, int workers) {
    Dl4jNetwork network = network(type, new Sgd(0.5), Double.POSITIVE_INFINITY, workers);
    List<List<PackedChunk>> steps = PackedChunk.cut(golden.playlists(), 2, List.of(), workers);
    List<?> expected = golden.list("truncatedBptt", "chunks");

    assertThat(steps).hasSameSizeAs(expected);
    for (int i = 0; i < steps.size(); i++) {
      Map<?, ?> chunk = (Map<?, ?>) expected.get(i);
      int transitions = ((Number) chunk.get("transitions")).intValue();
      assertThat(steps.get(i).stream().mapToInt(PackedChunk::positions).sum())
          .isEqualTo(transitions);
      assertThat(network.learn(steps.get(i), transitions, 0, 1).loss() / transitions)
          .isCloseTo(((Number) chunk.get("meanLoss")).doubleValue(), within(tolerance(type, 1e-5)));
    }
    for (String name : GoldenLstm.TENSORS) {
      double[] before = golden.tensor(name, "parameters");
      assertClose(
          name,
          minus(values(network.tensors().get(GoldenLstm.ours(name))), before),
          minus(golden.tensor(name, "truncatedBptt", "parametersAfter"), before),
          tolerance(type, 1e-4));
    }
  }

  @Test
  void export_servesTheGoldenProbabilities() {
    Dl4jNetwork trained = network(DataType.FLOAT, new Sgd(0.5), Double.POSITIVE_INFINITY, 1);
    LstmEnsemble network = new LstmEnsemble(List.of(exported(trained)));
    for (int p = 0; p < golden.playlists().size(); p++) {
      Playlist playlist = golden.playlists().get(p);
      List<LstmState> state = network.start();
      for (int position = 0; position < playlist.transitions(); position++) {
        network.step(HeardSong.of(playlist.song(position), false), state);
        float[][] scores = new float[1][network.songs()];
        network.scores(new LstmState[][] {{state.get(0)}}, new MemoryFeatures[1], 1, scores);

        List<?> expected =
            (List<?>) ((List<?>) golden.list("logProbabilities").get(p)).get(position);
        for (int song = 0; song < network.songs(); song++) {
          assertThat(Scores.of(scores[0]).logProbability(song))
              .isCloseTo(((Number) expected.get(song)).doubleValue(), within(1e-5));
        }
      }
    }
  }

  private static LstmNetwork exported(Dl4jNetwork trained) {
    Map<String, float[]> weights = trained.weights();
    return LstmNetwork.of(NETWORK, (name, shape) -> weights.get(name));
  }

  @Tag("slow")
  @Test
  void gradients_agreeWithFiniteDifferences() {
    // Playlists of different lengths, so that some leave the batch; a song twice in one of them.
    List<Playlist> batch =
        List.of(Playlist.of(0, 3, 1, 6, 2), Playlist.of(4, 4, 0), Playlist.of(5, 1));
    Replica network =
        new Replica(
            TrainingArchitecture.of(Architecture.plain(7, 3, List.of(4, 2))),
            DataType.DOUBLE,
            null);
    Random random = new Random(3);
    network.tensors().values().forEach(tensor -> randomise(tensor, random));
    PackedChunk chunk = PackedChunk.cut(batch, 20, List.of(), 1).get(0).get(0);
    network.lossAndGradient(chunk, 1);
    Map<String, double[]> gradients = new TreeMap<>();
    network.gradients().forEach((name, gradient) -> gradients.put(name, values(gradient)));

    network
        .tensors()
        .forEach(
            (name, tensor) -> {
              double[] numeric = new double[(int) tensor.length()];
              for (int i = 0; i < numeric.length; i++) {
                numeric[i] = slope(network, chunk, tensor, i);
              }
              assertClose(name, gradients.get(name), numeric, 1e-6);
            });
  }

  @Test
  void initialise_drawsWeightsFromTheRange_andOpensForgetGates() {
    Dl4jNetwork network = network(DataType.FLOAT, new Sgd(0.5), Double.POSITIVE_INFINITY, 1);
    network.initialise(0.1, new Random(1));

    network
        .tensors()
        .forEach(
            (name, tensor) -> {
              double[] values = values(tensor);
              if (name.equals("output.b")) {
                assertThat(values).containsOnly(0);
              } else if (name.endsWith(".b")) {
                assertThat(Arrays.copyOfRange(values, 0, 5)).containsOnly(0);
                assertThat(Arrays.copyOfRange(values, 5, 10)).containsOnly(1);
                assertThat(Arrays.copyOfRange(values, 10, 20)).containsOnly(0);
              } else {
                assertThat(Arrays.stream(values).map(Math::abs).max().orElseThrow())
                    .isBetween(0.08, 0.1);
                assertThat(Arrays.stream(values).distinct().count()).isEqualTo(values.length);
              }
            });
  }

  @Test
  void carriedState_givesTheLossOfOneChunk() {
    List<Playlist> batch = golden.playlists();
    Replica whole = replica(DataType.DOUBLE);
    Replica cut = replica(DataType.DOUBLE);

    double loss = 0;
    for (List<PackedChunk> step : PackedChunk.cut(batch, 2, List.of(), 1)) {
      loss += cut.lossAndGradient(step.get(0), 1);
    }

    assertThat(loss).isCloseTo(whole.lossAndGradient(wholeBatch(), 1), within(1e-9));
  }

  private Replica replica(DataType type) {
    Replica replica = new Replica(TrainingArchitecture.of(NETWORK), type, null);
    setGolden(replica.tensors());
    return replica;
  }

  private Dl4jNetwork network(DataType type, IUpdater optimiser, double clip, int workers) {
    opened.add(new Workers(workers));
    Dl4jNetwork network =
        new Dl4jNetwork(
            TrainingArchitecture.of(NETWORK),
            optimiser,
            clip,
            type,
            opened.get(opened.size() - 1),
            null,
            ColdSongs.none());
    setGolden(network.tensors());
    return network;
  }

  private void setGolden(Map<String, INDArray> tensors) {
    for (String name : GoldenLstm.TENSORS) {
      INDArray tensor = tensors.get(GoldenLstm.ours(name));
      double[] values = golden.tensor(name, "parameters");
      for (int i = 0; i < values.length; i++) {
        tensor.putScalar(i % tensor.rows(), i / tensor.rows(), values[i]);
      }
    }
  }

  private static void randomise(INDArray tensor, Random random) {
    for (int row = 0; row < tensor.rows(); row++) {
      for (int column = 0; column < tensor.columns(); column++) {
        tensor.putScalar(row, column, 1.6 * random.nextDouble() - 0.8);
      }
    }
  }

  private PackedChunk wholeBatch() {
    return PackedChunk.cut(golden.playlists(), EVERYTHING, List.of(), 1).get(0).get(0);
  }

  private static double slope(Replica network, PackedChunk chunk, INDArray tensor, int index) {
    int row = index % tensor.rows();
    int column = index / tensor.rows();
    double value = tensor.getDouble(row, column);
    double step = 1e-5;
    tensor.putScalar(row, column, value + step);
    double above = network.lossAndGradient(chunk, 1);
    tensor.putScalar(row, column, value - step);
    double below = network.lossAndGradient(chunk, 1);
    tensor.putScalar(row, column, value);
    return (above - below) / (2 * step);
  }

  /** The values in the order of memory. */
  private static double[] values(INDArray columnMajor) {
    return columnMajor.dup('f').data().asDouble();
  }

  private static double[] minus(double[] one, double[] other) {
    double[] result = new double[one.length];
    Arrays.setAll(result, i -> one[i] - other[i]);
    return result;
  }

  private static double tolerance(DataType type, double single) {
    return type == DataType.DOUBLE ? 1e-9 : single;
  }

  /** Equal but for a tolerance relative to the largest value. */
  private static void assertClose(
      String name, double[] actual, double[] expected, double tolerance) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    assertThat(actual).as(name).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i])
          .as("%s at %d", name, i)
          .isCloseTo(expected[i], within(tolerance * largest));
    }
  }
}
