package dev.segue.testing;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.segue.Catalogue;
import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.SequenceRecommender;
import dev.segue.ServingListener;
import dev.segue.SessionHistory;
import dev.segue.Song;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A recommender with the default methods keeps the contract, with a listener and without. */
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

  @Nested
  class Watched extends SequenceRecommenderContract {
    @Override
    protected SequenceRecommender recommender() {
      return new RecentSongs(SONGS, true).withListener((list, time) -> {});
    }

    @Override
    protected SequenceRecommender load(Path file) throws IOException {
      return RecentSongs.load(file);
    }
  }

  /** Reports every play, even those that an explanation tries. */
  private static final class Indiscreet extends SequenceRecommenderContract {

    @Override
    protected SequenceRecommender recommender() {
      return new RecentSongs(SONGS, true) {
        @Override
        public SequenceRecommender withListener(ServingListener listener) {
          return telling(listener);
        }
      };
    }

    private static RecentSongs telling(ServingListener listener) {
      return new RecentSongs(SONGS, true) {
        @Override
        public ListeningSession newSession() {
          return new Session(SessionHistory.of(SONGS), new float[SONGS.size()]) {
            @Override
            public ListeningSession play(String songId) {
              listener.onPlay(Duration.ZERO);
              return super.play(songId);
            }
          };
        }
      };
    }
  }

  @Test
  void listener_thatIsToldOfWhatNobodyHears() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> new Indiscreet().listener_isNotCalled_forWhatNobodyHears());
  }

  @Test
  void listener_thatIsNotToldOfLists() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> new Indiscreet().listener_isCalledOnce_forEachPlaySkipLikeAndList());
  }

  /** Writes into the listener's memory what nobody played. */
  private static final class Meddling extends SequenceRecommenderContract {

    @Override
    protected SequenceRecommender recommender() {
      return new RecentSongs(SONGS, true) {
        @Override
        public ListeningSession newSession(ListenerMemory memory) {
          memory.play(SONGS.song(2), memory.clock().instant());
          return super.newSession(memory);
        }
      };
    }
  }

  @Test
  void memory_thatIsToldWhatNobodyPlayed() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> new Meddling().recommenderWithoutTime_scoresAsIfThereWereNoMemory())
        .withMessageContaining("songs in memory");
  }
}
