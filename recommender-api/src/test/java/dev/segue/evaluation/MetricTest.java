package dev.segue.evaluation;

import static dev.segue.evaluation.Metric.accuracyAt;
import static dev.segue.evaluation.Metric.artistDiversityAt;
import static dev.segue.evaluation.Metric.byAge;
import static dev.segue.evaluation.Metric.byPopularity;
import static dev.segue.evaluation.Metric.byPosition;
import static dev.segue.evaluation.Metric.calibrationError;
import static dev.segue.evaluation.Metric.coherenceAt;
import static dev.segue.evaluation.Metric.coverageAt;
import static dev.segue.evaluation.Metric.giniAt;
import static dev.segue.evaluation.Metric.logLikelihood;
import static dev.segue.evaluation.Metric.mrrAt;
import static dev.segue.evaluation.Metric.ndcgAt;
import static dev.segue.evaluation.Metric.noveltyAt;
import static dev.segue.evaluation.Metric.perplexity;
import static dev.segue.evaluation.Metric.popularityBiasAt;
import static dev.segue.evaluation.Metric.serendipityAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.segue.BigramRecommender;
import dev.segue.Catalogue;
import dev.segue.DayAgoRecommender;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MetricTest {

  private static double at(double rank, Metric metric) {
    return value(metric, transition(rank, OptionalDouble.empty()));
  }

  private static double value(Metric metric, ScoredTransition transition) {
    return ((MeanMetric) metric).perTransition().apply(transition).orElseThrow();
  }

  private static ScoredTransition transition(double rank, OptionalDouble logProbability) {
    return transition(rank, logProbability, Optional.empty());
  }

  private static ScoredTransition transition(
      double rank, OptionalDouble logProbability, Optional<Instant> time) {
    return new ScoredTransition(
        0,
        1,
        0,
        Song.of("a"),
        time,
        true,
        rank,
        logProbability,
        OptionalDouble.empty(),
        List.of(),
        List.of(),
        List.of(),
        Catalogue.of(List.of()));
  }

  @Test
  void accuracyAt_countsRanksUpToK() {
    assertThat(at(1, accuracyAt(10))).isEqualTo(1);
    assertThat(at(10, accuracyAt(10))).isEqualTo(1);
    assertThat(at(10.5, accuracyAt(10))).isZero();
    assertThat(accuracyAt(10).name()).isEqualTo("accuracy@10");
  }

  @Test
  void mrrAt_isOneByRankUpToK() {
    assertThat(at(1, mrrAt(20))).isEqualTo(1);
    assertThat(at(2.5, mrrAt(20))).isEqualTo(0.4);
    assertThat(at(20, mrrAt(20))).isEqualTo(0.05);
    assertThat(at(21, mrrAt(20))).isZero();
    assertThat(mrrAt(20).name()).isEqualTo("mrr@20");
  }

  @Test
  void ndcgAt_discountsByTheLogarithm() {
    assertThat(at(1, ndcgAt(5))).isEqualTo(1);
    assertThat(at(3, ndcgAt(5))).isEqualTo(0.5, within(1e-15));
    assertThat(at(7, ndcgAt(10))).isEqualTo(1.0 / 3, within(1e-15));
    assertThat(at(6, ndcgAt(5))).isZero();
    assertThat(ndcgAt(5).name()).isEqualTo("ndcg@5");
  }

  @Test
  void k_zero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> accuracyAt(0))
        .withMessage("accuracy@k: k must be >= 1, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mrrAt(-1))
        .withMessage("mrr@k: k must be >= 1, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ndcgAt(0))
        .withMessage("ndcg@k: k must be >= 1, was 0");
  }

  @Test
  void logLikelihood_isTheLogProbability() {
    ScoredTransition transition = transition(1, OptionalDouble.of(-1.5));
    assertThat(value(logLikelihood(), transition)).isEqualTo(-1.5);
  }

  @Test
  void perplexity_isTheExponentialOfTheMeanLoss() {
    MeanMetric perplexity = (MeanMetric) perplexity();
    assertThat(perplexity.shown().applyAsDouble(-Math.log(8))).isEqualTo(8, within(1e-12));
    // The slope of exp(-x) at -ln 8 is -8.
    assertThat(perplexity.shownError(-Math.log(8), 0.25)).isEqualTo(2, within(1e-8));
  }

  @Test
  void needsProbabilities_onlyWhereNothingElseIsMissing() {
    Metric lateRank =
        Metric.of(
            "late rank",
            0,
            transition ->
                transition.position() > 5
                    ? OptionalDouble.of(transition.rank())
                    : OptionalDouble.empty());
    assertThat(List.of(logLikelihood(), perplexity()))
        .allMatch(metric -> ((MeanMetric) metric).needsProbabilities());
    assertThat(List.of(accuracyAt(1), mrrAt(1), ndcgAt(1), lateRank))
        .noneMatch(metric -> ((MeanMetric) metric).needsProbabilities());
  }

  @Property
  void rankingMetrics_fallWithTheRank(
      @ForAll @IntRange(min = 2, max = 100) int halves,
      @ForAll @IntRange(min = 2, max = 100) int otherHalves,
      @ForAll @IntRange(min = 1, max = 30) int k) {
    double better = Math.min(halves, otherHalves) / 2.0;
    double worse = Math.max(halves, otherHalves) / 2.0;
    for (Metric metric : List.of(accuracyAt(k), mrrAt(k), ndcgAt(k))) {
      assertThat(at(better, metric)).isGreaterThanOrEqualTo(at(worse, metric)).isBetween(0.0, 1.0);
    }
  }

  /** Two songs of one artist and one of another, and a small recommender of them. */
  @Nested
  class BeyondAccuracy {

    private static final Catalogue SONGS =
        Catalogue.of(
            List.of(
                new Song("a", "", "X", List.of()),
                new Song("b", "", "X feat. Z", List.of("slow")),
                new Song("c", "", "Y", List.of("slow"))));

    /**
     * After a it recommends b, a, c; after b it recommends c, a, b; after c it recommends a, b, c.
     */
    private static final BigramRecommender BIGRAM =
        BigramRecommender.of(
            SONGS,
            false,
            new float[] {2, 3, 1},
            new float[] {2, 1, 3},
            new float[] {3, 2, 1},
            new float[] {3, 2, 1});

    private static final PlaylistDataset TRAINING = dataset(new int[] {0, 1, 1, 1});

    private static PlaylistDataset dataset(int[]... playlists) {
      return PlaylistDataset.of(SONGS, Arrays.stream(playlists).map(Playlist::of).toList());
    }

    private static double value(Metric metric, int[]... playlists) {
      return Evaluator.of(metric).evaluate(BIGRAM, dataset(playlists)).value(metric.name());
    }

    @Test
    void coverage_isTheShareOfSongsEverRecommended() { // b and b, then b and c
      assertThat(value(coverageAt(1), new int[] {0, 1}, new int[] {0, 2}))
          .isEqualTo(1 / 3.0, within(1e-12));
      assertThat(value(coverageAt(1), new int[] {0, 1, 2})).isEqualTo(2 / 3.0, within(1e-12));
    }

    @Test
    void gini_isOfTheExposure() { // 0, 2, 0 and 0, 1, 1
      assertThat(value(giniAt(1), new int[] {0, 1}, new int[] {0, 2}))
          .isEqualTo(2 / 3.0, within(1e-12));
      assertThat(value(giniAt(1), new int[] {0, 1, 2})).isEqualTo(1 / 3.0, within(1e-12));
      assertThat(value(giniAt(3), new int[] {0, 1, 2})).as("all songs alike").isZero();
    }

    /** b, of 2/3, comes after a in one of two cases; c, of 1/2, after b in none. */
    @Test
    void calibrationError_isTheMeanDistanceOfItsBins() {
      BigramRecommender recommender =
          BigramRecommender.of(
              SONGS, true, logs(1, 4, 1), logs(1, 1, 2), logs(2, 1, 1), logs(1, 1, 1));
      PlaylistDataset test = dataset(new int[] {0, 1, 0}, new int[] {0, 2});
      assertThat(error(recommender, 1, test)).isEqualTo((4 / 3.0 + 0.5 - 1) / 3, within(1e-7));
      assertThat(error(recommender, 10, test))
          .isEqualTo((Math.abs(4 / 3.0 - 1) + 0.5) / 3, within(1e-7));
      List<ReliabilityBin> bins =
          Evaluator.of(calibrationError(10))
              .evaluate(recommender, test)
              .result("calibration_error")
              .reliability();
      assertThat(bins).extracting(ReliabilityBin::lists).containsExactly(1L, 2L);
      assertThat(bins).extracting(ReliabilityBin::accuracy).containsExactly(0.0, 0.5);
      assertThat(bins.get(0).confidence()).isEqualTo(0.5, within(1e-7));
    }

    private static float[] logs(double... weights) {
      float[] logs = new float[weights.length];
      for (int song = 0; song < logs.length; song++) {
        logs[song] = (float) Math.log(weights[song]);
      }
      return logs;
    }

    private static double error(BigramRecommender recommender, int bins, PlaylistDataset dataset) {
      return Evaluator.of(calibrationError(bins))
          .evaluate(recommender, dataset)
          .value("calibration_error");
    }

    @Test
    void calibrationError_needsProbabilities() {
      Evaluator evaluator = Evaluator.of(calibrationError(15));
      assertThatIllegalStateException()
          .isThrownBy(() -> evaluator.evaluate(BIGRAM, dataset(new int[] {0, 1})))
          .withMessageContaining("calibration_error");
    }

    @Test
    void calibrationError_noBins_isRefused() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> calibrationError(0))
          .withMessage("calibration_error: bins must be >= 1, was 0");
    }

    @Test
    void novelty_isSelfInformationInBits() { // b: 4 of 7 plays, one added to each
      assertThat(value(noveltyAt(1, TRAINING), new int[] {0, 1}))
          .isEqualTo(Math.log(7 / 4.0) / Math.log(2), within(1e-12));
    }

    @Test
    void popularityBias_comparesWithWhatWasHeard() { // b with 4, a with 2
      assertThat(value(popularityBiasAt(1, TRAINING), new int[] {0, 1})).isEqualTo(2);
      assertThat(value(popularityBiasAt(2, TRAINING), new int[] {0, 1})).isEqualTo(1.5);
    }

    @Test
    void artistDiversity_countsLeadArtists() { // b and a are by X
      assertThat(value(artistDiversityAt(2), new int[] {0, 1})).isEqualTo(0.5);
      assertThat(value(artistDiversityAt(3), new int[] {0, 1})).isEqualTo(2 / 3.0, within(1e-12));
    }

    @Test
    void coherence_isWithTheLastSong() { // after a: b, a by its artist; after b: c by tag, a, b
      assertThat(value(coherenceAt(3), new int[] {0, 1})).isEqualTo(2 / 3.0, within(1e-12));
      assertThat(value(coherenceAt(2), new int[] {1, 0})).isEqualTo(1);
    }

    @Test
    void serendipity_leavesOutWhatTheBaselineHits() {
      BigramRecommender baseline =
          BigramRecommender.of(
              SONGS,
              false,
              new float[] {3, 2, 1},
              new float[] {3, 2, 1},
              new float[] {3, 2, 1},
              new float[] {3, 2, 1});
      Metric metric = serendipityAt(1, baseline);
      assertThat(value(metric, new int[] {0, 1})).as("b, where the baseline says a").isEqualTo(1);
      assertThat(value(metric, new int[] {2, 0})).as("both say a").isZero();
      assertThat(value(metric, new int[] {0, 2})).as("no hit").isZero();
    }

    @Test
    void serendipity_baselineKnowsTheTimes() { // at the end a is a day old: the baseline's first
      Playlist day = Playlist.of(0, 1, 2, 0).withTimes("ann", 0, 3600, 7200, 86_400);
      Metric metric = serendipityAt(1, new DayAgoRecommender(SONGS));
      Evaluation evaluation =
          Evaluator.of(metric).evaluate(BIGRAM, PlaylistDataset.of(SONGS, List.of(day)));
      assertThat(evaluation.value("serendipity@1")).isEqualTo(2 / 3.0, within(1e-12));
    }

    @Test
    void byPosition_splitsTheTransitions() { // hit, hit, miss
      List<Metric> metrics = byPosition(accuracyAt(1), 1, 2, 4);
      assertThat(metrics)
          .extracting(Metric::name)
          .containsExactly(
              "accuracy@1[position 1]", "accuracy@1[position 2-3]", "accuracy@1[position 4+]");
      Evaluation evaluation =
          Evaluator.of(metrics).evaluate(BIGRAM, dataset(new int[] {0, 1, 2, 2}));
      assertThat(evaluation.results())
          .extracting(Evaluation.Result::value)
          .containsExactly(1.0, 0.5, Double.NaN);
      assertThat(evaluation.results())
          .extracting(Evaluation.Result::count)
          .containsExactly(1L, 2L, 0L);
    }

    @Test
    void byPopularity_splitsByPlaysInTraining() { // b with 3 plays is hit, c with none is not
      Evaluation evaluation =
          Evaluator.of(byPopularity(accuracyAt(1), TRAINING, 0, 1))
              .evaluate(BIGRAM, dataset(new int[] {0, 1}, new int[] {0, 2}));
      assertThat(evaluation.value("accuracy@1[plays 0]")).isZero();
      assertThat(evaluation.value("accuracy@1[plays 1+]")).isEqualTo(1);
    }

    @Test
    void byAge_splitsByDaysAfterTraining() {
      Instant end = Instant.parse("2025-01-01T12:00:00Z");
      List<Metric> metrics = byAge(accuracyAt(1), end, 1, 2, 8);
      assertThat(metrics)
          .extracting(Metric::name)
          .containsExactly("accuracy@1[day 1]", "accuracy@1[day 2-7]", "accuracy@1[day 8+]");
      assertThat(groupsAt(metrics, end.minusSeconds(1))).isEmpty();
      assertThat(groupsAt(metrics, end)).containsExactly(0);
      assertThat(groupsAt(metrics, Instant.parse("2025-01-02T11:59:59Z"))).containsExactly(0);
      assertThat(groupsAt(metrics, Instant.parse("2025-01-02T12:00:00Z"))).containsExactly(1);
      assertThat(groupsAt(metrics, Instant.parse("2025-01-08T11:59:59Z"))).containsExactly(1);
      assertThat(groupsAt(metrics, Instant.parse("2025-01-08T12:00:00Z"))).containsExactly(2);
      assertThat(groupsAt(metrics, Instant.parse("+100000-01-01T00:00:00Z"))).containsExactly(2);
      assertThat(groups(metrics, Optional.empty())).as("no time").isEmpty();
    }

    private static int[] groupsAt(List<Metric> metrics, Instant time) {
      return groups(metrics, Optional.of(time));
    }

    /** The metrics in which a target of that time counts. */
    private static int[] groups(List<Metric> metrics, Optional<Instant> time) {
      ScoredTransition transition = transition(1, OptionalDouble.empty(), time);
      return IntStream.range(0, metrics.size())
          .filter(
              group ->
                  ((MeanMetric) metrics.get(group)).perTransition().apply(transition).isPresent())
          .toArray();
    }

    @Test
    void badValues() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> coverageAt(0))
          .withMessage("coverage@k: k must be >= 1, was 0");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> byPosition(accuracyAt(1), 2, 2))
          .withMessage("groups by position must begin in rising order, but 2 comes after 2");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> byAge(accuracyAt(1), Instant.EPOCH, 8, 1))
          .withMessage("groups by day must begin in rising order, but 1 comes after 8");
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> byPosition(giniAt(1), 1))
          .withMessage(
              "gini@1 is not a mean over transitions: it cannot be restricted to some of them");
    }
  }
}
