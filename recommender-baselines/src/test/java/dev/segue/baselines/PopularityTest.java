package dev.segue.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.segue.Catalogue;
import dev.segue.ListeningSession;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.datasets.SyntheticStation;
import dev.segue.testing.SequenceRecommenderContract;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PopularityTest extends SequenceRecommenderContract {

  private static final int HOUR = 3600;

  private static final Popularity TRAINED =
      Popularity.trainer().train(SyntheticStation.of(40, 120, 1));

  @Override
  protected SequenceRecommender recommender() {
    return TRAINED;
  }

  @Test
  void probability_isTheShareOfPlays() { // (3, 2, 1) plays, plus one each: 9
    PlaylistDataset pairs =
        PlaylistDataset.of(List.of(List.of("a", "b"), List.of("a", "c"), List.of("a", "b")));
    ListeningSession session = Popularity.trainer().train(pairs).newSession().play("c");
    assertThat(Math.exp(session.logProbability("a"))).isEqualTo(4 / 9.0, within(1e-6));
    assertThat(Math.exp(session.logProbability("c"))).isEqualTo(2 / 9.0, within(1e-6));
  }

  @Test
  void probability_withHalfLife_isTheShareOfLatePlays() { // a, b: 1/4 and 1/2; b, c: 1 each
    PlaylistDataset dataset =
        PlaylistDataset.of(
            Catalogue.of(List.of(Song.of("a"), Song.of("b"), Song.of("c"))),
            List.of(
                Playlist.of(0, 1).withTimes("radio", 0, HOUR),
                Playlist.of(1, 2).withTimes("radio", 2 * HOUR, 2 * HOUR)));
    ListeningSession session = Popularity.trainer(Duration.ofHours(1)).train(dataset).newSession();
    assertThat(Math.exp(session.logProbability("a"))).isEqualTo(1.25 / 5.75, within(1e-6));
    assertThat(Math.exp(session.logProbability("b"))).isEqualTo(2.5 / 5.75, within(1e-6));
    assertThat(Math.exp(session.logProbability("c"))).isEqualTo(2 / 5.75, within(1e-6));
  }

  @Test
  void probability_withHalfLifeButWithoutTimes_isTheShareOfPlays() {
    PlaylistDataset dataset = SyntheticStation.of(40, 120, 1);
    ListeningSession session = Popularity.trainer(Duration.ofDays(1)).train(dataset).newSession();
    assertThat(session.recommend(40)).isEqualTo(TRAINED.newSession().recommend(40));
  }

  @Test
  void halfLife_zero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Popularity.trainer(Duration.ZERO))
        .withMessage("halfLife must be in PT1S..PT596523H14M7S, was PT0S");
  }

  @Test
  void train_withoutTransition_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Popularity.trainer().train(PlaylistDataset.of(List.of(List.of("a")))))
        .withMessage(
            "training must have at least 1 transition, but has none: give it a playlist of two"
                + " songs");
  }

  @Test
  @Tag("slow")
  void yesBig() throws IOException {
    Popularity trained = Popularity.trainer().train(YesBig.training(), YesBig.validation());
    YesBig.reaches(YesBig.evaluate(trained), 0.0254, 0.3212, 0.0099, -8.6275);
  }
}
