package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.segue.PlaylistDataset;
import dev.segue.cuda.Cuda;
import dev.segue.cuda.CudaException;
import dev.segue.cuda.EmulatedDevice;
import dev.segue.lstm.network.Architecture;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Sgd;

/** Which device trains. */
class TrainingDevicesTest {

  private static final TrainingArchitecture NETWORK =
      TrainingArchitecture.of(Architecture.plain(100, 8, List.of(8)));

  private static final TrainingDevices EMULATED = new TrainingDevices(EmulatedDevice::new);

  private static void assumeNoGpu() {
    try {
      Cuda.open().close();
      assumeTrue(false, "there is a GPU");
    } catch (CudaException e) {
      assertThat(e).hasMessageContaining("training on ");
    }
  }

  @Test
  void cpu_isTheCpu() {
    try (TrainingDevice device =
        new TrainingDevices().open(Device.CPU, Hyperparameters.PAPER, () -> NETWORK)) {
      assertThat(device.kind()).isEqualTo(Device.CPU);
      assertThat(device.description())
          .isEqualTo(Backend.device(Hyperparameters.PAPER.run().threads()));
    }
  }

  @Test
  void auto_withoutGpu_isTheCpu() {
    assumeNoGpu();

    try (TrainingDevice device =
        new TrainingDevices().open(Device.AUTO, Hyperparameters.PAPER, () -> NETWORK)) {
      assertThat(device.kind()).isEqualTo(Device.CPU);
    }
  }

  @Test
  void gpu_withoutOne_saysWhatIsMissing() {
    assumeNoGpu();
    LstmTrainer trainer = LstmTrainer.paper().device(Device.GPU).build();

    assertThatIllegalStateException()
        .isThrownBy(() -> trainer.train(PlaylistDataset.of(List.of(List.of("a", "b")))))
        .withMessageStartingWith("training on ")
        .withMessageEndingWith(", or train on the CPU (device CPU)");
  }

  @Test
  void auto_withAGpu_isTheGpu() {
    try (TrainingDevice device = EMULATED.open(Device.AUTO, Hyperparameters.PAPER, () -> NETWORK)) {
      assertThat(device.kind()).isEqualTo(Device.GPU);
    }
  }

  @Test
  void gpu_withTooLittleMemory_isRefused_andAutoTakesTheCpu() {
    TrainingArchitecture large =
        TrainingArchitecture.of(Architecture.plain(1_000_000, 256, List.of(256)));

    assertThatIllegalStateException()
        .isThrownBy(() -> EMULATED.open(Device.GPU, Hyperparameters.PAPER, () -> large))
        // 4 bytes for each of 6 x 513.5 million, 3 x 260 million, 2^28 and 2^25 numbers
        .withMessage("16652567040 bytes are needed, or train on the CPU (device CPU)");
    try (TrainingDevice device = EMULATED.open(Device.AUTO, Hyperparameters.PAPER, () -> large)) {
      assertThat(device.kind()).isEqualTo(Device.CPU);
    }
  }

  @Test
  void optimiserOtherThanAdam_isRefused_andAutoTakesTheCpu() {
    Hyperparameters paper = Hyperparameters.PAPER;
    Hyperparameters descent =
        new Hyperparameters(
            paper.network(),
            paper.songs(),
            paper.time(),
            paper.regularisation(),
            paper.optimisation().optimiser(new Sgd(0.1)),
            paper.run());

    assertThatIllegalStateException()
        .isThrownBy(() -> EMULATED.open(Device.GPU, descent, () -> NETWORK))
        .withMessage(
            "a GPU trains with Adam alone, and the optimiser is Sgd, or train on the CPU (device CPU)");
    try (TrainingDevice device = EMULATED.open(Device.AUTO, descent, () -> NETWORK)) {
      assertThat(device.kind()).isEqualTo(Device.CPU);
    }
  }
}
