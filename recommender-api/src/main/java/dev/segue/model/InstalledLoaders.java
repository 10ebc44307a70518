package dev.segue.model;

import dev.segue.SequenceRecommender;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The loaders of all modules in use. Searches the class loader of this library and the context
 * class loader of the thread, which may differ in a container or a program with plugins.
 */
final class InstalledLoaders {

  private InstalledLoaders() {}

  /** Makes a recommender from a model; empty if no module knows its kind. */
  static Optional<SequenceRecommender> load(ModelFile model) throws IOException {
    for (ClassLoader place : places().toList()) {
      for (RecommenderLoader loader : ServiceLoader.load(RecommenderLoader.class, place)) {
        Optional<SequenceRecommender> recommender = loader.load(model);
        if (recommender.isPresent()) {
          return recommender;
        }
      }
    }
    return Optional.empty();
  }

  private static Stream<ClassLoader> places() {
    @Nullable ClassLoader ours =
        InstalledLoaders.class.getClassLoader(); // null if the bootstrap loader
    @Nullable ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
    return Stream.concat(
            Stream.of(Objects.requireNonNullElseGet(ours, ClassLoader::getSystemClassLoader)),
            Stream.ofNullable(ofThread))
        .distinct();
  }
}
