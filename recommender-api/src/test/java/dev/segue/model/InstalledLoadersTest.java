package dev.segue.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.Song;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finds the loader of a model's kind. */
class InstalledLoadersTest {

  private static final PluginRecommender PLUGIN =
      new PluginRecommender(Catalogue.of(List.of(Song.of("a"), Song.of("b"))), "of somebody else");

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void save() throws IOException {
    file = folder.resolve("plugin.segue");
    PLUGIN.save(file);
  }

  @AfterEach
  void restoreContextClassLoader() {
    Thread.currentThread().setContextClassLoader(before);
  }

  @Test
  void recommender_ofAPluginThatTheThreadSees_isLoaded() throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(RecommenderLoader.class.getName()),
        PluginRecommender.Loader.class.getName());
    try (URLClassLoader plugins = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      Thread.currentThread().setContextClassLoader(plugins);
      assertThat(ModelFile.read(file).recommender()).hasToString(PLUGIN.toString());
    }
  }

  @Test
  void recommender_ofAKindThatNoModuleReads_isRefused() {
    assertRefused();
  }

  @Test
  void recommender_onAThreadWithoutAClassLoader_isRefusedLikewise() {
    Thread.currentThread().setContextClassLoader(null);
    assertRefused();
  }

  private void assertRefused() {
    assertThatExceptionOfType(FileFormatException.class)
        .isThrownBy(() -> ModelFile.read(file).recommender())
        .withMessage(
            file + ": no module in use reads models of kind 'plugin'; add the module that does");
  }
}
