package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.segue.Playlist;
import dev.segue.cuda.CudaDevice;
import dev.segue.cuda.TestDevice;
import dev.segue.lstm.network.Architecture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Steps of the paper's network on a device against {@link PlainNetwork}, in double precision. */
class CudaFullSizeTest {

  private static final String TF32 = "segue.gpu.tf32";
  private static final double SINGLE = 1e-5;
  private static final double ROUNDED = 5e-3;

  /** The paper's size. */
  private static final Size FULL = new Size(9775, 100, 60, 20, 10);

  /**
   * Of a network and its steps.
   *
   * @param hidden units of the embedding and of each of two layers
   * @param longest transitions of a playlist at most; of the others evenly less
   */
  private record Size(int songs, int hidden, int playlists, int longest, int unroll) {

    Architecture architecture() {
      return Architecture.plain(songs, hidden, List.of(hidden, hidden));
    }

    List<List<PackedChunk>> steps() {
      Random random = new Random(1);
      List<Playlist> all =
          IntStream.range(0, playlists)
              .mapToObj(i -> random.ints(2 + i % longest, 0, songs).toArray())
              .map(Playlist::of)
              .toList();
      return PackedChunk.cut(all, unroll, List.of(), 1);
    }
  }

  @Test
  void gradients_ofASmallNetwork_areThoseOfDoublePrecision() {
    assertClose(new Size(130, 12, 9, 8, 4), SINGLE);
  }

  @Tag("gpu")
  @Test
  void gradients_ofThePapersNetwork_areThoseOfDoublePrecision() {
    assumeTrue(TestDevice.isGpu(), "a step of full size takes too long where a GPU is emulated");
    withTf32(false, SINGLE);
  }

  @Tag("gpu")
  @Test
  void gradients_ofThePapersNetwork_areRoundedByTf32() {
    assumeTrue(TestDevice.isGpu(), "TF32 is not emulated");
    withTf32(true, ROUNDED);
  }

  private static void withTf32(boolean rounded, double tolerance) {
    String before = System.getProperty(TF32, "true");
    System.setProperty(TF32, Boolean.toString(rounded));
    try {
      assertClose(FULL, tolerance);
    } finally {
      System.setProperty(TF32, before);
    }
  }

  /** The first step begins the playlists, the second one goes on with the longer ones. */
  private static void assertClose(Size size, double tolerance) {
    try (CudaDevice opened = TestDevice.open();
        TrainingDevice device = new CudaTrainingDevice(opened)) {
      TrainingArchitecture training = TrainingArchitecture.of(size.architecture());
      TrainingNetwork network =
          device.network(training, StepGradients.optimisation(), null, ColdSongs.none());
      Map<String, float[]> weights = weights(training);
      StepGradients gradients = new StepGradients(network, weights);
      PlainNetwork plain = new PlainNetwork(size.architecture(), weights);
      List<List<PackedChunk>> steps = size.steps();
      assertThat(steps).hasSize(2);
      for (List<PackedChunk> step : steps) {
        int positions = step.get(0).positions();
        double loss = network.learn(step, positions, 0, 1).loss() / positions;
        double expected = plain.lossAndGradients(step.get(0), positions) / positions;
        double error = error(gradients.read(), plain.gradients());
        System.out.printf(
            Locale.ROOT,
            "%d songs, %d positions, %s: gradient off by %.2g of its norm, loss by %.2g nats%n",
            size.songs(),
            positions,
            opened.description(),
            error,
            Math.abs(loss - expected));
        assertThat(error).isLessThan(tolerance);
        assertThat(loss).isCloseTo(expected, within(10 * tolerance));
      }
    }
  }

  private static Map<String, float[]> weights(TrainingArchitecture training) {
    Random random = new Random(2);
    Map<String, float[]> weights = new LinkedHashMap<>();
    for (LayerParameter each : NetworkParameters.of(training)) {
      float[] values = new float[(int) each.length()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (0.4 * random.nextDouble() - 0.2);
      }
      weights.put(each.tensor(), values);
    }
    return weights;
  }

  private static double error(Map<String, double[]> actual, Map<String, double[]> expected) {
    assertThat(actual).containsOnlyKeys(expected.keySet());
    double off = 0;
    double all = 0;
    for (Map.Entry<String, double[]> each : expected.entrySet()) {
      double[] found = actual.get(each.getKey());
      double[] values = each.getValue();
      assertThat(found).as(each.getKey()).hasSameSizeAs(values);
      for (int i = 0; i < values.length; i++) {
        off += (found[i] - values[i]) * (found[i] - values[i]);
        all += values[i] * values[i];
      }
    }
    return Math.sqrt(off / all);
  }
}
