package dev.segue.evaluation;

import dev.segue.Catalogue;
import dev.segue.PlayHistory;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Scores;
import dev.segue.SequenceRecommender;
import dev.segue.quotation.Quotation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;

/**
 * Measures how well a recommender predicts held-out playlists. Immutable; may be shared by threads.
 *
 * {@snippet class="dev.segue.samples.javadoc.EvaluationExamplesTest" region="evaluator"}
 *
 * <p>The protocol: the recommender predicts every target of every playlist, that is every song
 * after the {@linkplain Playlist#context() context}, from all songs before it in that playlist. It
 * ranks the whole catalogue; a song's rank is 1 + the number of songs scored strictly higher + half
 * the ties. It samples nothing, and skips nothing silently. A target that the recommender's
 * catalogue lacks has the last rank, is a miss at any list length, has no log-probability, and
 * counts in {@link Evaluation#unknownTargets}; if all are such, the log-likelihood is NaN. It skips
 * unknown songs among those heard before a target.
 *
 * <p>Playlists that know their {@linkplain Playlist#listener() listener} and times are predicted
 * forward in time, as in service: also known is what the listener played before the second in which
 * the playlist began, from all of the {@linkplain PlaylistDataset#history() history}, earlier
 * sessions and earlier targets included. The recommender is asked when the target was {@linkplain
 * Playlist#chosen(int) chosen}: when the song before it ended, where the playlist tells that, else
 * when the target began. Targets between two known songs share a list, that of the time of the
 * second. What the recommender has learnt does not change. {@link Evaluation#protocol} says whether
 * an evaluation was forward in time.
 *
 * <p>One pass over the scores on all cores computes all metrics. A mean takes 96 KB, whatever the
 * number of playlists; memory grows by the history if there are times.
 */
public final class Evaluator {

  private static final int TRANSITIONS_PER_BLOCK = 4096;

  private final List<Metric> metrics;
  private final Scores.Ties ties;
  private final LongUnaryOperator numbers;

  private Evaluator(List<Metric> metrics, Scores.Ties ties, LongUnaryOperator numbers) {
    this.metrics = metrics;
    this.ties = ties;
    this.numbers = numbers;
  }

  /**
   * Makes an evaluator.
   *
   * @param metrics the metrics to measure, at least one
   * @return the evaluator
   * @throws IllegalArgumentException if there is no metric, or two have the same name
   */
  public static Evaluator of(Metric... metrics) {
    return of(Arrays.asList(Objects.requireNonNull(metrics, "metrics")));
  }

  /**
   * Makes an evaluator.
   *
   * @param metrics the metrics to measure, at least one, with different names
   * @return the evaluator
   * @throws IllegalArgumentException if there is no metric, or two have the same name
   */
  public static Evaluator of(List<Metric> metrics) {
    Objects.requireNonNull(metrics, "metrics");
    metrics.forEach(each -> Objects.requireNonNull(each, "metrics"));
    if (metrics.isEmpty()) {
      throw new IllegalArgumentException("there must be at least 1 metric, but there is none");
    }
    Set<String> names = new HashSet<>();
    for (Metric metric : metrics) {
      if (!names.add(metric.name())) {
        throw new IllegalArgumentException(
            "metrics must have different names, but two are called %s"
                .formatted(Quotation.quote(metric.name())));
      }
    }
    return new Evaluator(List.copyOf(metrics), Scores.Ties.MIDDLE, LongUnaryOperator.identity());
  }

  /**
   * Changes where the target stands among songs with the same score.
   *
   * @param ties the place; the middle by default
   * @return the evaluator
   */
  public Evaluator ties(Scores.Ties ties) {
    return new Evaluator(metrics, Objects.requireNonNull(ties, "ties"), numbers);
  }

  /**
   * Changes the numbers of playlists, which decide what chance makes of them in intervals and
   * p-values. Parts of a dataset can be evaluated apart, and {@linkplain Evaluation#merge merged},
   * if each playlist has a number of its own in all of them.
   *
   * @param numbers returns the number of the playlist at a place in the dataset, which counts from
   *     0 those without a target too; the place itself by default
   * @return the evaluator
   */
  public Evaluator numbered(LongUnaryOperator numbers) {
    return new Evaluator(metrics, ties, Objects.requireNonNull(numbers, "numbers"));
  }

