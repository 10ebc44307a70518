package dev.segue.dl4j;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/**
 * Chooses the kernels of OpenBLAS. The release that comes with ND4J 1.0.0-M2.1, 0.3.19, does not
 * know newer processors, and uses kernels for AVX2 or even SSE3 there, which are up to several
 * times slower than those for AVX-512. The environment variable {@code OPENBLAS_CORETYPE} overrides
 * its choice if it is set before the library loads; a value that the user has set is kept.
 */
final class OpenBlas {

  private static final String VARIABLE = "OPENBLAS_CORETYPE";
  private static final String AVX512_CORE = "SkylakeX";
  private static final Set<String> AVX512_CORES = Set.of(AVX512_CORE, "Cooperlake");

  /** The instructions in those kernels, as Linux calls them. */
  private static final List<String> AVX512_FLAGS =
      List.of("avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl");

  private OpenBlas() {}

  /**
   * Makes OpenBLAS use its kernels for AVX-512 if the processor can run them and the user has not
   * chosen others: sets the variable in the environment of this process, not in that of the
   * processes it starts. Has no effect after the native libraries have loaded.
   */
  static void preferAvx512() {
    if (mayPreferAvx512()) {
      try {
        int overwrite = 0;
        NativeLibrary.getProcess()
            .getFunction("setenv")
            .invokeInt(new Object[] {VARIABLE, AVX512_CORE, overwrite});
      } catch (RuntimeException | Error e) {
        // If JNA does not work, which it may report as a plain Error, training is only slower.
      }
    }
  }

  /** Only Linux on x86-64 lists the instructions a process may use, by these names. */
  private static boolean mayPreferAvx512() {
    return System.getenv(VARIABLE) == null
        && System.getProperty("os.name").equals("Linux")
        && System.getProperty("os.arch").equals("amd64")
        && hasAvx512();
  }

  private static boolean hasAvx512() {
    try (Stream<String> cpuinfo = Files.lines(Path.of("/proc/cpuinfo"), UTF_8)) {
      return hasAvx512(cpuinfo);
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether the first processor of a {@code /proc/cpuinfo} runs the kernels for AVX-512. */
  static boolean hasAvx512(Stream<String> cpuinfo) {
    return cpuinfo
        .filter(line -> line.startsWith("flags"))
        .findFirst()
        .map(line -> Arrays.asList(line.split("\\s+")))
        .filter(flags -> flags.containsAll(AVX512_FLAGS))
        .isPresent();
  }

  /** Describes what the CPU computes with, after the native libraries have loaded. */
  static String describe(int threads) {
    return describe(core(), mayPreferAvx512(), threads);
  }

  /**
   * Describes what the CPU computes with.
   *
   * @param core the processor that the kernels are for; empty if unknown
   * @param avx512 whether it should have been one with AVX-512
   * @param threads how many threads train
   */
  static String describe(Optional<String> core, boolean avx512, int threads) {
    return "CPU, "
        + core.map(name -> "OpenBLAS " + name + ", ").orElse("")
        + (threads == 1 ? "1 thread" : threads + " threads")
        + core.filter(name -> avx512 && !AVX512_CORES.contains(name))
            .map(name -> "; set " + VARIABLE + "=" + AVX512_CORE + " for faster training")
            .orElse("");
  }

  private static Optional<String> core() {
    try {
      return Optional.ofNullable(Loader.addressof("openblas_get_corename"))
          .map(function -> Function.getFunction(new Pointer(function.address())))
          .map(function -> function.invokeString(new Object[0], false));
    } catch (RuntimeException | Error e) {
      return Optional.empty(); // as above
    }
  }
}
