package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segue.cuda.TestDevice;
import dev.segue.lstm.network.Architecture;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.learning.config.Adam;

/** The network on a device against numbers computed elsewhere, as {@link Dl4jNetworkTest}. */
class CudaGoldenTest {

  private static final double LOSS = TestDevice.tolerance(1e-5);
  private static final double GRADIENT = TestDevice.tolerance(1e-4);
  private static final TrainingArchitecture NETWORK =
      TrainingArchitecture.of(Architecture.plain(7, 4, List.of(5, 5)));
  private static final int TRANSITIONS = 10;

  private final GoldenLstm golden = new GoldenLstm();
  private TrainingDevice device;

  @BeforeEach
  void open() {
    device = new CudaTrainingDevice(TestDevice.open());
  }

  @AfterEach
  void close() {
    if (device != null) {
      device.close();
    }
  }

  private TrainingNetwork network(Hyperparameters.Optimisation optimisation) {
    return device.network(NETWORK, optimisation, null, ColdSongs.none());
  }

  private Map<String, float[]> weights(String... path) {
    Map<String, float[]> weights = new LinkedHashMap<>();
    for (String name : GoldenLstm.TENSORS) {
      double[] values = golden.tensor(name, path);
      float[] rounded = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        rounded[i] = (float) values[i];
      }
      weights.put(GoldenLstm.ours(name), rounded);
    }
    return weights;
  }

  private List<List<PackedChunk>> steps(int unroll) {
    return PackedChunk.cut(golden.playlists(), unroll, List.of(), 1);
  }

  @Test
  void lossAndGradients_golden() {
    TrainingNetwork network = network(StepGradients.optimisation());
    StepGradients gradients = new StepGradients(network, weights("parameters"));

    TrainingNetwork.Learnt learnt =
        network.learn(steps(Integer.MAX_VALUE).get(0), TRANSITIONS, 0, 1);

    assertThat(learnt.loss() / TRANSITIONS).isCloseTo(golden.number("meanLoss"), within(LOSS));
    Map<String, double[]> found = gradients.read();
    for (String name : GoldenLstm.TENSORS) {
      assertClose(
          name, found.get(GoldenLstm.ours(name)), golden.tensor(name, "gradientOfMeanLoss"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"adam3StepsClipped", "adam3StepsUnclipped"})
  void adam_golden(String run) {
    TrainingNetwork network =
        network(
            StepGradients.optimisation()
                .optimiser(new Adam(golden.number(run, "learningRate")))
                .gradientClip(golden.number(run, "globalNormClip")));
    new StepGradients(network, weights("parameters"));
    List<?> losses = golden.list(run, "meanLossBeforeEachStep");
    List<?> norms = golden.list(run, "normBeforeEachStep");

    for (int step = 0; step < losses.size(); step++) {
      TrainingNetwork.Learnt learnt =
          network.learn(steps(Integer.MAX_VALUE).get(0), TRANSITIONS, 0, 1);
      assertThat(learnt.loss() / TRANSITIONS).isCloseTo(number(losses, step), within(LOSS));
      assertThat(learnt.gradientNorm()).isCloseTo(number(norms, step), within(LOSS));
    }

    Map<String, float[]> after = network.weights();
    for (String name : GoldenLstm.TENSORS) {
      double[] before = golden.tensor(name, "parameters");
      assertAdamClose(
          name,
          minus(doubles(after.get(GoldenLstm.ours(name))), before),
          minus(golden.tensor(name, run, "parametersAfter"), before));
    }
  }

  private static double number(List<?> numbers, int index) {
    return ((Number) numbers.get(index)).doubleValue();
  }

  /** The golden run descends by plain gradients: here from those that were read, on the host. */
  @Test
  void truncatedBackpropagation_golden() {
    TrainingNetwork network = network(StepGradients.optimisation());
    Map<String, float[]> weights = weights("parameters");
    StepGradients gradients = new StepGradients(network, weights);
    List<List<PackedChunk>> steps = steps(2);
    List<?> expected = golden.list("truncatedBptt", "chunks");

    assertThat(steps).hasSameSizeAs(expected);
    for (int i = 0; i < steps.size(); i++) {
      double transitions = steps.get(i).get(0).positions();
      TrainingNetwork.Learnt learnt = network.learn(steps.get(i), transitions, 0, 1);
      double loss = ((Number) ((Map<?, ?>) expected.get(i)).get("meanLoss")).doubleValue();
      assertThat(learnt.loss() / transitions).isCloseTo(loss, within(LOSS));
      weights = descended(weights, gradients.read());
      gradients.weights(weights);
    }
    for (String name : GoldenLstm.TENSORS) {
      double[] before = golden.tensor(name, "parameters");
      assertClose(
          name,
          minus(doubles(weights.get(GoldenLstm.ours(name))), before),
          minus(golden.tensor(name, "truncatedBptt", "parametersAfter"), before));
    }
  }

  private static Map<String, float[]> descended(
      Map<String, float[]> weights, Map<String, double[]> gradients) {
    double learningRate = 0.5;
    Map<String, float[]> after = new LinkedHashMap<>();
    weights.forEach(
        (name, values) -> {
          float[] moved = new float[values.length];
          for (int i = 0; i < moved.length; i++) {
            moved[i] = (float) (values[i] - learningRate * gradients.get(name)[i]);
          }
          after.put(name, moved);
        });
    return after;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }

  private static double[] minus(double[] a, double[] b) {
    double[] difference = new double[a.length];
    Arrays.setAll(difference, i -> a[i] - b[i]);
    return difference;
  }

  private static double largest(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElseThrow();
  }

  private static void assertClose(String name, double[] actual, double[] expected) {
    assertThat(actual).as(name).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i])
          .as("%s at %d", name, i)
          .isCloseTo(expected[i], within(GRADIENT * largest(expected)));
    }
  }

  /** As in {@link Dl4jNetworkTest}: Adam divides tiny gradients by their own size. */
  private void assertAdamClose(String name, double[] actual, double[] expected) {
    double[] gradient = golden.tensor(name, "gradientOfMeanLoss");
    for (int i = 0; i < expected.length; i++) {
      boolean tiny = Math.abs(gradient[i]) < 0.01 * largest(gradient);
      double tolerance = tiny ? TestDevice.tolerance(2e-3) : GRADIENT;
      assertThat(actual[i])
          .as("%s at %d", name, i)
          .isCloseTo(expected[i], within(tolerance * largest(expected)));
    }
  }
}
