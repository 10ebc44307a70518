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
 * What ND4J trains on: the CPU or an NVIDIA GPU, as the application's dependencies have it. Loads
 * ND4J, once, after {@linkplain OpenBlas#preferAvx512 choosing the kernels} of its BLAS, which
 * cannot be done later. Several threads may ask at once.
 */
final class Backend {

  private static final String OR_CPU =
      ", or train on the CPU: depend on org.nd4j:nd4j-native instead";

  /** What a loader says of a library of CUDA that another one needs. */
  private static final Pattern MISSING_LIBRARY = Pattern.compile("\\b(libcu\\w+\\.so[.\\d]*): ");

  /** Found once: natives that have failed to load do not say why a second time. */
  private static final Optional<Problem> PROBLEM = load();

  private record Problem(String message, @Nullable Throwable cause) {}

  private Backend() {}

  /**
   * Makes sure that ND4J has loaded.
   *
   * @throws IllegalStateException if no backend works here; says what is missing
   */
  static void require() {
    if (PROBLEM.isPresent()) {
      throw new IllegalStateException(PROBLEM.get().message(), PROBLEM.get().cause());
    }
  }

  static boolean onCpu() {
    return Nd4j.getExecutioner().type() == OpExecutioner.ExecutionerType.NATIVE_CPU;
  }

  /** Describes in one line what trains, if it does so on that many threads. */
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
    OpenBlas.preferAvx512();
    try {
      Optional<Problem> problem = problemOfGpu();
      if (problem.isEmpty()) {
        Nd4j.getBackend();
      }
      return problem;
    } catch (LinkageError e) { // all that ND4J's own initialisation ends in
      return Optional.of(new Problem(explain(e), e));
    }
  }

  /** ND4J itself only says that it found no backend, or fails at an operation. */
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

  /** ND4J deals the devices out to threads, so each of them must do. */
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

  /** Asks CUDA by reflection, since its binding is there only if a GPU is to train. */
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
   * What keeps a GPU from training: ND4J's binaries hold machine code for compute capability 3.7 to
   * 8.6, which runs up to 8.9, and nothing that a newer device could translate.
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

  /** What is missing, and what to do, by what a backend failed with. */
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
    return "training needs an ND4J backend that loads: put org.nd4j:nd4j-native with the classifier"
        + " of this platform on the class path, or for a GPU nd4j-cuda-11.6-platform, with the"
        + " NVIDIA driver and CUDA 11.6 installed";
  }
}
