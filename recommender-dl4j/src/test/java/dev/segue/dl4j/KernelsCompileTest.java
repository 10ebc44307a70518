package dev.segue.dl4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compiles the kernels for GPUs of every generation, and asserts that what they keep in registers
 * fits there: what does not is "spilt" to memory, which is slow.
 */
class KernelsCompileTest {

  /** Files, and the sizes that networks have most. */
  private static final String SOURCE =
      CudaKernels.of(
          Stream.of(
              CudaCells.kernels(100),
              CudaCells.kernels(128),
              CudaCells.kernels(256),
              "SOFTMAX_ROW(5) SOFTMAX_ROW(20) SAMPLED_ROW(2) SAMPLED_ROW(20)"));

  private static final Pattern KERNEL =
      Pattern.compile(
          "Compiling entry function '(\\w+)'.*?(\\d+) bytes spill stores.*?Used (\\d+) registers",
          Pattern.DOTALL);

  @TempDir Path folder;

  /** What a kernel takes of a multiprocessor, a thread. */
  private record Usage(int registers, int spiltBytes) {}

  /** The GPU that the figures in the documentation are of. */
  @Test
  void kernels_fitRegisters_ofHopper() throws Exception {
    assertFit("sm_90");
  }

  @Tag("slow")
  @Tag("once")
  @ParameterizedTest
  @ValueSource(strings = {"sm_75", "sm_80", "sm_86", "sm_89", "sm_100", "sm_120"})
  void kernels_fitRegisters(String architecture) throws Exception {
    assertFit(architecture);
  }

  private void assertFit(String architecture) throws Exception {
    assumeTrue(
        output("nvcc", "--list-gpu-code").contains(architecture), "nvcc for " + architecture);
    Map<String, Usage> kernels = compile(architecture);

    assertThat(kernels).containsKeys("dropout", "lstmForward100x4", "lstmTileBackward16");
    kernels.forEach(
        (name, usage) ->
            assertThat(usage.spiltBytes())
                .as("bytes that %s spills on %s", name, architecture)
                .isLessThanOrEqualTo(spiltBytes(name)));
    kernels.forEach(
        (name, usage) -> {
          if (name.startsWith("lstm")) {
            // A block of 512 threads, or two of 256, fill the 65,536 registers.
            assertThat(usage.registers()).as(name).isLessThanOrEqualTo(128);
          }
        });
  }

  /** The most that does not show in the time of a step. */
  private static int spiltBytes(String kernel) {
    if (kernel.matches("lstm(Forward|Backward)128x[12]")) {
      return 160;
    }
    if (kernel.matches("lstm(Forward|Backward)128x4")) {
      return 280;
    }
    if (kernel.matches("(softmax|sampled)Row20")) {
      return 96;
    }
    return kernel.matches("lstm(Forward|Backward)100x.") ? 32 : 0;
  }

  private Map<String, Usage> compile(String architecture) throws Exception {
    Path source = Files.writeString(folder.resolve("kernels.cu"), SOURCE);
    String output =
        output(
            "nvcc",
            "-cubin",
            "-arch=" + architecture,
            "--std=c++17",
            "-Xptxas",
            "-v",
            "-o",
            folder.resolve("kernels.cubin").toString(),
            source.toString());
    Map<String, Usage> kernels = new TreeMap<>();
    Matcher matcher = KERNEL.matcher(output);
    while (matcher.find()) {
      kernels.put(
          matcher.group(1),
          new Usage(Integer.parseInt(matcher.group(3)), Integer.parseInt(matcher.group(2))));
    }
    assertThat(output).doesNotContain("error").doesNotContain("warning");
    return kernels;
  }

  /** Skips the test if there is no such command. */
  private static String output(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      process.waitFor();
      return output;
    } catch (IOException e) {
      assumeTrue(false, "nvcc, of CUDA's toolkit, is not here");
      throw new AssertionError(e);
    }
  }
}
