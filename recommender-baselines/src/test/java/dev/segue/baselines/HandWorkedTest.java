package dev.segue.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.segue.ListeningSession;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.baselines.SessionNeighbours.Weighting;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scores of small playlists, worked out by hand. */
class HandWorkedTest {

  private static final PlaylistDataset PAIRS =
      PlaylistDataset.of(List.of(List.of("a", "b"), List.of("a", "c"), List.of("a", "b")));

  private static final PlaylistDataset SESSIONS =
      PlaylistDataset.of(List.of(List.of("a", "b", "c"), List.of("a", "d"), List.of("e", "f")));

  @Test
  void popularity() { // (3, 2, 1) plays, one more of each: 9
    ListeningSession session = Popularity.trainer().train(PAIRS).newSession().play("c");
    assertThat(probability(session, "a")).isEqualTo(4 / 9.0, within(1e-6));
    assertThat(probability(session, "c")).isEqualTo(2 / 9.0, within(1e-6));
  }

  @Test
  void markovChain() { // after a: 3 transitions to 2 different songs
    ListeningSession session = MarkovChain.trainer().train(PAIRS).newSession().play("a");
    assertThat(probability(session, "b")).isEqualTo((2 + 2 * 3 / 9.0) / 5, within(1e-6));
    assertThat(probability(session, "c")).isEqualTo((1 + 2 * 2 / 9.0) / 5, within(1e-6));
    assertThat(probability(session.play("c"), "a"))
        .as("back to popularity")
        .isCloseTo(4 / 9.0, within(1e-6));
  }

  @Test
  void lagMixture_findsOutThatTheLastSongDecides() {
    List<List<String>> rounds =
        List.of(List.of("a", "b", "c", "a", "b", "c"), List.of("b", "c", "a", "b", "c", "a"));
    PlaylistDataset dataset = PlaylistDataset.of(rounds);
    ListeningSession session = LagMixture.trainer().train(dataset, dataset).newSession();
    assertThat(probability(session.play("a"), "b")).isGreaterThan(0.99);
    assertThat(probability(session.play("b"), "c")).isGreaterThan(0.99);
  }

  @Test
  void lagMixture_weighsSongsToForeseeAlone() { // the others come the other way round
    PlaylistDataset training = PlaylistDataset.of(List.of(List.of("a", "b", "c", "a", "b", "c")));
    Playlist backwards = Playlist.of(0, 2, 1, 0, 2, 1, 0, 1);
    double foreseeingTheLast =
        probabilityOfNext(
            training, PlaylistDataset.of(training.catalogue(), List.of(backwards.given(7))));
    double foreseeingAll =
        probabilityOfNext(training, PlaylistDataset.of(training.catalogue(), List.of(backwards)));
    assertThat(foreseeingTheLast).isGreaterThan(0.99);
    assertThat(foreseeingAll).isLessThan(0.9);
  }

  private static double probabilityOfNext(PlaylistDataset training, PlaylistDataset validation) {
    return probability(
        LagMixture.trainer().train(training, validation).newSession().play("a"), "b");
  }

  @Test
  void lagMixture_validationWithNothingToForesee_isAsWithout() {
    PlaylistDataset training =
        PlaylistDataset.of(Collections.nCopies(20, List.of("a", "b", "c", "a", "b", "c")));
    PlaylistDataset given =
        PlaylistDataset.of(training.catalogue(), List.of(Playlist.of(0, 2).given(2)));
    assertThat(probabilityOfNext(training, given))
        .isEqualTo(probability(LagMixture.trainer().train(training).newSession().play("a"), "b"));
  }

  @Test
  void itemNeighbours() { // a is in 2 playlists, b in 1, both in 1
    ListeningSession session = ItemNeighbours.trainer().train(SESSIONS).newSession().play("a");
    assertThat(session.score("b")).isEqualTo(1 / Math.sqrt(22 * 21), within(1e-6));
    assertThat(session.score("e")).isZero();
    assertThat(session.score("a")).isEqualTo(-1);
  }

  @Test
  void sessionNeighbours_sKnn() { // one song shared with playlists of 3 and 2
    ListeningSession session = neighbours(Weighting.S_KNN, 2, 1).newSession().play("a");
    assertThat(session.score("b")).isEqualTo(1 / Math.sqrt(3), within(1e-6));
    assertThat(session.score("d")).isEqualTo(1 / Math.sqrt(2), within(1e-6));
    assertThat(session.score("e")).isEqualTo(0, within(1e-6));
    assertThat(session.score("a")).as("left out").isEqualTo(-1);
    ListeningSession nearest = neighbours(Weighting.S_KNN, 1, 0).newSession().play("a");
    assertThat(nearest.score("b")).as("only the nearest counts").isEqualTo(0, within(1e-6));
    assertThat(nearest.score("a")).isEqualTo(1 / Math.sqrt(2), within(1e-6));
  }

  @Test
  void sessionNeighbours_vSknn() { // weights 1/4 and 1; d by a, which was heard 2 songs ago
    ListeningSession session = neighbours(Weighting.V_SKNN, 9, 0).newSession().play("a").play("b");
    assertThat(session.score("c")).isEqualTo(1.25 / 2, within(1e-6));
    assertThat(session.score("d")).isEqualTo(0.25 / 2 / 2, within(1e-6));
  }

  @Test
  void sessionNeighbours_stan() { // weights exp(-1/10) and 1; c and d are one song away
    ListeningSession session = neighbours(Weighting.STAN, 9, 0).newSession().play("a").play("b");
    assertThat(session.score("c"))
        .isEqualTo((Math.exp(-0.1) + 1) / Math.sqrt(2 * 3) * Math.exp(-0.05), within(1e-6));
    assertThat(session.score("d"))
        .isEqualTo(Math.exp(-0.1) / Math.sqrt(2 * 2) * Math.exp(-0.05), within(1e-6));
  }

  @Test
  void sessionNeighbours_songsHeardVeryLongAgo_countForNothing() { // exp(-800) is 0
    ListeningSession session = neighbours(Weighting.STAN, 9, 0).newSession().play("a").play("d");
    for (int song = 0; song < 8000; song++) {
      session.play("e");
    }
    assertThat(session.score("b")).isEqualTo(0, within(1e-6));
    assertThat(session.score("f")).isGreaterThan(0.1);
  }

  @Test
  void badValues() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> neighbours(Weighting.STAN, 0, 0))
        .withMessage("neighbours must be > 0, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> neighbours(Weighting.STAN, 1, -1))
        .withMessage("leaveOutLast must be >= 0, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Popularity.trainer().train(PlaylistDataset.of(List.of(List.of("a")))))
        .withMessage("training must hold at least 1 transition, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MarkovChain.trainer().train(PAIRS, SESSIONS))
        .withMessage("training and validation must share one catalogue, but have 3 and 6 songs");
  }

  private static SequenceRecommender neighbours(Weighting weighting, int count, int leaveOut) {
    return SessionNeighbours.trainer(weighting, count, leaveOut).train(SESSIONS);
  }

  private static double probability(ListeningSession session, String song) {
    return Math.exp(session.logProbability(song));
  }
}
