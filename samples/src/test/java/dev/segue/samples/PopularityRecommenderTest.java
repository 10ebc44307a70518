package dev.segue.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.SequenceRecommenderContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PopularityRecommenderTest extends SequenceRecommenderContract {

  private static final PlaylistDataset PLAYLISTS =
      PlaylistDataset.of(List.of(List.of("a", "b", "c"), List.of("b", "c"), List.of("c")));

  private final PopularityRecommender recommender =
      PopularityRecommender.trainer().train(PLAYLISTS);

  @Override
  protected SequenceRecommender recommender() {
    return recommender;
  }

  @Override
  protected SequenceRecommender load(Path file) throws IOException {
    return PopularityRecommender.load(file);
  }

  @Test
  void probabilityIsCountPlusOneOfPlaysPlusSongs() {
    var session = recommender.newSession();

    assertThat(session.logProbability("a")).isCloseTo(Math.log(2 / 9.0), within(1e-6));
    assertThat(session.logProbability("b")).isCloseTo(Math.log(3 / 9.0), within(1e-6));
    assertThat(session.logProbability("c")).isCloseTo(Math.log(4 / 9.0), within(1e-6));
  }

  @Test
  void whatWasHeardDoesNotMatter() {
    assertThat(recommender.recommend(List.of("c", "b"), 3))
        .isEqualTo(recommender.recommend(List.of(), 3))
        .extracting(recommendation -> recommendation.song().id())
        .containsExactly("c", "b", "a");
  }

  @Test
  void play_unknownSong() {
    assertThatThrownBy(() -> recommender.newSession().play("d"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("d");
  }

  @Test
  void train_noTransition() {
    assertThatThrownBy(
            () -> PopularityRecommender.trainer().train(PlaylistDataset.of(List.of(List.of("a")))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("training must hold at least 1 transition, was 0");
  }
}
