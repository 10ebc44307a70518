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
import dev.segue.baselines.SessionKnn.Weighting;
import dev.segue.datasets.SyntheticStation;
import dev.segue.model.ModelFile;
import dev.segue.testing.SequenceRecommenderContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionKnnTest extends SequenceRecommenderContract {

  private static final int DAY = 24 * 3600;

  private static final SessionKnn TRAINED =
      SessionKnn.builder(Weighting.STAN)
          .neighbours(20)
          .leaveOutLast(2)
          .build()
          .train(SyntheticStation.of(40, 120, 1));

  private static final PlaylistDataset SESSIONS =
      PlaylistDataset.of(List.of(List.of("a", "b", "c"), List.of("a", "d"), List.of("e", "f")));

  @Override
  protected SequenceRecommender recommender() {
    return TRAINED;
  }

  @Test
  void sKnn() { // one song shared with playlists of 3 and 2
    ListeningSession session = neighbours(Weighting.S_KNN, 2, 1).newSession().play("a");
    assertThat(session.score("b")).isEqualTo(1 / Math.sqrt(3), within(1e-6));
    assertThat(session.score("d")).isEqualTo(1 / Math.sqrt(2), within(1e-6));
    assertThat(session.score("e")).isEqualTo(0, within(1e-6));
    assertThat(session.score("a")).as("ranked last").isEqualTo(-1);
    ListeningSession nearest = neighbours(Weighting.S_KNN, 1, 0).newSession().play("a");
    assertThat(nearest.score("b")).as("only the nearest counts").isEqualTo(0, within(1e-6));
    assertThat(nearest.score("a")).isEqualTo(1 / Math.sqrt(2), within(1e-6));
  }

  @Test
  void vSknn() { // weights 1/4 and 1; d by a, which was heard 2 songs ago
    ListeningSession session = neighbours(Weighting.V_SKNN, 9, 0).newSession().play("a").play("b");
    assertThat(session.score("c")).isEqualTo(1.25 / 2, within(1e-6));
    assertThat(session.score("d")).isEqualTo(0.25 / 2 / 2, within(1e-6));
  }

  @Test
  void stan() { // weights exp(-1/10) and 1; c and d are one song away
    ListeningSession session = neighbours(Weighting.STAN, 9, 0).newSession().play("a").play("b");
    assertThat(session.score("c"))
        .isEqualTo((Math.exp(-0.1) + 1) / Math.sqrt(2 * 3) * Math.exp(-0.05), within(1e-6));
    assertThat(session.score("d"))
        .isEqualTo(Math.exp(-0.1) / Math.sqrt(2 * 2) * Math.exp(-0.05), within(1e-6));
  }

  @Test
  void similarity_halvesWithEachHalfLife() { // b a day, d two days before the end
    PlaylistDataset dataset =
        PlaylistDataset.of(
            Catalogue.of(Stream.of("a", "b", "c", "d").map(Song::of).toList()),
            List.of(
                Playlist.of(0, 3).withTimes("ann", 0, 0),
                Playlist.of(0, 1).withTimes("bob", DAY - 9, DAY),
                Playlist.of(0, 2).withTimes("ann", 2 * DAY, 2 * DAY)));
    ListeningSession session =
        SessionKnn.builder(Weighting.S_KNN)
            .halfLife(Duration.ofDays(1))
            .build()
            .train(dataset)
            .newSession()
            .play("a");
    assertThat(session.score("c")).isEqualTo(1 / Math.sqrt(2), within(1e-6));
    assertThat(session.score("b")).isEqualTo(0.5 / Math.sqrt(2), within(1e-6));
    assertThat(session.score("d")).isEqualTo(0.25 / Math.sqrt(2), within(1e-6));
  }

  @Test
  void halfLife_withoutTimes_changesNothing() {
    SessionKnn.Builder fading = SessionKnn.builder(Weighting.S_KNN).halfLife(Duration.ofDays(1));
    assertThat(fading.build().train(SESSIONS).recommend(List.of("a"), 6))
        .isEqualTo(neighbours(Weighting.S_KNN, 100, 0).recommend(List.of("a"), 6));
  }

  @Test
  void load_withHalfLife_scoresBitForBit(@TempDir Path folder) throws IOException {
    SessionKnn trained =
        SessionKnn.builder(Weighting.STAN)
            .halfLife(Duration.ofDays(1))
            .build()
            .train(
                PlaylistDataset.of(
                    SESSIONS.catalogue(),
                    List.of(
                        Playlist.of(0, 1).withTimes("ann", 0, 0),
                        Playlist.of(0, 2).withTimes("ann", DAY, DAY))));
    Path file = folder.resolve("fading.segue");
    trained.save(file);
    SequenceRecommender loaded = ModelFile.read(file).recommender();
    assertThat(loaded.recommend(List.of("a"), 6)).isEqualTo(trained.recommend(List.of("a"), 6));
    assertThat(loaded.recommend(List.of("a"), 2).get(1).score()).isGreaterThan(0.1);
    Path again = folder.resolve("again.segue");
    loaded.save(again);
    assertThat(again).hasSameBinaryContentAs(file);
  }

  @Test
  void halfLife_zero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SessionKnn.builder(Weighting.STAN).halfLife(Duration.ZERO))
        .withMessage("halfLife must be in PT1S..PT596523H14M7S, was PT0S");
  }

  @Test
  void songsHeardVeryLongAgo_countForNothing() { // exp(-800) is 0
    ListeningSession session = neighbours(Weighting.STAN, 9, 0).newSession().play("a").play("d");
    for (int song = 0; song < 8000; song++) {
      session.play("e");
    }
    assertThat(session.score("b")).isEqualTo(0, within(1e-6));
    assertThat(session.score("f")).isGreaterThan(0.1);
  }

  @Test
  void neighbours_zero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> neighbours(Weighting.STAN, 0, 0))
        .withMessage("neighbours must be > 0, was 0");
  }

  @Test
  void leaveOutLast_negative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> neighbours(Weighting.STAN, 1, -1))
        .withMessage("leaveOutLast must be >= 0, was -1");
  }

  @ParameterizedTest
  @Tag("slow")
  @CsvSource({
    "S_KNN, 100, 0, 0.1217, 0.7951, 0.0378",
    "S_KNN, 100, 10, 0.1492, 0.7907, 0.0585",
    "V_SKNN, 500, 10, 0.1332, 0.7644, 0.0552",
    "STAN, 100, 10, 0.1530, 0.7736, 0.0632",
  })
  void yesBig(
      Weighting weighting, int neighbours, int leaveOutLast, double at10, double at500, double mrr)
      throws IOException {
    SessionKnn trained =
        SessionKnn.builder(weighting)
            .neighbours(neighbours)
            .leaveOutLast(leaveOutLast)
            .build()
            .train(YesBig.training());
    YesBig.reaches(YesBig.evaluate(trained), at10, at500, mrr);
  }

  private static SequenceRecommender neighbours(Weighting weighting, int count, int leaveOut) {
    return SessionKnn.builder(weighting)
        .neighbours(count)
        .leaveOutLast(leaveOut)
        .build()
        .train(SESSIONS);
  }
}
