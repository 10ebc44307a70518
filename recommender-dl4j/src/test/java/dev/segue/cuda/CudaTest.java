package dev.segue.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.segue.dl4j.OtherJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said where CUDA or a part of it is missing, and that all calls fit where it is there. */
class CudaTest {

  @TempDir private static Path libraries;

  @BeforeAll
  static void compile() throws IOException {
    if (canFake()) {
      FakeCuda.compile(libraries);
    }
  }

  private static boolean canFake() {
    return Loader.getPlatform().equals("linux-x86_64")
        && String.valueOf(CudaTest.class.getResource("/org/bytedeco/cuda/linux-x86_64"))
            .contains(CudaProblem.PRESETS) // not with -Pcuda, which has others
        && EmulatedDevice.isThere();
  }

  private static String open(Map<String, String> environment)
      throws IOException, InterruptedException {
    assumeTrue(canFake(), "g++ is needed, on Linux on x86-64, to pretend that there is CUDA");
    return FakeCuda.run(libraries, environment, FakeCuda.Open.class).output();
  }

  @Test
  void withoutPresets_namesThem() throws IOException, InterruptedException {
    OtherJvm opened =
        OtherJvm.run(
            Map.of(), entry -> !entry.matches(".*bytedeco.*"), FakeCuda.Open.class.getName());

    assertThat(opened.output())
        .isEqualToIgnoringNewLines(
            "training on an NVIDIA GPU needs JavaCPP's presets for CUDA: depend on"
                + " org.bytedeco:cuda-platform:13.1-9.19-1.5.13, or on"
                + " org.bytedeco:cuda:13.1-9.19-1.5.13 without and with the classifier of this"
                + " platform");
  }

  @Test
  void withoutTheirNatives_namesTheClassifier() throws IOException, InterruptedException {
    assumeTrue(canFake(), "the natives of these presets are not there in the first place");
    OtherJvm opened =
        OtherJvm.run(
            Map.of(),
            entry -> !entry.matches(".*/cuda-[^/]*-linux-x86_64.jar"),
            FakeCuda.Open.class.getName());

    assertThat(opened.output())
        .isEqualToIgnoringNewLines(
            "training on an NVIDIA GPU needs the natives of JavaCPP's presets for CUDA: depend on"
                + " org.bytedeco:cuda with the classifier "
                + Loader.getPlatform()
                + " too, if there is one");
  }

  @Test
  void withoutDriver_namesIt(@TempDir Path none) throws IOException, InterruptedException {
    assumeTrue(canFake(), "the presets are not there");
    String said = FakeCuda.run(none, Map.of(), FakeCuda.Open.class).output();
    assumeTrue(said.contains("libcuda"), "there is a driver: " + said);

    assertThat(said)
        .isEqualToIgnoringNewLines(
            "training on an NVIDIA GPU needs the NVIDIA driver, but its library libcuda.so.1 does"
                + " not load (libcuda.so.1: cannot open shared object file: No such file or"
                + " directory): install the driver");
  }

  @Test
  void withoutLibraries_namesThem(@TempDir Path some) throws IOException, InterruptedException {
    assumeTrue(canFake(), "g++ is needed");
    for (String library : FakeCuda.LIBRARIES.subList(0, 3)) {
      Files.copy(libraries.resolve(library), some.resolve(library));
    }
    String said = FakeCuda.run(some, Map.of(), FakeCuda.Open.class).output();
    assumeTrue(!said.contains("GPU 0"), "CUDA is installed");

    assertThat(said)
        .isEqualToIgnoringNewLines(
            "training on an NVIDIA GPU needs CUDA 13, but libcublas.so.13, libnvrtc.so.13 are"
                + " missing: install CUDA 13, or name a folder that has them, such as"
                + " nvidia/cu13/lib of a PyTorch installation, in LD_LIBRARY_PATH");
  }

  @Test
  void driverThatIsTooOld_isToldWithBothVersions() throws IOException, InterruptedException {
    assertThat(open(Map.of("FAKE_CUDA_DRIVER", "12040")))
        .contains(
            "training on an NVIDIA GPU needs a driver for CUDA 13, but the one installed is for"
                + " CUDA 12.4: update the driver, or install CUDA 12 and depend on"
                + " org.bytedeco:cuda-platform:12.9-9.10-1.5.12");
  }

  @Test
  void noDevice_isTold() throws IOException, InterruptedException {
    assertThat(open(Map.of("FAKE_CUDA_INIT", "100")))
        .contains(
            "training on an NVIDIA GPU needs one, but CUDA finds no device: check what nvidia-smi"
                + " and CUDA_VISIBLE_DEVICES say");
  }

  @Test
  void otherError_isNamed() throws IOException, InterruptedException {
    assertThat(open(Map.of("FAKE_CUDA_INIT", "1")))
        .contains(
            "training on an NVIDIA GPU needs CUDA, but it does not start:"
                + " CUDA_ERROR_INVALID_VALUE (as the driver says it)");
  }

  @Test
  void olderDevice_isToldWithItsCapability() throws IOException, InterruptedException {
    assertThat(open(Map.of("FAKE_CUDA_CAPABILITY", "70")))
        .contains(
            "compute capability of the GPU must be at least 7.5 for CUDA 13, was 7.0: use a newer"
                + " GPU (CUDA_VISIBLE_DEVICES chooses), or install CUDA 12 and depend on"
                + " org.bytedeco:cuda-platform:12.9-9.10-1.5.12");
  }

  @Test
  void fullMemory_isToldWithItsSize() throws IOException, InterruptedException {
    assertThat(open(Map.of("FAKE_CUDA_MEMORY", "200000000")))
        .contains(
            "training on the GPU needs 256 MB of its memory, but 200 MB of 200 MB are free: make"
                + " the network or its batches smaller, end other programs there (nvidia-smi names"
                + " them), or use another GPU");
  }

  @ParameterizedTest
  @CsvSource({
    "75, 'single precision', --gpu-architecture=sm_75",
    "90, TF32, --gpu-architecture=sm_90",
    "120, TF32, --gpu-architecture=compute_90"
  })
  void device_isDescribed_andItsKernelsCompiledForIt(
      int capability, String precision, String option) throws IOException, InterruptedException {
    assertThat(
            open(
                Map.of(
                    "FAKE_CUDA_CAPABILITY",
                    Integer.toString(capability),
                    "FAKE_KERNELS",
                    kernels())))
        .contains(
            "GPU 0, Fake GPU, compute capability %.1f, %s".formatted(capability / 10.0, precision))
        .contains("the kernels do not compile: " + option + " --std=c++17: #error");
  }

  private static String kernels() {
    assumeTrue(canFake(), "g++ is needed");
    return EmulatedDevice.compile(CudaDeviceContract.KERNELS).getFile().toString();
  }

  @Test
  void deviceOfFakeCuda_keepsTheContract_andFreesAll() throws IOException, InterruptedException {
    OtherJvm contract =
        FakeCuda.run(
            libraries,
            Map.of("FAKE_KERNELS", kernels(), "FAKE_CUDA_LEAKS", "yes"),
            FakeCuda.Contract.class);

    assertThat(contract.output())
        .contains("ran 11")
        .doesNotContain("failed")
        .doesNotContain("not freed");
    assertThat(contract.exitCode()).isZero();
  }

  @Test
  void presetsOfTheTests_areThoseThatUsersAreToldOf() throws IOException {
    assertThat(Loader.getVersion("org.bytedeco", "cuda", Cuda.class))
        .isEqualTo(CudaProblem.PRESETS)
        .startsWith(CudaProblem.VERSION + ".");
  }
}
