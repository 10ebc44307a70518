package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

@Tag("slow")
class OpenBlasTest {

  private static final String HINT = "; set OPENBLAS_CORETYPE=SkylakeX for faster training";

  @Test
  void hasAvx512_withAllFiveFlags() {
    assertThat(
            OpenBlas.hasAvx512(
                Stream.of(
                    "processor\t: 0",
                    "flags\t\t: fpu avx2 avx512f avx512dq avx512cd avx512bw avx512vl avx512_vnni",
                    "bugs\t\t: spectre_v1")))
        .isTrue();
  }

  @Test
  void hasAvx512_withoutOneOfTheFlags() {
    assertThat(
            OpenBlas.hasAvx512(
                Stream.of("flags\t\t: avx512f avx512dq avx512cd avx512bw avx512_vl")))
        .isFalse();
  }

  @Test
  void hasAvx512_withoutFlags() {
    assertThat(OpenBlas.hasAvx512(Stream.of("Features\t: fp asimd", "", "avx512f"))).isFalse();
  }

  @Test
  void describe_kernelsForAvx512() {
    assertThat(OpenBlas.describe(Optional.of("SkylakeX"), true, 2))
        .isEqualTo("CPU, OpenBLAS SkylakeX, 2 threads");
    assertThat(OpenBlas.describe(Optional.of("Cooperlake"), true, 1))
        .isEqualTo("CPU, OpenBLAS Cooperlake, 1 thread");
  }

  @Test
  void describe_slowerKernelsThanNeedBe() {
    assertThat(OpenBlas.describe(Optional.of("Prescott"), true, 2))
        .isEqualTo("CPU, OpenBLAS Prescott, 2 threads" + HINT);
  }

  @Test
  void describe_slowerProcessor() {
    assertThat(OpenBlas.describe(Optional.of("Haswell"), false, 2))
        .isEqualTo("CPU, OpenBLAS Haswell, 2 threads");
  }

  @Test
  void describe_anotherBlas() {
    assertThat(OpenBlas.describe(Optional.empty(), true, 2)).isEqualTo("CPU, 2 threads");
  }

  @Test
  void device_whereTheProcessorCan_hasKernelsForAvx512() throws IOException, InterruptedException {
    assumeAvx512();

    assertThat(device("", "Segue")).matches("CPU, OpenBLAS (SkylakeX|Cooperlake), 1 thread");
  }

  @Test
  void device_withTheVariableSet_hasItsKernels() throws IOException, InterruptedException {
    assumeAvx512();

    assertThat(device("Haswell", "Segue")).isEqualTo("CPU, OpenBLAS Haswell, 1 thread");
  }

  @Test
  void device_whereNd4jWasLoadedBefore_saysWhatWouldBeFaster()
      throws IOException, InterruptedException {
    assumeAvx512();
    String device = device("", "ND4J");

    assertThat(device.endsWith(HINT)).isNotEqualTo(device.matches(".*(SkylakeX|Cooperlake), .*"));
  }

  private static void assumeAvx512() throws IOException {
    Path cpuinfo = Path.of("/proc/cpuinfo");
    assumeTrue(
        System.getProperty("os.arch").equals("amd64") && Files.exists(cpuinfo),
        "needs Linux on x86-64");
    try (Stream<String> lines = Files.lines(cpuinfo)) {
      assumeTrue(OpenBlas.hasAvx512(lines), "needs a processor with AVX-512");
    }
    assumeTrue(
        System.getProperty("java.class.path").contains("nd4j-native-1"),
        "needs nd4j-native, not -Pcuda");
  }

  private static String device(String coreType, String first)
      throws IOException, InterruptedException {
    OtherJvm program =
        OtherJvm.run(
            Map.of("OPENBLAS_CORETYPE", coreType), entry -> true, Device.class.getName(), first);
    assertThat(program.exitCode()).as(program.output()).isZero();
    return program.output().lines().reduce((any, last) -> last).orElseThrow(); // JDK 24 warns first
  }

  /** Prints the device, in the other JVM. */
  static final class Device {

    private Device() {}

    public static void main(String[] args) {
      if (args[0].equals("ND4J")) {
        Nd4j.getBackend();
      }
      Backend.require();
      System.out.println(Backend.device(1));
    }
  }
}
