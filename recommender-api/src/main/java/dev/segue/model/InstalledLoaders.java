package dev.segue.model;

import dev.segue.SequenceRecommender;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The loaders of all modules in use. They are looked for where this library is, and where the
 * thread looks for classes: in a container or a program with plugins that may be two places.
 */
final class InstalledLoaders {

  private InstalledLoaders() {}

  /** Makes a recommender of a model; empty if no module knows its kind. */
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
    @Nullable ClassLoader ours = InstalledLoaders.class.getClassLoader(); // none if Java's own
    @Nullable ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
    return Stream.concat(
            Stream.of(Objects.requireNonNullElseGet(ours, ClassLoader::getSystemClassLoader)),
            Stream.ofNullable(ofThread))
        .distinct();
  }
}
