package dev.segue.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.segue.ListeningSession;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.datasets.SyntheticStation;
import dev.segue.testing.SequenceRecommenderContract;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PopularityTest extends SequenceRecommenderContract {

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
