package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The default methods, tested on a minimal recommender. */
class ListeningSessionTest {

  private static final Catalogue SONGS =
      Catalogue.of(List.of(Song.of("a"), Song.of("b"), Song.of("c")));

  private static ListeningSession scoring(float... scores) {
    return BigramRecommender.of(SONGS, true, scores, scores, scores, scores).newSession().play("a");
  }

  @Test
  void recommend_equalScores_inTheOrderOfTheCatalogue() {
    assertThat(scoring(3, 0, 3).recommend(3))
        .extracting(recommendation -> recommendation.song().id())
        .containsExactly("a", "c", "b");
  }

  @Test
  void logProbability_isThatOfTheSoftmax() {
    // exp 0 / (exp 0 + exp 2 + exp 1) = 1 / 11.107338
    assertThat(scoring(0, 2, 1).logProbability("a")).isEqualTo(-2.407606, within(1e-6));
  }
}
