package dev.segue.baselines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class BaselineLoaderTest {

  private static final PlaylistDataset PLAYLISTS = PlaylistDataset.of(List.of(List.of("a", "b")));
  private static final SequenceRecommender POPULARITY = Popularity.trainer().train(PLAYLISTS);
  private static final SequenceRecommender MARKOV_CHAIN = MarkovChain.trainer().train(PLAYLISTS);

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @TempDir private Path folder;

  @AfterEach
  void restoreContextClassLoader() {
    Thread.currentThread().setContextClassLoader(before);
  }

  @Test
  void recommender_whateverTheThreadSees_isLoaded() throws IOException {
    Path file = folder.resolve("popularity.segue");
    POPULARITY.save(file);
    for (ClassLoader seen :
        new ClassLoader[] {before, ClassLoader.getPlatformClassLoader(), null}) {
      Thread.currentThread().setContextClassLoader(seen);
      assertThat(ModelFile.read(file).recommender()).isInstanceOf(Popularity.class);
    }
  }

  @Test
  @DisabledOnOs(
      value = OS.WINDOWS,
      disabledReason = "a file cannot be replaced while somebody reads it")
  void recommender_whileAnotherKindTakesItsPlace_isTheOldOrTheNew() throws Exception {
    Path file = folder.resolve("current.segue");
    POPULARITY.save(file);
    ExecutorService writer = Executors.newSingleThreadExecutor();
    try {
      Future<Void> writing =
          writer.submit(
              () -> {
                for (int i = 0; i < 200; i++) {
                  MARKOV_CHAIN.save(file);
                  POPULARITY.save(file);
                }
                return null;
              });
      do {
        assertThat(ModelFile.read(file).recommender())
            .isInstanceOfAny(Popularity.class, MarkovChain.class);
      } while (!writing.isDone());
      writing.get();
    } finally {
      writer.shutdownNow();
    }
  }
}