  /**
   * Measures a recommender.
   *
   * @param recommender the recommender to measure
   * @param dataset the playlists to predict; not those the recommender was trained on
   * @return the results
   * @throws IllegalArgumentException if the dataset has no target
   * @throws IllegalStateException if a metric needs probabilities and the recommender has none
   */
  public Evaluation evaluate(SequenceRecommender recommender, PlaylistDataset dataset) {
    return evaluate(recommender, dataset, transition -> {});
  }

  /**
   * Measures a recommender and passes on each transition.
   *
   * @param recommender the recommender to measure
   * @param dataset the playlists to predict; not those the recommender was trained on
   * @param each receives every transition, in the order of playlists and songs, on the calling
   *     thread
   * @return the results
   * @throws IllegalArgumentException if the dataset has no target
   * @throws IllegalStateException if a metric needs probabilities and the recommender has none
   */
  public Evaluation evaluate(
      SequenceRecommender recommender, PlaylistDataset dataset, Consumer<ScoredTransition> each) {
    Objects.requireNonNull(recommender, "recommender");
    Objects.requireNonNull(dataset, "dataset");
    Objects.requireNonNull(each, "each");
    checkProbabilities(recommender);
    PlaylistDataset checked = dataset.checked();
    EvaluationAccumulator accumulator = new EvaluationAccumulator(metrics, recommender.catalogue());
    int listLength = metrics.stream().mapToInt(Metric::listLength).max().orElse(0);
    KnownPlays known = new KnownPlays(checked, recommender.catalogue());
    try (Stream<Playlist> playlists = checked.playlists()) {
      List<PlaylistPrediction> block = new ArrayList<>();
      int transitions = 0;
      long place = 0;
      for (Iterator<Playlist> all = playlists.iterator(); all.hasNext(); place++) {
        Playlist playlist = all.next();
        if (playlist.targets() > 0) {
          block.add(
              new PlaylistPrediction(
                  numbers.applyAsLong(place), playlist, known.songs(), listLength, ties));
          transitions += playlist.transitions();
        }
        if (transitions >= TRANSITIONS_PER_BLOCK || !all.hasNext()) {
          predict(recommender, checked.catalogue(), known, block, each.andThen(accumulator::add));
          block.clear();
          transitions = 0;
        }
      }
    }
    return accumulator.evaluation();
  }

  /**
   * Reads an evaluation that an evaluator with the same metrics has made.
   *
   * @param bytes what {@link Evaluation#toBytes} returned
   * @return the evaluation
   * @throws IllegalArgumentException if the bytes are not an evaluation, are damaged, are of a
   *     version that this one cannot read, or hold other metrics
   */
  public Evaluation read(byte[] bytes) {
    Objects.requireNonNull(bytes, "bytes");
    return EvaluationBytes.read(bytes, metrics);
  }

  private void checkProbabilities(SequenceRecommender recommender) {
    List<String> impossible =
        metrics.stream()
            .filter(
                metric ->
                    metric instanceof CalibrationMetric
                        || (metric instanceof MeanMetric mean && mean.needsProbabilities()))
            .map(Metric::name)
            .toList();
    if (!recommender.probabilistic() && !impossible.isEmpty()) {
      throw new IllegalStateException(
          "%s defines no probabilities: leave out %s"
              .formatted(recommender, String.join(", ", impossible)));
    }
  }

  private static void predict(
      SequenceRecommender recommender,
      Catalogue dataset,
      KnownPlays known,
      List<PlaylistPrediction> block,
      Consumer<ScoredTransition> each) {
    boolean timed = block.stream().anyMatch(PlaylistPrediction::timed);
    PlayHistory history = timed ? known.history() : PlayHistory.none();
    recommender.score(
        block.stream().map(PlaylistPrediction::heard),
        history,
        (number, heard, scores) ->
            block.get((int) number).predict(heard, scores, recommender.probabilistic()));
    for (PlaylistPrediction prediction : block) {
      prediction.report(recommender, history, dataset, each);
    }
  }
}
