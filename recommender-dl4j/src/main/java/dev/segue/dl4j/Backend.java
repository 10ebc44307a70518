package dev.segue.dl4j;

import com.sun.jna.platform.unix.LibC;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The backend of ND4J on the class path, and the device that it computes on.
 *
 * <p>OpenBLAS 0.3.19, which comes with ND4J, does not know processors newer than itself, and takes
 * kernels for old ones (docs/performance.md). Before it is loaded, it is told by a variable in the
 * environment of this process to take those for AVX-512 where the processor has them, unless the
 * caller has set the variable. It has no effect if the caller has loaded ND4J already.
 */
final class Backend {

  private static final String CORE_VARIABLE = "OPENBLAS_CORETYPE";
  private static final String CORE_WITH_AVX512 = "SkylakeX";
  private static final List<String> AVX512 =
      List.of("avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl");
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  // OpenBLAS reads the variable when ND4J loads it, and all of training asks this class first.
  static {
    chooseKernels();
  }

  private Backend() {}

  /**
   * Loads the backend, if it is not loaded yet.
   *
   * @throws IllegalStateException if there is no backend or no device that works; says what to do
   */
  static void load() {
    try {
      Nd4j.getBackend();
    } catch (LinkageError e) {
      throw new IllegalStateException(
          "training needs an ND4J backend that loads: " + whatIsMissing(), e);
    }
    if (!isCpu()) {
      unusable(deviceName(), capability()).ifPresent(Backend::fail);
    }
  }

  /** Whether training computes in the host's memory. */
  static boolean isCpu() {
    return Nd4j.getExecutioner().type() == OpExecutioner.ExecutionerType.NATIVE_CPU;
  }

  /** What training computes on, in a few words. */
  static String device() {
    return isCpu()
        ? "CPU, " + System.getProperty("os.arch") + vectorUnit()
        : "GPU " + deviceName() + ", compute capability " + capability();
  }

  /**
   * Says why a GPU cannot be used, if so.
   *
   * @param name the device
   * @param capability its compute capability
   */
  static Optional<String> unusable(String name, Capability capability) {
    boolean usable = capability.isAtLeast(3, 7) && !capability.isAtLeast(9, 0);
    return usable
        ? Optional.empty()
        : Optional.of(
            ("the GPU must have a compute capability from 3.7 to 8.9, because the binaries of"
                    + " nd4j-cuda-11.6 hold code for no other; %s has %s: use another GPU, or"
                    + " org.nd4j:nd4j-native for the CPU")
                .formatted(name, capability));
  }

  /** The version of a GPU's instructions. */
  record Capability(int major, int minor) {

    boolean isAtLeast(int major, int minor) {
      return this.major > major || (this.major == major && this.minor >= minor);
    }

    @Override
    public String toString() {
      return major + "." + minor;
    }
  }

  /** Whether the processor has the instructions of OpenBLAS's kernels for AVX-512. */
  static boolean hasAvx512(String cpuinfo) {
    return cpuinfo
        .lines()
        .filter(line -> line.startsWith("flags"))
        .findFirst()
        .map(line -> Arrays.asList(line.split("\\s+")).containsAll(AVX512))
        .orElse(false);
  }

  private static void chooseKernels() {
    if (System.getenv(CORE_VARIABLE) == null && hasAvx512(processors())) {
      try {
        LibC.INSTANCE.setenv(CORE_VARIABLE, CORE_WITH_AVX512, 0);
      } catch (LinkageError e) {
        // No C library that JNA knows: OpenBLAS takes the kernels that it finds itself.
      }
    }
  }

  private static String vectorUnit() {
    return hasAvx512(processors()) ? " with AVX-512" : "";
  }

  /** Empty where the operating system does not tell. */
  private static String processors() {
    try {
      return Files.exists(PROCESSORS) ? Files.readString(PROCESSORS) : "";
    } catch (IOException e) {
      return "";
    }
  }

  /** Asks each backend on the class path why it cannot run. */
  private static String whatIsMissing() {
    try {
      for (Nd4jBackend backend : ServiceLoader.load(Nd4jBackend.class)) {
        String name = backend.getClass().getSimpleName();
        try {
          if (!backend.canRun()) {
            return advice(name, "no device was found");
          }
        } catch (LinkageError | RuntimeException e) {
          return advice(name, String.valueOf(e.getMessage()));
        }
      }
    } catch (ServiceConfigurationError e) {
      return String.valueOf(e.getMessage());
    }
    return "put org.nd4j:nd4j-native with the classifier of this platform on the class path, or"
        + " nd4j-cuda-11.6-platform for a GPU";
  }

  /** What to do about a backend that cannot run. */
  static String advice(String backend, String reason) {
    return backend.equals("JCublasBackend")
        ? "nd4j-cuda-11.6 is on the class path, but finds no NVIDIA GPU that it can use ("
            + reason
            + "): install the NVIDIA driver 450.80 or later and have a GPU of compute capability 3.7"
            + " to 8.9, or use org.nd4j:nd4j-native for the CPU instead"
        : backend
            + " cannot run ("
            + reason
            + "): put the natives of org.nd4j:nd4j-native, org.bytedeco:openblas and"
            + " org.bytedeco:javacpp with the classifier of this platform on the class path";
  }

  private static void fail(String message) {
    throw new IllegalStateException(message);
  }

  private static String deviceName() {
    return ops().getDeviceName(ops().getDevice());
  }

  private static Capability capability() {
    int device = ops().getDevice();
    return new Capability(ops().getDeviceMajor(device), ops().getDeviceMinor(device));
  }

  private static NativeOps ops() {
    return NativeOpsHolder.getInstance().getDeviceNativeOps();
  }
}
