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

class MarkovChainTest extends SequenceRecommenderContract {

  private static final MarkovChain TRAINED =
      MarkovChain.trainer().train(SyntheticStation.of(40, 120, 1));

  private static final PlaylistDataset PAIRS =
      PlaylistDataset.of(List.of(List.of("a", "b"), List.of("a", "c"), List.of("a", "b")));

  @Override
  protected SequenceRecommender recommender() {
    return TRAINED;
  }

  @Test
  void probability_mixesTransitionsAndPopularity() { // after a: 3 transitions to 2 distinct songs
    ListeningSession session = MarkovChain.trainer().train(PAIRS).newSession().play("a");
    assertThat(probability(session, "b")).isEqualTo((2 + 2 * 3 / 9.0) / 5, within(1e-6));
    assertThat(probability(session, "c")).isEqualTo((1 + 2 * 2 / 9.0) / 5, within(1e-6));
    assertThat(probability(session.play("c"), "a"))
        .as("back to popularity")
        .isCloseTo(4 / 9.0, within(1e-6));
  }

  private static double probability(ListeningSession session, String song) {
    return Math.exp(session.logProbability(song));
  }

  @Test
  void train_validationOfAnotherCatalogue_isRefused() {
    PlaylistDataset others =
        PlaylistDataset.of(List.of(List.of("a", "b", "c"), List.of("a", "d"), List.of("e", "f")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MarkovChain.trainer().train(PAIRS, others))
        .withMessage("training and validation must share one catalogue, but hold 3 and 6 songs");
  }

  @Test
  @Tag("slow")
  void yesBig() throws IOException {
    MarkovChain trained = MarkovChain.trainer().train(YesBig.training(), YesBig.validation());
    YesBig.reaches(YesBig.evaluate(trained), 0.0940, 0.3860, 0.0447, -8.5531);
  }
}
