package dev.segue.baselines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.ListeningSession;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.datasets.SyntheticStation;
import dev.segue.testing.SequenceRecommenderContract;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LagMixtureTest extends SequenceRecommenderContract {

  private static final LagMixture TRAINED =
      LagMixture.trainer().train(SyntheticStation.of(40, 120, 1));

  @Override
  protected SequenceRecommender recommender() {
    return TRAINED;
  }

  @Test
  void learnsThatTheLastSongDecides() {
    List<List<String>> rounds =
        List.of(List.of("a", "b", "c", "a", "b", "c"), List.of("b", "c", "a", "b", "c", "a"));
    PlaylistDataset dataset = PlaylistDataset.of(rounds);
    ListeningSession session = LagMixture.trainer().train(dataset, dataset).newSession();
    assertThat(probability(session.play("a"), "b")).isGreaterThan(0.99);
    assertThat(probability(session.play("b"), "c")).isGreaterThan(0.99);
  }

  @Test
  void weightsAreFittedToTargetsAlone() { // the context is backwards
    PlaylistDataset training = PlaylistDataset.of(List.of(List.of("a", "b", "c", "a", "b", "c")));
    Playlist backwards = Playlist.of(0, 2, 1, 0, 2, 1, 0, 1);
    double predictingTheLast =
        probabilityOfNext(
            training, PlaylistDataset.of(training.catalogue(), List.of(backwards.withContext(7))));
    double predictingAll =
        probabilityOfNext(training, PlaylistDataset.of(training.catalogue(), List.of(backwards)));
    assertThat(predictingTheLast).isGreaterThan(0.99);
    assertThat(predictingAll).isLessThan(0.9);
  }

  private static double probabilityOfNext(PlaylistDataset training, PlaylistDataset validation) {
    return probability(
        LagMixture.trainer().train(training, validation).newSession().play("a"), "b");
  }

  @Test
  void validationWithoutTargets_isIgnored() {
    PlaylistDataset training =
        PlaylistDataset.of(Collections.nCopies(20, List.of("a", "b", "c", "a", "b", "c")));
    PlaylistDataset contextOnly =
        PlaylistDataset.of(training.catalogue(), List.of(Playlist.of(0, 2).withContext(2)));
    assertThat(probabilityOfNext(training, contextOnly))
        .isEqualTo(probability(LagMixture.trainer().train(training).newSession().play("a"), "b"));
  }

  /**
   * After a, one of four songs, so that a table of transitions tells the song after a twice as well
   * as popularity does. Tables of the tenth playlists alone would know b only, which is wrong for
   * most of the others, and popularity would be trusted.
   */
  @Test
  void withoutValidation_oneInTenPlaylistsIsHeldOut() {
    List<List<String>> playlists = new ArrayList<>();
    for (int number = 0; number < 40; number++) {
      String next = number % 10 == 9 ? "b" : List.of("b", "c", "d", "e").get(number % 4);
      playlists.add(List.of("a", next));
    }
    ListeningSession session =
        LagMixture.trainer().train(PlaylistDataset.of(playlists)).newSession().play("a");

    assertThat(probability(session, "a")).as("never after itself").isLessThan(0.01);
    assertThat(probability(session, "b")).isGreaterThan(0.2);
  }

  private static double probability(ListeningSession session, String song) {
    return Math.exp(session.logProbability(song));
  }

  @Test
  @Tag("slow")
  void yesBig() throws IOException {
    LagMixture trained = LagMixture.trainer().train(YesBig.training(), YesBig.validation());
    YesBig.reaches(YesBig.evaluate(trained), 0.1479, 0.7935, 0.0654, -6.6431);
  }
}
