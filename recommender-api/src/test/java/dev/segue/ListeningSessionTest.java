package dev.segue;

import static dev.segue.ListeningSession.UnknownSong.FAIL;
import static dev.segue.ListeningSession.UnknownSong.IGNORE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
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

  @Test
  void play_unknownSong_failsUnlessItIsToBeIgnored() {
    ListeningSession session = scoring(3, 2, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> session.play("x", FAIL))
        .withMessage("unknown song x");
    assertThat(session.play("x", IGNORE).play(Song.of("y"), IGNORE)).isSameAs(session);
    assertThat(session.play("b", IGNORE).heard()).extracting(Song::id).containsExactly("a", "b");
  }

  @Test
  void describe_saysHowManySongsWereHeard_andTheLast() {
    ListeningSession session = scoring(3, 2, 1);
    assertThat(ListeningSession.describe(session)).isEqualTo("session after 1 song, the last: a");
    assertThat(ListeningSession.describe(session.play("c")))
        .isEqualTo("session after 2 songs, the last: c");
    assertThat(ListeningSession.describe(session.recommender().newSession()))
        .isEqualTo("session before the first song");
  }
}
