package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.baselines.Popularity;
import dev.segue.evaluation.Evaluation;
import dev.segue.evaluation.Evaluator;
import dev.segue.evaluation.Metric;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two systems, of which one predicts the validation part and the other the test part. */
class SignificanceTest {

  private static final PlaylistDataset SONGS = PlaylistDataset.of(List.of(List.of("a", "b", "c")));
  private static final PlaylistDataset VALIDATION = playlists(0, 0, 1);
  private static final PlaylistDataset TEST = playlists(1, 1, 0);

  private final ComparedResult first = result("first", playlists(0, 0, 1));
  private final ComparedResult second = result("second", playlists(1, 1, 0));

  /** Playlists of c and one song each. */
  private static PlaylistDataset playlists(int... songs) {
    return PlaylistDataset.of(
        SONGS.catalogue(),
        Collections.nCopies(10, songs).stream()
            .flatMap(each -> Arrays.stream(each).mapToObj(song -> Playlist.of(2, song)))
            .toList());
  }

  private static ComparedResult result(String name, PlaylistDataset training) {
    SequenceRecommender trained = Popularity.trainer().train(training);
    return new ComparedResult(
        new ComparedSystem(name, "", false, workshop -> null),
        new TrainedSystems.Learnt(0, ""),
        evaluation(trained, VALIDATION),
        evaluation(trained, TEST),
        1);
  }

  private static Evaluation evaluation(SequenceRecommender recommender, PlaylistDataset part) {
    return Evaluator.of(Metric.mrrAt(20), Metric.accuracyAt(10), Metric.logLikelihood())
        .evaluate(recommender, part);
  }

  @Test
  void theBest_isChosenOnTheValidationPart() {
    List<ComparedResult> results = List.of(second, first);

    assertThat(Significance.best(results, "mrr@20")).contains(first);
    assertThat(Significance.allBest(results, "log_likelihood")).containsExactly(first);
  }

  /**
   * On the test part, the best one's ranks among a, b after c are 3, 3, 2 and the other's 2, 2, 3.
   */
  @Test
  void theDifference_isThatOnTheTestPart() {
    List<Significance> all = Significance.of(List.of(second, first));

    assertThat(all).extracting(Significance::best).containsOnly("first");
    assertThat(all).extracting(Significance::other).containsOnly("second");
    assertThat(all.get(0).metric()).isEqualTo("mrr@20");
    assertThat(all.get(0).difference().value())
        .isCloseTo((2.0 / 3 + 1.0 / 2) / 3 - (2.0 / 2 + 1.0 / 3) / 3, within(1e-9));
  }

  @Test
  void systemsThatAreEquallyGood_areAllBest() {
    ComparedResult same = result("same", playlists(0, 0, 1));

    assertThat(Significance.allBest(List.of(first, second, same), "mrr@20"))
        .containsExactly(first, same);
  }
}
