package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.segue.EpochReport;
import dev.segue.PlaylistDataset;
import dev.segue.TrainingListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.factory.Nd4jBackend.NoAvailableBackendException;

class BackendTest {

  private static final String OR_CPU =
      ", or train on the CPU: depend on org.nd4j:nd4j-native instead";

  @ParameterizedTest
  @CsvSource({"3, 7", "5, 0", "5, 2", "6, 1", "7, 5", "8, 0", "8, 6", "8, 9"})
  void problemOfDevice_keplerToAda_none(int major, int minor) {
    assertThat(Backend.problemOfDevice(0, major, minor)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "3, 5", "9, 0", "10, 0", "12, 0"})
  void problemOfDevice_olderOrNewer_namesTheComputeCapability(int major, int minor) {
    assertThat(Backend.problemOfDevice(1, major, minor))
        .hasValue(
            ("compute capability of GPU 1 must be 3.7 to 8.9 for ND4J's CUDA binaries, was %d.%d:"
                        .formatted(major, minor)
                    + " use such a GPU (CUDA_VISIBLE_DEVICES chooses)")
                + OR_CPU);
  }

  /** How loading {@code nd4j-cuda-11.6} fails on a machine without NVIDIA's driver. */
  @Test
  void explain_withoutDriver() {
    Throwable failure = new UnsatisfiedLinkError("no jnicudart in java.library.path: /lib");
    failure.initCause(
        new UnsatisfiedLinkError(
            "/cache/cuda-11.6-8.3-1.5.7-linux-x86_64.jar/libjnicudart.so: libcuda.so.1: cannot open"
                + " shared object file: No such file or directory"));

    assertThat(Backend.explain(failure))
        .isEqualTo(
            "training on a GPU needs the NVIDIA driver, but its library libcuda is missing:"
                + " install the driver"
                + OR_CPU);
  }

  @Test
  void explain_withoutCuda_namesTheLibrary() {
    Throwable failure =
        new UnsatisfiedLinkError(
            "/cache/libjnicudart.so: libcudart.so.11.0: cannot open shared object file: No such file"
                + " or directory");

    assertThat(Backend.explain(new ExceptionInInitializerError(failure)))
        .isEqualTo(
            "training on a GPU needs CUDA 11.6, but its library libcudart.so.11.0 is missing:"
                + " install CUDA 11.6, or depend on"
                + " org.bytedeco:cuda-platform-redist:11.6-8.3-1.5.7"
                + OR_CPU);
  }

  @Test
  void explain_withoutDevice() {
    assertThat(Backend.explain(new RuntimeException("No CUDA devices were found in system")))
        .isEqualTo(
            "training on a GPU needs one, but CUDA finds no device: check what nvidia-smi and"
                + " CUDA_VISIBLE_DEVICES say"
                + OR_CPU);
  }

  @Test
  void explain_withoutBackend() {
    assertThat(
            Backend.explain(
                new ExceptionInInitializerError(
                    new NoAvailableBackendException("Please ensure that you have a backend"))))
        .contains("put org.nd4j:nd4j-native with the classifier of this platform");
  }

  @Test
  void onStart_namesTheDeviceOnce() {
    List<String> devices = new ArrayList<>();
    LstmTrainer.builder()
        .epochs(2)
        .threads(1)
        .listener(
            new TrainingListener() {
              @Override
              public void onStart(String device) {
                devices.add(device);
              }

              @Override
              public Decision onEpoch(EpochReport report) {
                assertThat(devices).hasSize(1);
                return Decision.CONTINUE;
              }
            })
        .build()
        .train(PlaylistDataset.of(List.of(List.of("a", "b"))));

    assertThat(devices).containsExactly(Backend.device(1));
  }

  @Test
  void device_onAGpu_namesIt() {
    Backend.require();
    assumeTrue(!Backend.onCpu(), "needs an NVIDIA GPU, and nd4j-cuda-11.6 (-Pcuda)");

    assertThat(Backend.device(2)).matches("GPU \\d+, .+, compute capability [3-8]\\.\\d");
  }

  @Tag("slow")
  @Test
  void train_withoutBackend_saysWhatIsMissing() throws IOException, InterruptedException {
    OtherJvm training =
        OtherJvm.run(
            Map.of(), entry -> !entry.matches(".*nd4j-(native|cuda).*"), Train.class.getName());

    assertThat(training.output())
        .contains("training needs an ND4J backend that loads: put org.nd4j:nd4j-native");
    assertThat(training.exitCode()).isEqualTo(1);
  }

  /** Trains in the other JVM. */
  static final class Train {

    private Train() {}

    public static void main(String[] args) {
      LstmTrainer.builder().build().train(PlaylistDataset.of(List.of(List.of("a", "b"))));
    }
  }
}
