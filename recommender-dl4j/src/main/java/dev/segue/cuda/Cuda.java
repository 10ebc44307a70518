package dev.segue.cuda;

import java.io.IOException;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/**
 * CUDA as it is installed here, by JavaCPP's presets, which are an optional dependency: no class of
 * theirs is linked before it is known to be there. May be used by several threads at once.
 */
public final class Cuda {

  private static final String PRESETS = "org/bytedeco/cuda/";

  private Cuda() {}

  /** Determined once: native libraries that have failed to load do not say why a second time. */
  private static final class Loading {
    private static final Optional<Problem> PROBLEM = load();
  }

  private record Problem(String message, @Nullable Throwable cause) {}

  /**
   * Opens the first NVIDIA GPU that CUDA shows; the environment variable {@code
   * CUDA_VISIBLE_DEVICES} chooses among several. Costs next to nothing where the presets or the
   * driver are missing.
   *
   * @throws CudaException if something that it needs is missing; the message says what, and what to
   *     do, in one sentence without its end
   */
  public static CudaDevice open() {
    Optional<Problem> problem = Loading.PROBLEM;
    if (problem.isPresent()) {
      throw new CudaException(problem.get().message(), problem.get().cause());
    }
    return NvidiaDevice.open(version());
  }

  /** What is missing, looked for in the order in which it is needed. */
  private static Optional<Problem> load() {
    if (!isThere(PRESETS + "global/cudart.class")) {
      return Optional.of(new Problem(CudaProblem.presets(), null));
    }
    try {
      String platform = Loader.getPlatform();
      if (!isThere(PRESETS + platform + "/" + System.mapLibraryName("jnicudart"))) {
        return Optional.of(new Problem(CudaProblem.natives(platform), null));
      }
      Optional<String> problem = CudaLibraries.load(version());
      if (problem.isEmpty()) {
        Loader.load(org.bytedeco.cuda.global.cudart.class);
        Loader.load(org.bytedeco.cuda.global.cublas.class);
        Loader.load(org.bytedeco.cuda.global.nvrtc.class);
      }
      return problem.map(message -> new Problem(message, null));
    } catch (LinkageError | OutOfMemoryError e) {
      return Optional.of(new Problem(CudaProblem.loading(e), e));
    }
  }

  private static boolean isThere(String resource) {
    return Cuda.class.getClassLoader().getResource(resource) != null;
  }

  /** The major version of CUDA that the presets are for, such as 13. */
  private static int version() {
    try {
      String version = String.valueOf(Loader.getVersion("org.bytedeco", "cuda", Cuda.class));
      if (version.matches("\\d+\\..*")) {
        return Integer.parseInt(version.substring(0, version.indexOf('.')));
      }
    } catch (IOException e) {
      // Unknown, as in a jar that holds all others.
    }
    return CudaProblem.VERSION;
  }
}
