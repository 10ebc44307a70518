package dev.segue.dl4j;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/**
 * Why native libraries that are on the class path do not load, and what to change. JavaCPP unpacks
 * them into a folder, its cache, before it loads them from there.
 */
final class NativesProblem {

  private static final String CACHE_OPTION = "-Dorg.bytedeco.javacpp.cachedir";

  /** How the loaders of Linux, Alpine and macOS begin if a file system forbids execution. */
  private static final List<String> NOT_EXECUTABLE =
      List.of("failed to map segment", "Operation not permitted", "not valid for use in process");

  /** What JavaCPP and ND4J say of libraries that are not on the class path. */
  private static final List<String> ABSENT =
      List.of("Could not find ", "Please ensure that you have an nd4j backend");

  private NativesProblem() {}

  /**
   * Describes the problem; empty if libraries are missing from the class path, or it is unknown.
   */
  static Optional<String> describe(Throwable failure) {
    List<Throwable> causes =
        Stream.iterate(failure, Objects::nonNull, Throwable::getCause).toList();
    Throwable first = causes.get(causes.size() - 1);
    String message = String.valueOf(first.getMessage());
    if (first instanceof OutOfMemoryError) {
      return Optional.of(memory(message));
    }
    if (first instanceof IllegalCallerException) {
      return Optional.of(
          "training needs ND4J's native libraries, but this JVM denies native access: start it with"
              + " --enable-native-access=ALL-UNNAMED");
    }
    if (first instanceof IOException) {
      return Optional.of(
          "training needs ND4J's native libraries, but they cannot be unpacked into %s: %s; make"
                  .formatted(cache(), message)
              + " room for 400 MB there, or name another folder by "
              + CACHE_OPTION);
    }
    if (NOT_EXECUTABLE.stream().anyMatch(message::contains)) {
      return Optional.of(
          "training needs ND4J's native libraries, but the system loads none from %s: %s; name a"
                  .formatted(cache(), message)
              + " folder of a file system that allows execution by "
              + CACHE_OPTION);
    }
    boolean present = first instanceof LinkageError && ABSENT.stream().noneMatch(message::contains);
    return present
        ? Optional.of(
            "training needs ND4J's native libraries, which are on the class path but do not load: "
                + message)
        : Optional.empty();
  }

  private static String memory(String message) {
    String remedy =
        message.contains("Bytes (")
            ? "raise this limit by -Dorg.bytedeco.javacpp.maxphysicalbytes"
                + " (-Dorg.bytedeco.javacpp.maxbytes for totalBytes), or -Xmx, on which both depend"
            : "raise -Xmx";
    return "training needs more memory, because ND4J did not load: %s; %s, and start the JVM anew"
        .formatted(message, remedy);
  }

  private static String cache() {
    try {
      return Loader.getCacheDir().toString();
    } catch (IOException e) {
      return new File(System.getProperty("user.home"), ".javacpp").toString();
    }
  }
}
