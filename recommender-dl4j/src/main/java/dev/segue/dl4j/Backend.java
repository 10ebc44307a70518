package dev.segue.dl4j;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The device that ND4J trains on: the CPU or an NVIDIA GPU, depending on the application's
 * dependencies. Loads ND4J once, after {@linkplain OpenBlas#preferAvx512 choosing the kernels} of
 * its BLAS, which cannot be done later. May be used by several threads at once.
 */
final class Backend {

  private static final String OR_CPU =
      ", or train on the CPU: depend on org.nd4j:nd4j-native instead";

  /** A loader's message about a missing CUDA library that another one needs. */
  private static final Pattern MISSING_LIBRARY = Pattern.compile("\\b(libcu\\w+\\.so[.\\d]*): ");

  /** Determined once: native libraries that have failed to load do not say why a second time. */
  private static final Optional<Problem> PROBLEM = load();

  private record Problem(String message, @Nullable Throwable cause) {}

  private Backend() {}

  /**
   * Makes sure that ND4J has loaded.
   *
   * @throws IllegalStateException if no backend works here; the message says what is missing
   */
  static void require() {
    if (PROBLEM.isPresent()) {
      throw new IllegalStateException(PROBLEM.get().message(), PROBLEM.get().cause());
    }
  }

  static boolean onCpu() {
    return Nd4j.getExecutioner().type() == OpExecutioner.ExecutionerType.NATIVE_CPU;
  }

  /** Describes in one line the device that trains, on that many threads. */
  static String device(int threads) {
    if (onCpu()) {
      return OpenBlas.describe(threads);
    }
    NativeOps natives = NativeOpsHolder.getInstance().getDeviceNativeOps();
    int device = Nd4j.getAffinityManager().getDeviceForCurrentThread();
    return "GPU %d, %s, compute capability %d.%d"
        .formatted(
            device,
            natives.getDeviceName(device),
            natives.getDeviceMajor(device),
            natives.getDeviceMinor(device));
  }

  private static Optional<Problem> load() {
    JavaCppLog.toSlf4j();
    OpenBlas.preferAvx512();
    try {
      Optional<Problem> problem = problemOfGpu();
      if (problem.isEmpty()) {
        Nd4j.getBackend();
      }
      return problem;
    } catch (LinkageError | OutOfMemoryError e) { // every failure of ND4J's own initialisation
      return Optional.of(new Problem(explain(e), e));
    }
  }

  /**
   * Looks for problems that ND4J itself reports only as a missing backend or a failing operation.
   */
  private static Optional<Problem> problemOfGpu() {
    List<Nd4jBackend> backends =
        ND4JClassLoading.loadService(Nd4jBackend.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    Optional<Nd4jBackend> gpu =
        backends.stream()
            .filter(backend -> backend.getPriority() == Nd4jBackend.BACKEND_PRIORITY_GPU)
            .findFirst();
    Optional<Problem> libraries = gpu.flatMap(Backend::problemOfLibraries);
    if (gpu.isEmpty() || (libraries.isPresent() && backends.size() > 1)) {
      return Optional.empty(); // ND4J takes another backend
    }
    return problemOfDevices().or(() -> libraries);
  }

  private static Optional<Problem> problemOfLibraries(Nd4jBackend gpu) {
    try {
      gpu.canRun();
      return Optional.empty();
    } catch (RuntimeException | LinkageError e) {
      return Optional.of(new Problem(explain(e), e));
    }
  }

  /** Checks all devices, because ND4J distributes threads over them. */
  private static Optional<Problem> problemOfDevices() {
    return IntStream.iterate(0, device -> attribute("Major", device).isPresent(), d -> d + 1)
        .mapToObj(
            device ->
                problemOfDevice(
                    device,
                    attribute("Major", device).orElseThrow(),
                    attribute("Minor", device).orElseThrow()))
        .flatMap(Optional::stream)
        .findFirst()
        .map(message -> new Problem(message, null));
  }

  /**
   * Queries CUDA by reflection, because its binding is on the class path only for training on a
   * GPU.
   */
  private static OptionalInt attribute(String part, int device) {
    try {
      Class<?> cuda = Class.forName("org.bytedeco.cuda.global.cudart");
      int attribute = cuda.getField("cudaDevAttrComputeCapability" + part).getInt(null);
      int[] value = new int[1];
      Object error =
          cuda.getMethod("cudaDeviceGetAttribute", int[].class, int.class, int.class)
              .invoke(null, value, attribute, device);
      return error.equals(0) ? OptionalInt.of(value[0]) : OptionalInt.empty();
    } catch (ReflectiveOperationException | LinkageError e) {
      return OptionalInt.empty(); // no CUDA
    }
  }

  /**
   * Returns what prevents training on a GPU: ND4J's binaries hold machine code for compute
   * capability 3.7 to 8.6, which runs up to 8.9, and no code that a newer device could translate.
   */
  static Optional<String> problemOfDevice(int device, int major, int minor) {
    boolean usable = major > 3 ? major <= 8 : major == 3 && minor >= 7;
    return usable
        ? Optional.empty()
        : Optional.of(
            "compute capability of GPU %d must be 3.7 to 8.9 for ND4J's CUDA binaries, was %d.%d:"
                    .formatted(device, major, minor)
                + " use such a GPU (CUDA_VISIBLE_DEVICES chooses)"
                + OR_CPU);
  }

  /** The first cause. */
  private static String lastLine(String text) {
    return text.substring(text.lastIndexOf('\n') + 1);
  }

  /** Explains from a backend's failure what is missing and what to do. */
  static String explain(Throwable failure) {
    String text =
        Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
            .map(String::valueOf)
            .collect(Collectors.joining("\n"));
    Matcher library = MISSING_LIBRARY.matcher(text);
    if (text.contains("libcuda.so") || text.contains("nvcuda")) {
      return "training on a GPU needs the NVIDIA driver, but its library libcuda is missing: install"
          + " the driver"
          + OR_CPU;
    }
    if (library.find()) {
      return "training on a GPU needs CUDA 11.6, but its library "
          + library.group(1)
          + " is missing: install CUDA 11.6, or depend on"
          + " org.bytedeco:cuda-platform-redist:11.6-8.3-1.5.7"
          + OR_CPU;
    }
    if (text.contains("No CUDA devices")) {
      return "training on a GPU needs one, but CUDA finds no device: check what nvidia-smi and"
          + " CUDA_VISIBLE_DEVICES say"
          + OR_CPU;
    }
    return NativesProblem.describe(failure)
        .orElseGet(
            () ->
                "training needs an ND4J backend that loads: put org.nd4j:nd4j-native with the"
                    + " classifier of this platform on the class path, or for a GPU"
                    + " nd4j-cuda-11.6-platform, with the NVIDIA driver and CUDA 11.6 installed; "
                    + lastLine(text));
  }
}
