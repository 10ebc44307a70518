package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.segue.dl4j.Backend.Capability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackendTest {

  @ParameterizedTest
  @CsvSource({"3, 7", "5, 0", "7, 5", "8, 0", "8, 6", "8, 9"})
  void gpu_withCodeInTheBinaries(int major, int minor) {
    assertThat(Backend.unusable("a GPU", new Capability(major, minor))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"3, 5", "9, 0", "10, 0", "12, 1"})
  void gpu_withoutCodeInTheBinaries(int major, int minor) {
    assertThat(Backend.unusable("NVIDIA H100", new Capability(major, minor)))
        .hasValue(
            ("the GPU must have a compute capability from 3.7 to 8.9, because the binaries of"
                    + " nd4j-cuda-11.6 hold code for no other; NVIDIA H100 has %d.%d: use another"
                    + " GPU, or org.nd4j:nd4j-native for the CPU")
                .formatted(major, minor));
  }

  @Test
  void gpu_missing() {
    assertThat(Backend.advice("JCublasBackend", "libcuda.so.1: cannot open shared object file"))
        .contains("libcuda.so.1", "install the NVIDIA driver", "nd4j-native");
  }

  @Test
  void gpu_present() {
    Backend.load();
    assumeTrue(!Backend.isCpu(), "needs the profile cuda and an NVIDIA GPU");
    assertThat(Backend.device()).startsWith("GPU ").contains("compute capability");
  }

  @Test
  void avx512_needsAllOfItsParts() {
    String flags = "processor\t: 0\nflags\t\t: fpu sse2 avx2 avx512f avx512dq avx512cd avx512bw";

    assertThat(Backend.hasAvx512(flags + " avx512vl\nbugs\t\t:\n")).isTrue();
    assertThat(Backend.hasAvx512(flags + "\nbugs\t\t:\n")).isFalse();
    assertThat(Backend.hasAvx512("")).isFalse();
  }

  @Test
  void device_namesTheProcessor() {
    Backend.load();
    assumeTrue(Backend.isCpu(), "needs the CPU's backend");
    assertThat(Backend.device()).startsWith("CPU, " + System.getProperty("os.arch"));
  }
}
