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
 * Which of its kernels OpenBLAS computes with. The release that ND4J 1.0.0-M2.1 brings, 0.3.19,
 * does not know newer processors, and takes kernels for AVX2 or even SSE3 there, which are up to
 * several times slower than those for AVX-512. The environment variable {@code OPENBLAS_CORETYPE}
 * overrules its choice, but only until its library loads; if the user has set it, it stays.
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
   * Has OpenBLAS take its kernels for AVX-512 where the processor can run them and the user has not
   * chosen others: sets the variable in the environment of this process, not in that of the
   * processes it starts. Without effect once the natives have loaded.
   */
  static void preferAvx512() {
    if (mayPreferAvx512()) {
      try {
        int overwrite = 0;
        NativeLibrary.getProcess()
            .getFunction("setenv")
            .invokeInt(new Object[] {VARIABLE, AVX512_CORE, overwrite});
      } catch (RuntimeException | Error e) {
        // Where JNA does not work, which it may say by a plain Error, training is only slower.
      }
    }
  }

  /** Only Linux on x86-64 tells which instructions a process may use, and names them like this. */
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

  /** Says what the CPU computes with, now that the natives have loaded. */
  static String describe(int threads) {
    return describe(core(), mayPreferAvx512(), threads);
  }

  /**
   * Says what the CPU computes with.
   *
   * @param core the processor that the kernels are for; empty if that cannot be told
   * @param avx512 whether it should have been one with AVX-512
   * @param threads how many train
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
