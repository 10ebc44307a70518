package dev.segue.evaluation;

import static dev.segue.evaluation.Metric.accuracyAt;
import static dev.segue.evaluation.Metric.logLikelihood;
import static dev.segue.evaluation.Metric.mrrAt;
import static dev.segue.evaluation.Metric.perplexity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.segue.BigramRecommender;
import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Scores;
import dev.segue.Song;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EvaluatorTest {

  private static final double LN2 = Math.log(2);

  /** Knows the songs a, b and c; scores are logarithms of the probabilities in the comments. */
  private static final Catalogue SONGS =
      Catalogue.of(List.of(Song.of("a"), Song.of("b"), Song.of("c")));

  private static BigramRecommender bigram(boolean probabilistic) {
    float half = (float) Math.log(0.5);
    float quarter = (float) Math.log(0.25);
    return BigramRecommender.of(
        SONGS,
        probabilistic,
        new float[] {quarter, half, quarter}, // after a: 1/4, 1/2, 1/4
        new float[] {quarter, quarter, half}, // after b: 1/4, 1/4, 1/2
        new float[] {half, quarter, quarter}, // after c: 1/2, 1/4, 1/4
        new float[] {half, quarter, quarter}); // before anything: 1/2, 1/4, 1/4
  }

  private static List<ScoredTransition> transitions(
      PlaylistDataset dataset, boolean probabilistic) {
    List<ScoredTransition> transitions = new ArrayList<>();
    Evaluator.of(accuracyAt(1)).evaluate(bigram(probabilistic), dataset, transitions::add);
    return transitions;
  }

  private static void assertTransition(
      ScoredTransition transition, long playlist, int position, int target, double rank, double p) {
    assertThat(transition.playlist()).isEqualTo(playlist);
    assertThat(transition.position()).isEqualTo(position);
    assertThat(transition.target()).isEqualTo(target);
    assertThat(transition.known()).isTrue();
    assertThat(transition.rank()).isEqualTo(rank);
    assertThat(transition.logProbability().orElseThrow()).isEqualTo(Math.log(p), within(1e-7));
  }

  @Test
  void evaluate_threePlaylists_asWorkedOutByHand() {
    PlaylistDataset dataset =
        PlaylistDataset.of(List.of(List.of("a", "b", "a"), List.of("c"), List.of("c", "b")));
    // a -> b: rank 1, 1/2; b -> a: second with one tie, rank 2.5, 1/4; c -> b: likewise.
    Evaluation evaluation =
        Evaluator.of(accuracyAt(1), mrrAt(3), logLikelihood(), perplexity())
            .evaluate(bigram(true), dataset);
    assertThat(evaluation.transitions()).isEqualTo(3);
    assertThat(evaluation.unknownTargets()).isZero();
    // Values 1, 0, 0: mean 1/3, variance 1/3, standard error sqrt(1/9).
    assertThat(evaluation.value("accuracy@1")).isEqualTo(1.0 / 3, within(1e-12));
    assertThat(evaluation.result("accuracy@1").standardError()).isEqualTo(1.0 / 3, within(1e-9));
    // Values 1, 0.4, 0.4: mean 0.6, variance 0.12, standard error 0.2.
    assertThat(evaluation.value("mrr@3")).isEqualTo(0.6, within(1e-12));
    assertThat(evaluation.result("mrr@3").standardError()).isEqualTo(0.2, within(1e-9));
    // Values -ln 2 times 1, 2, 2: mean 5/3, variance 1/3, standard error 1/3.
    assertThat(evaluation.value("log_likelihood")).isEqualTo(-5 * LN2 / 3, within(1e-7));
    assertThat(evaluation.result("log_likelihood").standardError())
        .isEqualTo(LN2 / 3, within(1e-7));
    double perplexity = Math.pow(2, 5.0 / 3);
    assertThat(evaluation.value("perplexity")).isEqualTo(perplexity, within(1e-6));
    assertThat(evaluation.result("perplexity").standardError())
        .isEqualTo(perplexity * LN2 / 3, within(1e-6));
  }

  @Test
  void evaluate_showsEachTransitionInOrder() {
    PlaylistDataset dataset =
        PlaylistDataset.of(List.of(List.of("a", "b", "a"), List.of("c"), List.of("c", "b")));
    List<ScoredTransition> transitions = transitions(dataset, true);
    assertThat(transitions).hasSize(3);
    assertTransition(transitions.get(0), 0, 1, 1, 1, 0.5);
    assertTransition(transitions.get(1), 0, 2, 0, 2.5, 0.25);
    assertTransition(transitions.get(2), 2, 1, 1, 2.5, 0.25);
  }

  @Test
  void evaluate_unknownTarget_isAMissWithoutProbability() {
    PlaylistDataset dataset = PlaylistDataset.of(List.of(List.of("a", "x"), List.of("a", "b")));
    List<ScoredTransition> transitions = transitions(dataset, true);
    assertThat(transitions.get(0))
        .isEqualTo(
            new ScoredTransition(
                0,
                1,
                1,
                Song.of("x"),
                Optional.empty(),
                false,
                3,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                List.of(Song.of("a")),
                List.of(),
                List.of(),
                SONGS));
    Evaluation evaluation =
        Evaluator.of(accuracyAt(1), logLikelihood()).evaluate(bigram(true), dataset);
    assertThat(evaluation.transitions()).isEqualTo(2);
    assertThat(evaluation.unknownTargets()).isEqualTo(1);
    assertThat(evaluation.value("accuracy@1")).isEqualTo(0.5);
    assertThat(evaluation.value("log_likelihood")).isEqualTo(-LN2, within(1e-7));
    assertThat(evaluation.result("log_likelihood").standardError()).isNaN();
  }

  @Test
  void evaluate_unknownSongHeard_isPassedOver() {
    // The song after x is predicted from a alone.
    PlaylistDataset dataset = PlaylistDataset.of(List.of(List.of("a", "x", "y", "b", "c")));
    List<ScoredTransition> transitions = transitions(dataset, true);
    assertThat(transitions)
        .extracting(ScoredTransition::known)
        .containsExactly(false, false, true, true);
    assertTransition(transitions.get(2), 0, 3, 3, 1, 0.5);
    assertTransition(transitions.get(3), 0, 4, 4, 1, 0.5);
  }

  @Test
  void evaluate_firstSongUnknown_isPredictedFromNothing() {
    PlaylistDataset dataset =
        PlaylistDataset.of(List.of(List.of("x", "a", "b"), List.of("x", "y")));
    List<ScoredTransition> transitions = transitions(dataset, true);
    assertThat(transitions).hasSize(3);
    assertTransition(transitions.get(0), 0, 1, 1, 1, 0.5);
    assertTransition(transitions.get(1), 0, 2, 2, 1, 0.5);
    assertThat(transitions.get(2).known()).isFalse();
  }

  @Test
  void evaluate_givenSongs_areHeardButNotPredicted() {
    Catalogue songs = bigram(true).catalogue();
    PlaylistDataset dataset =
        PlaylistDataset.of(
            songs,
            List.of(
                Playlist.of(0, 1, 0).withContext(2),
                Playlist.of(0, 1).withContext(2),
                Playlist.of(2, 0, 1, 2).withContext(2)));
    List<ScoredTransition> transitions = transitions(dataset, true);
    assertThat(transitions).hasSize(3);
    assertTransition(transitions.get(0), 0, 2, 0, 2.5, 0.25);
    assertThat(transitions.get(0).heard()).containsExactly(Song.of("a"), Song.of("b"));
    assertTransition(transitions.get(1), 2, 2, 1, 1, 0.5);
    assertTransition(transitions.get(2), 2, 3, 2, 1, 0.5);
  }

  @Test
  void evaluate_givenSongsUnknown_arePassedOver() {
    Catalogue songs = Catalogue.of(Stream.of("x", "a", "b").map(Song::of).toList());
    PlaylistDataset dataset =
        PlaylistDataset.of(
            songs,
            List.of(Playlist.of(0, 0, 1).withContext(2), Playlist.of(1, 0, 2).withContext(2)));
    List<ScoredTransition> transitions = transitions(dataset, true);
    assertThat(transitions).hasSize(2);
    assertTransition(transitions.get(0), 0, 2, 1, 1, 0.5); // from nothing
    assertTransition(transitions.get(1), 1, 2, 2, 1, 0.5); // from a
  }

  @Property(tries = 200)
  void evaluate_givenSongs_leaveTheOthersAsTheyAre(
      @ForAll @Size(min = 1, max = 9) List<@IntRange(max = 3) Integer> songs,
      @ForAll @IntRange(min = 1, max = 8) int given) {
    Catalogue catalogue = Catalogue.of(Stream.of("c", "x", "a", "b").map(Song::of).toList());
    Playlist playlist = Playlist.of(songs.stream().mapToInt(Integer::intValue).toArray());
    Playlist other = Playlist.of(2, 3); // so that there is always a target
    List<ScoredTransition> all =
        transitions(PlaylistDataset.of(catalogue, List.of(playlist, other)), true);
    Playlist partly = playlist.withContext(Math.min(given, playlist.size()));
    assertThat(transitions(PlaylistDataset.of(catalogue, List.of(partly, other)), true))
        .isEqualTo(
            all.stream().filter(each -> each.playlist() == 1 || each.position() >= given).toList());
  }

  @Test
  void evaluate_unknownTarget_isAMissEvenInAListOfAllSongs() {
    PlaylistDataset dataset = PlaylistDataset.of(List.of(List.of("a", "x"), List.of("a", "b")));
    Evaluation evaluation = Evaluator.of(accuracyAt(3), mrrAt(3)).evaluate(bigram(true), dataset);
    assertThat(evaluation.value("accuracy@3")).isEqualTo(0.5);
    assertThat(evaluation.value("mrr@3")).isEqualTo(0.5);
  }

  @Test
  void evaluate_moreThanOneBlock_givesTheSameMeans() {
    PlaylistDataset dataset =
        PlaylistDataset.of(Collections.nCopies(5_000, List.of("a", "b", "a")));
    List<ScoredTransition> transitions = transitions(dataset, true);
    assertThat(transitions).hasSize(10_000);
    assertTransition(transitions.get(9_999), 4_999, 2, 0, 2.5, 0.25);
    Evaluation evaluation = Evaluator.of(mrrAt(3)).evaluate(bigram(true), dataset);
    // Values 1 and 0.4 by turns: variance 0.09 * 10000 / 9999.
    assertThat(evaluation.value("mrr@3")).isEqualTo(0.7, within(1e-12));
    assertThat(evaluation.result("mrr@3").standardError())
        .isEqualTo(Math.sqrt(0.09 / 9_999), within(1e-9));
  }

  @Test
  void evaluate_notProbabilistic_ranksButRefusesProbabilities() {
    PlaylistDataset dataset = PlaylistDataset.of(List.of(List.of("a", "b")));
    assertThat(transitions(dataset, false))
        .containsExactly(
            new ScoredTransition(
                0,
                1,
                1,
                Song.of("b"),
                Optional.empty(),
                true,
                1,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                List.of(Song.of("a")),
                List.of(),
                List.of(),
                SONGS));
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                Evaluator.of(accuracyAt(1), logLikelihood(), perplexity())
                    .evaluate(bigram(false), dataset))
        .withMessage("bigram defines no probabilities: leave out log_likelihood, perplexity");
  }

  @Test
  void evaluate_nothingToPredict() {
    PlaylistDataset dataset =
        PlaylistDataset.of(
            bigram(true).catalogue(),
            List.of(Playlist.of(0), Playlist.of(), Playlist.of(0, 1).withContext(2)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Evaluator.of(accuracyAt(1)).evaluate(bigram(true), dataset))
        .withMessage(
            "dataset must have at least 1 target, but has none: give it a playlist of two songs");
  }

  @Test
  void evaluate_datasetWithIndexOutsideItsCatalogue() {
    PlaylistDataset careless =
        new PlaylistDataset() {
          @Override
          public Catalogue catalogue() {
            return Catalogue.of(List.of(Song.of("a")));
          }

          @Override
          public Stream<Playlist> playlists() {
            return Stream.of(Playlist.of(0, 0), Playlist.of(0, 1));
          }
        };
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Evaluator.of(accuracyAt(1)).evaluate(bigram(true), careless))
        .withMessage("playlist 1, position 1: song index must be in 0..0, was 1");
  }

  @Test
  void evaluate_ofAStream_closesIt_andReadsNoHistoryWithoutTimes() {
    assertThat(opened(Playlist.of(0, 1))).containsExactly("closed");
    assertThat(opened(Playlist.of(0, 1).withTimes("ann", 0, 60)))
        .as("playlists and history")
        .containsExactly("closed", "closed");
  }

  /** Evaluates on a playlist, and returns a word for each stream that was opened and closed. */
  private static List<String> opened(Playlist playlist) {
    List<String> streams = new ArrayList<>();
    PlaylistDataset dataset =
        new PlaylistDataset() {
          @Override
          public Catalogue catalogue() {
            return SONGS;
          }

          @Override
          public Stream<Playlist> playlists() {
            int stream = streams.size();
            streams.add("open");
            return Stream.of(playlist).onClose(() -> streams.set(stream, "closed"));
          }
        };
    Evaluator.of(accuracyAt(1)).evaluate(bigram(true), dataset);
    return streams;
  }

  @Test
  void of_noMetric() {
    assertThatIllegalArgumentException()
        .isThrownBy(Evaluator::of)
        .withMessage("there must be at least 1 metric, but there is none");
  }

  @Test
  void of_twoMetricsOfOneName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Evaluator.of(accuracyAt(1), accuracyAt(1)))
        .withMessage("metrics must have different names, but two are called 'accuracy@1'");
  }

  @Test
  void ties_moveTheRank() {
    Catalogue songs = bigram(true).catalogue();
    BigramRecommender tied =
        BigramRecommender.of(songs, false, new float[3], new float[3], new float[3], new float[3]);
    PlaylistDataset dataset = PlaylistDataset.of(songs, List.of(Playlist.of(0, 1)));
    Metric rank = Metric.of("rank", 0, transition -> OptionalDouble.of(transition.rank()));
    Evaluator evaluator = Evaluator.of(rank);
    assertThat(evaluator.evaluate(tied, dataset).value("rank")).isEqualTo(2);
    assertThat(evaluator.ties(Scores.Ties.FIRST).evaluate(tied, dataset).value("rank"))
        .isEqualTo(1);
    assertThat(evaluator.ties(Scores.Ties.LAST).evaluate(tied, dataset).value("rank")).isEqualTo(3);
  }
}
