package dev.segue.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/**
 * Loads NVIDIA's libraries before JavaCPP's presets, which would hide the name of one that is
 * missing, and would unpack their natives first.
 */
final class CudaLibraries {

  private static final String DRIVER = "libcuda.so.1";

  /** Each needs those before it. */
  private static final List<String> LIBRARIES =
      List.of("libcudart", "libcublasLt", "libcublas", "libnvrtc");

  /** Where CUDA is installed if nobody says otherwise. */
  private static final Path INSTALLED = Path.of("/usr/local");

  private CudaLibraries() {}

  /**
   * Loads them, and returns what is missing. On systems other than Linux the presets load them.
   *
   * @param version of CUDA that the presets are for, such as 13
   * @throws UnsatisfiedLinkError if JavaCPP's own natives are missing
   */
  static Optional<String> load(int version) {
    if (!Loader.getPlatform().startsWith("linux-")) {
      return Optional.empty();
    }
    Loader.load(Loader.class);
    Optional<String> problem = problem(DRIVER);
    if (problem.isPresent()) {
      return problem.map(reason -> CudaProblem.driver(DRIVER, reason));
    }
    List<Path> folders = folders(version);
    List<String> missing =
        LIBRARIES.stream()
            .map(library -> library + ".so." + version)
            .flatMap(library -> load(library, folders).stream())
            .toList();
    boolean redistributed = isRedistributed();
    return missing.isEmpty() || redistributed
        ? Optional.empty()
        : Optional.of(CudaProblem.libraries(version, missing));
  }

  /**
   * Loads a library by its name or else from a folder, and returns what is missing: it or another.
   */
  private static Optional<String> load(String library, List<Path> folders) {
    Optional<String> first = problem(library);
    boolean found =
        first.isEmpty()
            || folders.stream()
                .map(folder -> folder.resolve(library))
                .filter(Files::exists)
                .anyMatch(file -> problem(file.toString()).isEmpty());
    return found ? Optional.empty() : Optional.of(named(first.get(), library));
  }

  /** The name of a library in what the system's loader says of it. */
  private static String named(String problem, String otherwise) {
    int end = problem.indexOf(": ");
    String name = end < 0 ? "" : problem.substring(0, end);
    return name.startsWith("lib") ? name : otherwise;
  }

  private static Optional<String> problem(String library) {
    try {
      Loader.loadGlobal(library);
      return Optional.empty();
    } catch (UnsatisfiedLinkError e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** The folders of the installed versions, the newest last minor version first. */
  private static List<Path> folders(int version) {
    List<Path> folders = new ArrayList<>();
    folders.add(INSTALLED.resolve("cuda"));
    try (Stream<Path> installed = Files.list(INSTALLED)) {
      folders.addAll(
          installed
              .filter(folder -> folder.getFileName().toString().startsWith("cuda-" + version))
              .sorted(Comparator.reverseOrder())
              .collect(Collectors.toList()));
    } catch (IOException e) {
      // Then there are none.
    }
    return folders.stream().map(folder -> folder.resolve("lib64")).toList();
  }

  /** Whether there is a jar with NVIDIA's libraries, in which the presets look for them. */
  private static boolean isRedistributed() {
    String folder = "org/bytedeco/cuda/" + Loader.getPlatform() + "/";
    return CudaLibraries.class.getClassLoader().getResource(folder + "libcublas.so") != null;
  }
}
