package dev.segue.evaluation;

import dev.segue.Catalogue;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A measure of quality. Most are the mean of a value per transition; some measure how often each
 * song of the catalogue was recommended in total, or how far probabilities can be trusted.
 * Immutable; may be shared by threads if its functions may.
 *
 * <p>The ranking metrics measure the rank of the target, the song that was played next. With one
 * relevant song per list, accuracy@k is also called hit rate@k or recall@k (Hidasi et al.,
 * "Session-based Recommendations with Recurrent Neural Networks", ICLR 2016, <a
 * href="https://arxiv.org/abs/1511.06939">arXiv:1511.06939</a>).
 */
public sealed interface Metric permits MeanMetric, ExposureMetric, CalibrationMetric {

  /**
   * Returns the name in tables and JSON, such as {@code accuracy@10}.
   *
   * @return the name
   */
  String name();

  /**
   * Returns how many recommended songs per transition the metric needs; 0 if none.
   *
   * @return the number
   */
  int listLength();

  /**
   * Makes a metric of your own: the mean of a value per transition. This one is the share of
   * transitions in which the first two songs recommended include one by the artist who was played:
   *
   * {@snippet class="dev.segue.samples.javadoc.EvaluationExamplesTest" region="metric"}
   *
   * @param name the name in tables and JSON
   * @param listLength how many {@linkplain ScoredTransition#recommended recommended songs} it
   *     needs, 0 or more
   * @param perTransition receives each transition: the target with its rank and log-probability,
   *     the songs heard before it, and the songs recommended, which are more than {@code
   *     listLength} if another metric needs more. Returns the value, or empty to leave the
   *     transition out of the mean. The thread that evaluates calls it
   * @return the metric
   * @throws IllegalArgumentException if the length is negative
   */
  static Metric of(
      String name, int listLength, Function<ScoredTransition, OptionalDouble> perTransition) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(perTransition, "perTransition");
    if (listLength < 0) {
      throw new IllegalArgumentException(name + ": listLength must be >= 0, was " + listLength);
    }
    return new MeanMetric(
        name, listLength, perTransition, DoubleUnaryOperator.identity(), mean -> 1);
  }

  /**
   * Measures the share of transitions whose target is among the first {@code k} songs.
   *
   * @param k length of the list, at least 1
   * @return a metric from 0 to 1, higher is better
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  static Metric accuracyAt(int k) {
    return MeanMetric.ranking("accuracy", k, rank -> 1);
  }

  /**
   * Measures the mean reciprocal rank; a rank beyond {@code k} counts as 0 (Voorhees, "The TREC-8
   * Question Answering Track Report", 1999).
   *
   * @param k length of the list, at least 1
   * @return a metric from 0 to 1, higher is better
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  static Metric mrrAt(int k) {
    return MeanMetric.ranking("mrr", k, rank -> 1 / rank);
  }

  /**
   * Measures the normalised discounted cumulative gain with one relevant song: {@code 1 / log2(1 +
   * rank)}, and 0 beyond {@code k} (J&auml;rvelin and Kek&auml;l&auml;inen, ACM TOIS 20(4), 2002,
   * <a href="https://doi.org/10.1145/582415.582418">doi:10.1145/582415.582418</a>).
   *
   * @param k length of the list, at least 1
   * @return a metric from 0 to 1, higher is better
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  static Metric ndcgAt(int k) {
    return MeanMetric.ranking("ndcg", k, rank -> Math.log(2) / Math.log(1 + rank));
  }

  /**
   * Measures the mean natural logarithm of the probability of the target. Skips transitions to a
   * song that the recommender does not know.
   *
   * @return a metric in nats per transition, 0 or less, higher is better
   */
  static Metric logLikelihood() {
    return of("log_likelihood", 0, ScoredTransition::logProbability);
  }

  /**
   * Measures the exponential of the negative {@link #logLikelihood}: the number of equally likely
   * songs that would be as hard to predict.
   *
   * @return a metric of 1 or more, lower is better
   */
  static Metric perplexity() {
    return new MeanMetric(
        "perplexity",
        0,
        ScoredTransition::logProbability,
        mean -> Math.exp(-mean),
        mean -> -Math.exp(-mean));
  }

  /**
   * Measures the share of the catalogue that appears in at least one list of {@code k} songs
   * (Herlocker, Konstan, Terveen and Riedl, "Evaluating Collaborative Filtering Recommender
   * Systems", ACM TOIS 22(1), 2004, <a
   * href="https://doi.org/10.1145/963770.963772">doi:10.1145/963770.963772</a>).
   *
   * @param k length of the lists, at least 1
   * @return a metric from 0 to 1; grows with the number of lists
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  static Metric coverageAt(int k) {
    return new ExposureMetric("coverage", k, Exposures::coverage);
  }

  /**
   * Measures how unequally songs are recommended: the Gini coefficient of the number of lists of
   * {@code k} songs in which each song of the catalogue appears (Fleder and Hosanagar, "Blockbuster
   * Culture's Next Rise or Fall", Management Science 55(5), 2009, <a
   * href="https://doi.org/10.1287/mnsc.1080.0974">doi:10.1287/mnsc.1080.0974</a>).
   *
   * @param k length of the lists, at least 1
   * @return a metric from 0 (all songs equally often) to almost 1 (always the same song)
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  static Metric giniAt(int k) {
    return new ExposureMetric("gini", k, Exposures::gini);
  }

  /**
   * Measures how far probabilities can be trusted: the expected calibration error of the song that
   * is recommended first. Its probabilities are divided into ranges of equal width; in each, their
   * mean is compared with the share of lists whose first song was played; the error is the mean of
   * how far both are apart, over all lists (Guo, Pleiss, Sun and Weinberger, "On Calibration of
   * Modern Neural Networks", ICML 2017, <a
   * href="https://arxiv.org/abs/1706.04599">arXiv:1706.04599</a>). {@link
   * Evaluation.Result#reliability} has the ranges. Only for recommenders with probabilities.
   *
   * @param bins how many ranges, at least 1; the paper has 15
   * @return a metric from 0 to 1, lower is better
   * @throws IllegalArgumentException if there is no range
   */
  static Metric calibrationError(int bins) {
    return new CalibrationMetric(bins);
  }

  /**
   * Measures how novel the first {@code k} songs are: their mean self-information {@code -log2
   * p(song)}, where {@code p} is a song's share of the training plays, with one play added to each
   * song (Zhou et al., "Solving the apparent diversity-accuracy dilemma of recommender systems",
   * PNAS 107(10), 2010, <a
   * href="https://doi.org/10.1073/pnas.1000488107">doi:10.1073/pnas.1000488107</a>).
   *
   * @param k length of the list, at least 1
   * @param training the playlists whose plays are counted, by song id
   * @return a metric in bits, 0 or more; higher is more novel
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  static Metric noveltyAt(int k, PlaylistDataset training) {
    Objects.requireNonNull(training, "training");
    PlayCounts plays = PlayCounts.of(training);
    return MeanMetric.list("novelty", k, plays::selfInformation);
  }

  /**
   * Measures how popular the first {@code k} songs are: their mean number of training plays,
   * divided by that of the songs heard. Above 1, the recommended songs are more popular than those
   * heard (popularity lift; Abdollahpouri et al., "The Connection Between Popularity Bias,
   * Calibration, and Fairness in Recommendation", RecSys 2020, <a
   * href="https://doi.org/10.1145/3383313.3418487">doi:10.1145/3383313.3418487</a>, plus 1). Skips
   * transitions without a known song before them.
   *
   * @param k length of the list, at least 1
   * @param training the playlists whose plays are counted, by song id, with one play added to each
   *     song
   * @return a metric of 0 or more; 1 means equally popular
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  static Metric popularityBiasAt(int k, PlaylistDataset training) {
    Objects.requireNonNull(training, "training");
    PlayCounts plays = PlayCounts.of(training);
    return of(
        MeanMetric.at("popularity_bias", k),
        k,
        transition ->
            transition.heard().isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                    MeanMetric.mean(MeanMetric.first(k, transition), plays::plays)
                        / MeanMetric.mean(transition.heard().stream(), plays::plays)));
  }

  /**
   * Counts the distinct {@linkplain Catalogue#leadArtist(Song) lead artists} of the first {@code k}
   * songs, divided by {@code k}; each song without an artist counts as one (Bonnin and Jannach,
   * "Automated Generation of Music Playlists", ACM Computing Surveys 47(2), 2014, <a
   * href="https://doi.org/10.1145/2652481">doi:10.1145/2652481</a>).
   *
   * @param k length of the list, at least 1
   * @return a metric from 0 to 1
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  static Metric artistDiversityAt(int k) {
    return of(
        MeanMetric.at("artist_diversity", k),
        k,
        transition ->
            OptionalDouble.of(
                MeanMetric.first(k, transition)
                        .map(song -> MeanMetric.artist(transition, song))
                        .distinct()
                        .count()
                    / (double) k));
  }

  /**
   * Measures the share of the first {@code k} songs that have the lead artist or a tag of the last
   * song heard (Jannach, Lerche and Kamehkhosh, "Beyond 'Hitting the Hits'", RecSys 2015, <a
   * href="https://doi.org/10.1145/2792838.2800182">doi:10.1145/2792838.2800182</a>). Skips
   * transitions without a known song before them.
   *
   * @param k length of the list, at least 1
   * @return a metric from 0 to 1
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  static Metric coherenceAt(int k) {
    return of(
        MeanMetric.at("coherence", k),
        k,
        transition -> {
          if (transition.heard().isEmpty()) {
            return OptionalDouble.empty();
          }
          Song last = transition.heard().get(transition.heard().size() - 1);
          Object artist = MeanMetric.artist(transition, last);
          Set<String> tags = new HashSet<>(last.tags());
          return OptionalDouble.of(
              MeanMetric.mean(
                  MeanMetric.first(k, transition),
                  song ->
                      MeanMetric.artist(transition, song).equals(artist)
                              || song.tags().stream().anyMatch(tags::contains)
                          ? 1
                          : 0));
        });
  }

  /**
   * Measures the share of transitions whose target is among the first {@code k} songs, but not
   * among those of a simpler recommender (Ge, Delgado-Battenfeld and Jannach, "Beyond Accuracy:
   * Evaluating Recommender Systems by Coverage and Serendipity", RecSys 2010, <a
   * href="https://doi.org/10.1145/1864708.1864761">doi:10.1145/1864708.1864761</a>).
   *
   * @param k length of the list, at least 1
   * @param baseline the simpler recommender; called for each hit, with all songs heard before in
   *     the playlist, at their times if it has any; it does not know earlier playlists
   * @return a metric from 0 to 1, higher is better
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  static Metric serendipityAt(int k, SequenceRecommender baseline) {
    Objects.requireNonNull(baseline, "baseline");
    return of(
        MeanMetric.at("serendipity", k),
        0,
        transition ->
            OptionalDouble.of(
                MeanMetric.hit(k, transition) && MeanMetric.rank(baseline, transition) > k
                    ? 1
                    : 0));
  }

  /**
   * Restricts this metric to some of the transitions.
   *
   * @param condition the suffix of the name, such as {@code "weekend"}
   * @param holds whether a transition counts
   * @return the metric {@code name[condition]}
   * @throws UnsupportedOperationException if this is not a mean over transitions
   */
  default Metric where(String condition, Predicate<ScoredTransition> holds) {
    Objects.requireNonNull(condition, "condition");
    Objects.requireNonNull(holds, "holds");
    throw new UnsupportedOperationException(
        name() + " is not a mean over transitions: it cannot be restricted to some of them");
  }

  /**
   * Divides a metric by position in the playlist.
   *
   * @param metric a mean over transitions
   * @param from the first position of each group, rising, from 1; the last group has no end
   * @return one metric per group, such as {@code accuracy@10[position 5-9]}
   * @throws IllegalArgumentException if the positions do not rise
   * @throws UnsupportedOperationException if the metric is not a mean over transitions
   */
  static List<Metric> byPosition(Metric metric, int... from) {
    Objects.requireNonNull(metric, "metric");
    Objects.requireNonNull(from, "from");
    return NumberRanges.of("position", from)
        .split(metric, transition -> OptionalLong.of(transition.position()));
  }

  /**
   * Divides a metric by how often the target was played in training.
   *
   * @param metric a mean over transitions
   * @param training the playlists whose plays are counted; the catalogue of the dataset evaluated
   *     on must be the same or begin with it; further songs have no plays
   * @param from the fewest plays of each group, rising; the last group has no end
   * @return one metric per group, such as {@code accuracy@10[plays 0-4]}
   * @throws IllegalArgumentException if the numbers of plays do not rise
   * @throws UnsupportedOperationException if the metric is not a mean over transitions
   */
  static List<Metric> byPopularity(Metric metric, PlaylistDataset training, int... from) {
    Objects.requireNonNull(metric, "metric");
    Objects.requireNonNull(training, "training");
    Objects.requireNonNull(from, "from");
    PlayCounts plays = PlayCounts.of(training);
    return NumberRanges.of("plays", from)
        .split(metric, transition -> OptionalLong.of(plays.of(transition.target())));
  }

  /**
   * Divides a metric by how long after training the target was played, which shows how a
   * recommender ages. {@code byAge(metric, trainedUntil, 1, 2, 8)} divides into the first day, the
   * rest of the first week, and later. Skips targets without times, and those from before the first
   * group.
   *
   * @param metric a mean over transitions
   * @param trainedUntil when training ends, such as {@link dev.segue.Provenance#trainedUntil}
   * @param from the first day of each group, rising; day 1 is the 24 hours from then on, and the
   *     last group has no end
   * @return one metric per group, such as {@code accuracy@10[day 2-7]}
   * @throws IllegalArgumentException if the days do not rise
   * @throws UnsupportedOperationException if the metric is not a mean over transitions
   */
  static List<Metric> byAge(Metric metric, Instant trainedUntil, int... from) {
    Objects.requireNonNull(metric, "metric");
    Objects.requireNonNull(trainedUntil, "trainedUntil");
    Objects.requireNonNull(from, "from");
    return NumberRanges.of("day", from)
        .split(
            metric,
            transition ->
                transition.time().stream().mapToLong(time -> day(trainedUntil, time)).findFirst());
  }

  private static long day(Instant first, Instant time) {
    long seconds = Duration.between(first, time).toSeconds(); // rounds down
    return 1 + Math.floorDiv(seconds, Duration.ofDays(1).toSeconds());
  }
}
