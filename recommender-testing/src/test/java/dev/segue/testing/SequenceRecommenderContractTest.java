package dev.segue.testing;

import dev.segue.Catalogue;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** A recommender with the defaults of the interfaces keeps the contract. */
class SequenceRecommenderContractTest {

  private static final Catalogue SONGS =
      Catalogue.of(
          List.of(new Song("a", "Army of Me", "Björk", List.of()), Song.of("b"), Song.of("c")));

  @Nested
  class Probabilistic extends SequenceRecommenderContract {
    @Override
    protected SequenceRecommender recommender() {
      return new RecentSongs(SONGS, true);
    }

    @Override
    protected SequenceRecommender load(Path file) throws IOException {
      return RecentSongs.load(file);
    }
  }

  @Nested
  class RankingOnly extends SequenceRecommenderContract {
    @Override
    protected SequenceRecommender recommender() {
      return new RecentSongs(SONGS, false);
    }

    @Override
    protected SequenceRecommender load(Path file) throws IOException {
      return RecentSongs.load(file);
    }
  }
}
