package dev.segue;

import static dev.segue.ListeningSession.UnknownSong.FAIL;
import static dev.segue.ListeningSession.UnknownSong.IGNORE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
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

  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final Song STRANGER = Song.of("x");

  private static ListeningSession remembering() {
    return new DayAgoRecommender(SONGS).newSession(ListenerMemory.of(SONGS)).at(NOW);
  }

  private static double plays(ListeningSession session, String song) {
    return session.memory().orElseThrow().plays().stream()
        .filter(row -> row.song().id().equals(song))
        .mapToDouble(row -> row.traces().get(row.traces().size() - 1))
        .sum();
  }

  @Test
  void like_playsTheSong_unlessItIsTheLast() {
    ListeningSession session = remembering().like("a").play("b").like("b");
    session = session.at(NOW.plusSeconds(300)).like("a");

    assertThat(session.heard()).extracting(Song::id).containsExactly("a", "b", "a");
    assertThat(plays(session, "b")).isCloseTo(ListenerMemory.LIKE_PLAYS, within(0.2));
    assertThat(plays(session, "a")).isCloseTo(2 * ListenerMemory.LIKE_PLAYS, within(0.4));
  }

  @Test
  void skip_isNoPlay_andRemembersSongsThatTheCatalogueLacks() {
    Duration heard = Duration.ofSeconds(9);
    ListeningSession session =
        remembering().skip("a").skip(Song.of("b"), heard).skip(STRANGER, heard);

    assertThat(session.heard()).isEmpty();
    assertThat(session.history().skipped())
        .containsExactly(
            new SessionHistory.Skip(Song.of("a"), 0, Duration.ZERO),
            new SessionHistory.Skip(Song.of("b"), 0, heard),
            new SessionHistory.Skip(STRANGER, 0, heard));
    assertThatIllegalArgumentException().isThrownBy(() -> session.skip("x", heard));
  }

  @Test
  void now_isWhatWasSaid() {
    assertThat(remembering().now()).contains(NOW);
    assertThat(scoring(3, 2, 1).now()).isEmpty();
    assertThat(scoring(3, 2, 1).memory()).isEmpty();
  }

  @Test
  void copy_goesOnAlone_atTheSameTime() {
    ListeningSession session = remembering().play("a");
    ListeningSession copy = session.copy();
    copy.play("b");

    assertThat(copy.now()).contains(NOW);
    assertThat(copy.heard()).extracting(Song::id).containsExactly("a", "b");
    assertThat(session.heard()).extracting(Song::id).containsExactly("a");
    assertThat(plays(session, "b")).isZero();
    assertThat(plays(copy, "b")).isCloseTo(1, within(0.05));
  }

  @Test
  void resume_inARecommenderOfOtherSongs_keepsWhatItKnows() {
    Catalogue others = Catalogue.of(List.of(Song.of("c"), Song.of("a"), Song.of("d")));
    ListeningSession session = remembering().play("a").play("b").play("c");

    ListeningSession resumed = new DayAgoRecommender(others).resume(session);

    assertThat(resumed.memory().orElseThrow().catalogue()).isSameAs(others);
    assertThat(plays(resumed, "a")).isCloseTo(1, within(0.05));
    assertThat(session.heard()).hasSize(3);
  }
}
