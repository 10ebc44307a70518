package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segue.cuda.CudaDevice;
import dev.segue.cuda.CudaQueue;
import dev.segue.cuda.DeviceArray;
import dev.segue.cuda.DeviceMatrix;
import dev.segue.cuda.TestDevice;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SoftmaxKernelTest {

  private static final double LOSS = TestDevice.tolerance(1e-5);
  private static final double GRADIENT = TestDevice.tolerance(1e-6);

  private CudaDevice device;
  private CudaQueue queue;
  private CudaNumbers numbers;

  @BeforeEach
  void open() {
    device = TestDevice.open();
    queue =
        device.queue(
            CudaKernels.of(
                Stream.of("SOFTMAX_ROW(1) SOFTMAX_ROW(2) SAMPLED_ROW(1) SAMPLED_ROW(2)")));
    numbers = new CudaNumbers(queue);
  }

  @AfterEach
  void close() {
    if (device != null) {
      device.close();
    }
  }

  @Test
  void row_staysInRegisters_ifTheyHoldIt() {
    assertThat(SoftmaxKernel.full(8))
        .isEqualTo(new SoftmaxKernel("softmaxRow1", 32, "SOFTMAX_ROW(1)"));
    assertThat(SoftmaxKernel.full(2048).threads()).isEqualTo(512);
    assertThat(SoftmaxKernel.full(9776).source()).isEqualTo("SOFTMAX_ROW(5)");
    assertThat(SoftmaxKernel.sampled(2056).source()).isEqualTo("SAMPLED_ROW(2)");
    assertThat(SoftmaxKernel.full(40_960).name()).isEqualTo("softmaxRow20");
    assertThat(SoftmaxKernel.full(40_968)).isEqualTo(new SoftmaxKernel("softmaxLongRow", 512, ""));
  }

  @Test
  void songsThatAreEquallyLikely_shareTheProbability() {
    DeviceMatrix logits = DeviceMatrix.of(numbers.floats(3, 3, 3, 3, 99, 99, 99, 99), 8, 1);
    DeviceArray losses = queue.allocate(1);
    CudaLogits block = new CudaLogits(0, 4, logits, numbers.ints(2), DeviceArray.NONE);

    SoftmaxKernel.full(8).launch(queue, block, DeviceArray.NONE, 0.5, 0, losses);

    assertThat(numbers.read(losses)[0]).isEqualTo((float) Math.log(4), within(1e-6f));
    assertThat(numbers.read(logits.values()))
        .containsExactly(0.125f, 0.125f, -0.375f, 0.125f, 0, 0, 0, 0);
  }

  @Test
  void smoothing_spreadsTheTargetOverAllSongs_butNotTheLoss() {
    DeviceMatrix logits = DeviceMatrix.of(numbers.floats(3, 3, 3, 3, 99, 99, 99, 99), 8, 1);
    DeviceArray losses = queue.allocate(1);
    CudaLogits block = new CudaLogits(0, 4, logits, numbers.ints(2), DeviceArray.NONE);

    SoftmaxKernel.full(8).launch(queue, block, DeviceArray.NONE, 1, 0.5, losses);

    assertThat(numbers.read(losses)[0]).isEqualTo((float) Math.log(4), within(1e-6f));
    assertThat(numbers.read(logits.values()))
        .as("1/4 - 1/8, for the target minus 1/2")
        .containsExactly(0.125f, 0.125f, -0.375f, 0.125f, 0, 0, 0, 0);
  }

  @Test
  void targetAmongTheNegatives_countsOnlyByItsOwnLogit() {
    DeviceMatrix logits = DeviceMatrix.of(numbers.floats(7, 1, 99, 99, 99, 99, 99, 99), 8, 1);
    DeviceArray own = numbers.floats(0.0);
    DeviceArray losses = queue.allocate(1);
    CudaLogits block = new CudaLogits(0, 2, logits, numbers.ints(0), own);

    // Of the other negative 1 - 1 = 0 is left.
    SoftmaxKernel.sampled(8).launch(queue, block, numbers.floats(0.0, 1.0), 2, 0, losses);

    assertThat(numbers.read(losses)[0]).isEqualTo((float) Math.log(2), within(1e-6f));
    assertThat(numbers.read(logits.values())).containsExactly(0, 1, 0, 0, 0, 0, 0, 0);
    assertThat(numbers.read(own)).containsExactly(-1);
  }

  @Test
  void logitsFarApart_giveNumbers() {
    for (String name : List.of("softmaxRow1", "softmaxLongRow")) {
      DeviceMatrix logits = DeviceMatrix.of(numbers.floats(-1e4, 1e4, 0, 0, 0, 0, 0, 0), 8, 1);
      DeviceArray losses = queue.allocate(1);
      CudaLogits block = new CudaLogits(0, 2, logits, numbers.ints(0), DeviceArray.NONE);

      new SoftmaxKernel(name, 32, "").launch(queue, block, DeviceArray.NONE, 1, 0, losses);

      assertThat(numbers.read(losses)).containsExactly(2e4f);
      assertThat(numbers.read(logits.values())).containsExactly(-1, 1, 0, 0, 0, 0, 0, 0);
    }
  }

  @Test
  void rowOfAnyLength_isAsInDoublePrecision() {
    for (int songs : new int[] {1, 3, 4, 130, 2047, 2100}) {
      int rows = (songs + 7) / 8 * 8;
      check(SoftmaxKernel.full(rows), songs, rows, false);
      check(SoftmaxKernel.sampled(rows), songs, rows, true);
      check(new SoftmaxKernel("softmaxLongRow", 64, ""), songs, rows, false);
      check(new SoftmaxKernel("sampledLongRow", 64, ""), songs, rows, true);
    }
  }

  /**
   * Two positions, of which the second has its target among the songs, and the first if not
   * sampled.
   */
  private void check(SoftmaxKernel kernel, int songs, int rows, boolean sampled) {
    Random random = new Random(songs);
    double[] scores = random.doubles(2L * rows, -4, 4).toArray();
    double[] own = {1.5, -2};
    double[] logProbability = random.doubles(songs, -3, 0).toArray();
    int[] targets = {sampled ? songs : 0, songs - 1};
    DeviceMatrix logits = DeviceMatrix.of(numbers.floats(scores), rows, 2);
    DeviceArray ownLogits = sampled ? numbers.floats(own) : DeviceArray.NONE;
    DeviceArray losses = queue.allocate(2);
    CudaLogits block = new CudaLogits(0, songs, logits, numbers.ints(targets), ownLogits);

    kernel.launch(queue, block, numbers.floats(logProbability), 3, sampled ? 0 : 0.1, losses);

    float[] gradients = numbers.read(logits.values());
    for (int position = 0; position < 2; position++) {
      int target = targets[position];
      double[] x = Arrays.copyOfRange(scores, position * rows, position * rows + songs);
      for (int song = 0; song < songs && sampled; song++) {
        x[song] = song == target ? Double.NEGATIVE_INFINITY : x[song] - logProbability[song];
      }
      double score = sampled ? own[position] : x[target];
      double sum = Arrays.stream(x).map(Math::exp).sum() + (sampled ? Math.exp(score) : 0);
      assertThat((double) numbers.read(losses)[position])
          .as("%s, %d songs", kernel, songs)
          .isEqualTo(Math.log(sum) - score, within(LOSS));
      for (int song = 0; song < rows; song++) {
        double expected = song < songs ? 3 * Math.exp(x[song]) / sum : 0;
        if (!sampled && song < songs) {
          expected -= 3 * (0.1 / songs + (song == target ? 0.9 : 0));
        }
        assertThat((double) gradients[position * rows + song])
            .as("%s, %d songs, song %d", kernel, songs, song)
            .isEqualTo(expected, within(GRADIENT));
      }
      if (sampled) {
        assertThat((double) numbers.read(ownLogits)[position])
            .isEqualTo(3 * Math.exp(score) / sum - 3, within(GRADIENT));
      }
    }
  }
}
