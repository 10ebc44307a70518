package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.model.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The default methods, tested on a minimal recommender. */
class SequenceRecommenderTest {

  private static final Catalogue SONGS =
      Catalogue.of(
          List.of(new Song("a", "Army of Me", "Björk", List.of()), Song.of("b"), Song.of("c")));

  private static BigramRecommender bigram(boolean probabilistic) {
    return BigramRecommender.of(
        SONGS,
        probabilistic,
        new float[] {0, 2, 1},
        new float[] {3, 0, 3},
        new float[] {-1, -2, -3},
        new float[] {0, 0, 0});
  }

  @Test
  void recommend_afterSongs_givesTheBestFirst() {
    assertThat(bigram(true).recommend(List.of("c", "a"), 2))
        .containsExactly(new Recommendation(Song.of("b"), 2), new Recommendation(Song.of("c"), 1));
  }

  @Test
  void similarTo_isSortedBySimilarity() { // of indices a and b: (a + b) mod 5, less 1, over 4
    assertThat(bigram(true).similarTo("c", 5))
        .containsExactly(
            new Recommendation(Song.of("b"), 0.5), new Recommendation(SONGS.song(0), 0.25));
    assertThat(bigram(true).similarTo("c", 1)).hasSize(1);
  }

  @Test
  void similarTo_isUnknown() {
    assertThatThrownBy(() -> bigram(false).similarTo("a", 1))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("bigram has learnt no similarity of songs");
  }

  @Test
  void load_ofAKindThatNoModuleReads(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("bigram.segue");
    bigram(true).save(file);
    assertThatThrownBy(() -> ModelFile.read(file).recommender())
        .isInstanceOf(FileFormatException.class)
        .hasMessageEndingWith(
            "no module in use reads models of kind 'bigram'; add the module that does");
  }
}
