package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segue.cuda.CudaDevice;
import dev.segue.cuda.CudaQueue;
import dev.segue.cuda.DeviceArray;
import dev.segue.cuda.TestDevice;
import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.TensorNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Adam;

/** The update on a device against {@link AdamStep}, on the CPU. */
class CudaUpdateTest {

  private static final Architecture NETWORK = Architecture.plain(7, 3, List.of(5));
  private static final Adam ADAM = new Adam(0.1);

  private CudaDevice device;

  @BeforeEach
  void open() {
    device = TestDevice.open();
  }

  @AfterEach
  void close() {
    if (device != null) {
      device.close();
    }
  }

  /** Parameters and their update. */
  private record Fixture(CudaQueue queue, CudaParameters parameters, CudaUpdate update) {

    DeviceArray losses(float... losses) {
      DeviceArray array = queue.allocate(losses.length);
      parameters.write(array, losses);
      return array;
    }

    float[] values(String tensor) {
      return parameters.read(parameters.values(tensor).values());
    }
  }

  private Fixture fixture(TrainingArchitecture training, double clip, double weightDecay) {
    CudaQueue queue = device.queue(CudaKernels.of(Stream.of()));
    CudaParameters parameters = new CudaParameters(queue, training);
    Hyperparameters.Optimisation defaults = Hyperparameters.PAPER.optimisation();
    Hyperparameters.Optimisation optimisation =
        new Hyperparameters.Optimisation(
            ADAM,
            defaults.schedule(),
            clip,
            defaults.gradientOf(),
            defaults.unroll(),
            OptionalInt.empty());
    return new Fixture(
        queue, parameters, new CudaUpdate(queue, parameters, optimisation, weightDecay, 2));
  }

  private static float[] random(Random random, long length) {
    float[] values = new float[(int) length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static double squares(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return sum;
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("at %d", i).isCloseTo(expected[i], within(1e-5f));
    }
  }

  @Test
  void update_isAdam_ofAllParameters_clippedByTheNormOfAllGradients() {
    TrainingArchitecture training = TrainingArchitecture.of(NETWORK);
    Fixture fixture = fixture(training, 2, 0.01);
    Random random = new Random(1);
    Map<String, float[]> values = new HashMap<>();
    Map<String, float[]> means = new HashMap<>();
    Map<String, float[]> variances = new HashMap<>();
    for (LayerParameter each : NetworkParameters.of(training)) {
      values.put(each.tensor(), random(random, each.length()));
      means.put(each.tensor(), new float[(int) each.length()]);
      variances.put(each.tensor(), new float[(int) each.length()]);
      fixture.parameters().write(each.tensor(), values.get(each.tensor()));
    }

    for (int step = 0; step < 3; step++) {
      Map<String, float[]> gradients = new HashMap<>();
      for (LayerParameter each : NetworkParameters.of(training)) {
        float[] gradient = random(random, each.length());
        gradients.put(each.tensor(), gradient);
        fixture.parameters().write(fixture.parameters().gradient(each.tensor()).values(), gradient);
      }
      double norm =
          Math.sqrt(gradients.values().stream().mapToDouble(CudaUpdateTest::squares).sum());

      TrainingNetwork.Learnt learnt =
          fixture.update().update(fixture.losses(1.5f, 2.25f), List.of(), 0.5, step, 0);

      assertThat(learnt.loss()).isEqualTo(3.75);
      assertThat(learnt.gradientNorm()).isCloseTo(norm, within(1e-5));
      AdamStep adam =
          AdamStep.of(ADAM, new UpdateStep(UpdateStep.clip(2, norm), 0.5, 0.01, step, 0));
      gradients.forEach(
          (tensor, gradient) -> {
            float[] expected = values.get(tensor);
            adam.apply(
                expected, means.get(tensor), variances.get(tensor), gradient, gradient.length);
            assertClose(fixture.values(tensor), expected);
          });
    }
  }

  @Test
  void update_ofNumbersThatAreNotFinite_changesNothing() {
    TrainingArchitecture training = TrainingArchitecture.of(NETWORK);
    Fixture fixture = fixture(training, 5, 0);
    float[] bias = random(new Random(1), 7);
    fixture.parameters().write(TensorNames.OUTPUT_BIAS, bias);
    DeviceArray gradient = fixture.parameters().gradient(TensorNames.OUTPUT_BIAS).values();

    fixture.parameters().write(gradient, new float[] {1, Float.NaN, 1, 1, 1, 1, 1});
    assertThat(fixture.update().update(fixture.losses(1), List.of(), 1, 0, 0).isFinite()).isFalse();
    assertThat(fixture.values(TensorNames.OUTPUT_BIAS)).containsExactly(bias);

    fixture.parameters().write(gradient, new float[] {1, 1, 1, 1, 1, 1, 1});
    assertThat(
            fixture
                .update()
                .update(fixture.losses(Float.POSITIVE_INFINITY), List.of(), 1, 0, 0)
                .isFinite())
        .isFalse();
    assertThat(fixture.values(TensorNames.OUTPUT_BIAS)).containsExactly(bias);
  }

  @Test
  void update_ofATable_movesTheColumnsTouchedAlone() {
    Fixture fixture = fixture(new TrainingArchitecture(NETWORK, true, Regularisation.NONE), 5, 0);
    CudaTable table = new CudaTable(fixture.queue(), fixture.parameters(), TensorNames.EMBEDDING);
    DeviceArray touched = fixture.queue().allocate(2);
    fixture
        .parameters()
        .write(touched, new float[] {Float.intBitsToFloat(5), Float.intBitsToFloat(2)});
    table.touch(touched);
    fixture.parameters().write(table.gradient().values(), new float[] {1, -1, 0.5f, 0, 2, -3});

    TrainingNetwork.Learnt learnt =
        fixture.update().update(fixture.losses(1), List.of(table), 1, 0, 0);

    assertThat(learnt.gradientNorm()).isCloseTo(Math.sqrt(15.25), within(1e-6));
    float[] moved = fixture.values(TensorNames.EMBEDDING);
    // Adam's first step moves each parameter by the learning rate, against its gradient.
    assertClose(
        moved,
        new float[] {0, 0, 0, 0, 0, 0, 0, -.1f, .1f, 0, 0, 0, 0, 0, 0, -.1f, .1f, -.1f, 0, 0, 0});
  }

  @Test
  void average_beginsAsTheParameters_andMovesTowardsThem() {
    TrainingArchitecture training = TrainingArchitecture.of(NETWORK);
    Fixture fixture = fixture(training, 5, 0);
    fixture.update().update(fixture.losses(1), List.of(), 1, 0, 0);
    fixture.parameters().write(TensorNames.OUTPUT_BIAS, new float[] {1, 2, 3, 4, 5, 6, 7});
    fixture.update().average(0.25);
    fixture.parameters().write(TensorNames.OUTPUT_BIAS, new float[] {5, 2, 3, 4, 5, 6, 3});

    fixture.update().average(0.25);

    assertThat(fixture.parameters().weights().get(TensorNames.OUTPUT_BIAS))
        .containsExactly(2, 2, 3, 4, 5, 6, 6);
  }

  @Test
  void results_areKept_whenManyStepsFollow() {
    Fixture fixture = fixture(TrainingArchitecture.of(NETWORK), 5, 0);

    List<TrainingNetwork.Learnt> all = new ArrayList<>();
    for (int step = 0; step < 40; step++) {
      all.add(fixture.update().update(fixture.losses(step), List.of(), 1, step, 0));
    }

    for (int step = 0; step < 40; step++) {
      assertThat(all.get(step).loss()).isEqualTo(step);
    }
  }
}
