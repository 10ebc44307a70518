package dev.segue.evaluation;

import static dev.segue.evaluation.Metric.accuracyAt;
import static dev.segue.evaluation.Metric.byPosition;
import static dev.segue.evaluation.Metric.calibrationError;
import static dev.segue.evaluation.Metric.coverageAt;
import static dev.segue.evaluation.Metric.giniAt;
import static dev.segue.evaluation.Metric.logLikelihood;
import static dev.segue.evaluation.Metric.mrrAt;
import static dev.segue.evaluation.Metric.perplexity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.segue.BigramRecommender;
import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.evaluation.Evaluation.Protocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Parts of a dataset, evaluated apart, travel as bytes and become the evaluation of the whole. */
class EvaluationMergeTest {

  private static final Catalogue SONGS =
      Catalogue.of(Stream.of("a", "b", "c", "d").map(Song::of).toList());
  private static final BigramRecommender RECOMMENDER =
      BigramRecommender.of(
          SONGS,
          true,
          new float[] {-1.5f, -0.5f, -2.5f, -1},
          new float[] {-2, -2, -0.4f, -2.1f},
          new float[] {-0.6f, -1.7f, -1.6f, -1},
          new float[] {-0.5f, -1, -3, -2},
          new float[] {-0.7f, -1.3f, -1.4f, -2});
  private static final List<Metric> METRICS = metrics();
  private static final List<Playlist> PLAYLISTS = playlists();

  private static List<Metric> metrics() {
    List<Metric> metrics =
        new ArrayList<>(
            List.of(
                accuracyAt(1),
                mrrAt(3),
                logLikelihood(),
                perplexity(),
                coverageAt(1),
                giniAt(2),
                calibrationError(7)));
    metrics.addAll(byPosition(accuracyAt(2), 1, 4, 100));
    return metrics;
  }

  /** Some are too short to have a target. */
  private static List<Playlist> playlists() {
    Random random = new Random(1);
    return Stream.generate(() -> Playlist.of(random.ints(random.nextInt(12), 0, 4).toArray()))
        .limit(200)
        .toList();
  }

  /** Evaluates every so many-th playlist, under the numbers that they have in the whole. */
  private static Evaluation part(int first, int step) {
    int[] numbers = IntStream.iterate(first, i -> i < 200, i -> i + step).toArray();
    return Evaluator.of(METRICS)
        .numbered(place -> numbers[(int) place])
        .evaluate(
            RECOMMENDER,
            PlaylistDataset.of(SONGS, Arrays.stream(numbers).mapToObj(PLAYLISTS::get).toList()));
  }

  @Test
  void merge_ofParts_isTheEvaluationOfTheWhole() {
    Evaluation whole =
        Evaluator.of(METRICS).evaluate(RECOMMENDER, PlaylistDataset.of(SONGS, PLAYLISTS));
    for (int parts : new int[] {1, 2, 7}) {
      Evaluation merged =
          IntStream.range(0, parts)
              .mapToObj(first -> part(first, parts))
              .map(part -> Evaluator.of(METRICS).read(part.toBytes()))
              .reduce(Evaluation::merge)
              .orElseThrow();
      assertThat(merged.transitions()).isEqualTo(whole.transitions());
      for (Evaluation.Result expected : whole.results()) {
        Evaluation.Result actual = merged.result(expected.metric());
        assertThat(actual.count()).isEqualTo(expected.count());
        assertThat(List.of(actual.value(), actual.standardError()))
            .usingElementComparator((a, b) -> Math.abs(a - b) <= 1e-12 ? 0 : Double.compare(a, b))
            .isEqualTo(List.of(expected.value(), expected.standardError()));
        Interval interval = expected.interval(0.95);
        assertThat(actual.interval(0.95).low()).isEqualTo(interval.low(), within(1e-12));
        assertThat(actual.interval(0.95).high()).isEqualTo(interval.high(), within(1e-12));
      }
      Difference difference = merged.result("accuracy@1").minus(whole.result("accuracy@1"));
      assertThat(difference.value()).isEqualTo(0, within(1e-12));
      assertThat(difference.pValue()).isEqualTo(1);
    }
  }

  @Test
  void merge_ofOtherMetrics() {
    Evaluation whole = part(0, 1);
    PlaylistDataset dataset = PlaylistDataset.of(SONGS, PLAYLISTS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> whole.merge(Evaluator.of(accuracyAt(1)).evaluate(RECOMMENDER, dataset)))
        .withMessage("evaluations must have the same metrics to be merged, but have 10 and 1");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Evaluator.of(mrrAt(1))
                    .evaluate(RECOMMENDER, dataset)
                    .merge(Evaluator.of(accuracyAt(1)).evaluate(RECOMMENDER, dataset)))
        .withMessage(
            "evaluations must have the same metrics to be merged, but have 'mrr@1' and"
                + " 'accuracy@1'");
  }

  @Test
  void read_keepsTheProtocol() {
    PlaylistDataset timed =
        PlaylistDataset.of(SONGS, List.of(Playlist.of(0, 1, 2).withTimes("ann", 0, 200, 400)));
    Evaluation evaluation = Evaluator.of(METRICS).evaluate(RECOMMENDER, timed);
    assertThat(Evaluator.of(METRICS).read(evaluation.toBytes()).protocol())
        .isEqualTo(Protocol.FORWARD_IN_TIME);
    assertThat(evaluation.merge(part(0, 1)).protocol()).isEqualTo(Protocol.FORWARD_IN_TIME);
    assertThat(part(0, 1).merge(evaluation).protocol()).isEqualTo(Protocol.FORWARD_IN_TIME);
    assertThat(Evaluator.of(METRICS).read(part(0, 1).toBytes()).protocol())
        .isEqualTo(Protocol.WITHIN_PLAYLIST);
  }

  @Test
  void read_ofDamagedBytes() {
    byte[] bytes = part(0, 1).toBytes();
    for (int at = 0; at < bytes.length; at += at < 100 ? 1 : 997) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 4;
      assertThatIllegalArgumentException()
          .as("byte %d", at)
          .isThrownBy(() -> Evaluator.of(METRICS).read(damaged));
    }
    assertRefused(new byte[0], "evaluation must be whole, but is cut off after 0 bytes");
    assertRefused(new byte[] {1, 2, 3, 4}, "evaluation must begin with 0x53674576, was 0x1020304");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Evaluator.of(METRICS).read(Arrays.copyOf(bytes, 1000)))
        .withMessageStartingWith("evaluation is damaged or cut off: its checksum must be 0x");
  }

  @Test
  void read_ofOtherMetrics() {
    byte[] bytes =
        Evaluator.of(mrrAt(1))
            .evaluate(RECOMMENDER, PlaylistDataset.of(SONGS, PLAYLISTS))
            .toBytes();
    assertRefused(bytes, "evaluation must be by 10 metrics, was by 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Evaluator.of(accuracyAt(1)).read(bytes))
        .withMessage("metric of the evaluation must be 'accuracy@1', was 'mrr@1'");
  }

  private static void assertRefused(byte[] bytes, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Evaluator.of(METRICS).read(bytes))
        .withMessage(message);
  }
}
