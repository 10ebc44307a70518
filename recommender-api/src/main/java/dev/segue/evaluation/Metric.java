package dev.segue.evaluation;

import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A figure of merit. Most are a value for each transition, whose mean is shown; some look at how
 * often each song of the catalogue was recommended in all. Immutable; may be shared by threads if
 * the functions that it is made of may.
 *
 * <p>The ranking metrics look at the rank of the one song that was really played next. With one
 * relevant song per list, accuracy@k is also called hit rate@k or recall@k (Hidasi et al.,
 * "Session-based Recommendations with Recurrent Neural Networks", ICLR 2016, <a
 * href="https://arxiv.org/abs/1511.06939">arXiv:1511.06939</a>).
 */
public sealed interface Metric permits MeanMetric, ExposureMetric {

  /**
   * What tables and JSON call it, such as {@code accuracy@10}.
   *
   * @return the name
   */
  String name();

  /**
   * How many recommended songs it looks at after each song heard; 0 if none.
   *
   * @return the number
   */
  int listLength();

  /**
   * A metric of one's own: the mean of a value for each transition.
   *
   * @param name what tables and JSON call it
   * @param listLength how many {@linkplain ScoredTransition#recommended recommended songs} it looks
   *     at, 0 or more
   * @param perTransition the value for one transition; empty leaves the transition out of the mean
   * @return the metric
   * @throws IllegalArgumentException if the length is negative
   */
  static Metric of(
      String name, int listLength, Function<ScoredTransition, OptionalDouble> perTransition) {
    if (listLength < 0) {
      throw new IllegalArgumentException(name + ": listLength must be >= 0, was " + listLength);
    }
    return new MeanMetric(name, listLength, perTransition, DoubleUnaryOperator.identity());
  }

  /**
   * The share of transitions whose next song is among the first {@code k}.
   *
   * @param k length of the list, at least 1
   * @return a metric from 0 to 1, higher is better
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  static Metric accuracyAt(int k) {
    return MeanMetric.ranking("accuracy", k, rank -> 1);
  }

  /**
   * Mean reciprocal rank, where a rank beyond {@code k} counts as 0 (Voorhees, "The TREC-8 Question
   * Answering Track Report", 1999).
   *
   * @param k length of the list, at least 1
   * @return a metric from 0 to 1, higher is better
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  static Metric mrrAt(int k) {
    return MeanMetric.ranking("mrr", k, rank -> 1 / rank);
  }

  /**
   * Normalised discounted cumulative gain with one relevant song: {@code 1 / log2(1 + rank)}, and 0
   * beyond {@code k} (J&auml;rvelin and Kek&auml;l&auml;inen, ACM TOIS 20(4), 2002, <a
   * href="https://doi.org/10.1145/582415.582418">doi:10.1145/582415.582418</a>).
   *
   * @param k length of the list, at least 1
   * @return a metric from 0 to 1, higher is better
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  static Metric ndcgAt(int k) {
    return MeanMetric.ranking("ndcg", k, rank -> Math.log(2) / Math.log(1 + rank));
  }

  /**
   * The mean natural logarithm of the probability of the next song. Transitions to a song that the
   * recommender does not know are left out.
   *
   * @return a metric in nats per transition, 0 or less, higher is better
   */
  static Metric logLikelihood() {
    return of("log_likelihood", 0, ScoredTransition::logProbability);
  }

  /**
   * The exponential of the negative {@link #logLikelihood}: among how many equally likely songs the
   * recommender hesitates on average.
   *
   * @return a metric of 1 or more, lower is better
   */
  static Metric perplexity() {
    return new MeanMetric(
        "perplexity", 0, ScoredTransition::logProbability, mean -> Math.exp(-mean));
  }

  /**
   * The share of the catalogue that is in at least one of the lists of {@code k} songs (Herlocker,
   * Konstan, Terveen and Riedl, "Evaluating Collaborative Filtering Recommender Systems", ACM TOIS
   * 22(1), 2004, <a href="https://doi.org/10.1145/963770.963772">doi:10.1145/963770.963772</a>).
   *
   * @param k length of the lists, at least 1
   * @return a metric from 0 to 1; grows with the number of lists
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  static Metric coverageAt(int k) {
    return new ExposureMetric("coverage", k, ExposureMetric::coverage);
  }

  /**
   * How unequally songs are recommended: the Gini coefficient of how many of the lists of {@code k}
   * songs each song of the catalogue is in (Fleder and Hosanagar, "Blockbuster Culture's Next Rise
   * or Fall", Management Science 55(5), 2009, <a
   * href="https://doi.org/10.1287/mnsc.1080.0974">doi:10.1287/mnsc.1080.0974</a>).
   *
   * @param k length of the lists, at least 1
   * @return a metric from 0 (all songs alike) to almost 1 (always the same song)
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  static Metric giniAt(int k) {
    return new ExposureMetric("gini", k, ExposureMetric::gini);
  }

  /**
   * How new the first {@code k} songs are: their mean self-information {@code -log2 p(song)}, with
   * {@code p} a song's share of the training plays, one play more of each song (Zhou et al.,
   * "Solving the apparent diversity-accuracy dilemma of recommender systems", PNAS 107(10), 2010,
   * <a href="https://doi.org/10.1073/pnas.1000488107">doi:10.1073/pnas.1000488107</a>).
   *
   * @param k length of the list, at least 1
   * @param training where plays are counted, by the songs' ids
   * @return a metric in bits, 0 or more; higher is newer
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  static Metric noveltyAt(int k, PlaylistDataset training) {
    Plays plays = Plays.of(training);
    return MeanMetric.list("novelty", k, plays::selfInformation);
  }

  /**
   * How popular the first {@code k} songs are: the mean number of their training plays, over that
   * of the songs heard. Above 1, the recommender leads to what is played more than what was heard
   * (popularity lift; Abdollahpouri et al., "The Connection Between Popularity Bias, Calibration,
   * and Fairness in Recommendation", RecSys 2020, <a
   * href="https://doi.org/10.1145/3383313.3418487">doi:10.1145/3383313.3418487</a>, plus 1).
   * Transitions before which no song is known are left out.
   *
   * @param k length of the list, at least 1
   * @param training where plays are counted, by the songs' ids; one more of each song counts
   * @return a metric of 0 or more; 1 is neither more nor less popular
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  static Metric popularityBiasAt(int k, PlaylistDataset training) {
    Plays plays = Plays.of(training);
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
   * How many different {@linkplain Song#leadArtist artists} the first {@code k} songs have, over
   * {@code k}; songs without an artist each count as one (Bonnin and Jannach, "Automated Generation
   * of Music Playlists", ACM Computing Surveys 47(2), 2014, <a
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
                MeanMetric.first(k, transition).map(MeanMetric::artist).distinct().count()
                    / (double) k));
  }

  /**
   * The share of the first {@code k} songs whose artist or one of whose tags the last song heard
   * has too: whether the list goes on where the listener is (Jannach, Lerche and Kamehkhosh,
   * "Beyond 'Hitting the Hits'", RecSys 2015, <a
   * href="https://doi.org/10.1145/2792838.2800182">doi:10.1145/2792838.2800182</a>). Transitions
   * before which no song is known are left out.
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
          Set<String> tags = new HashSet<>(last.tags());
          return OptionalDouble.of(
              MeanMetric.mean(
                  MeanMetric.first(k, transition),
                  song ->
                      MeanMetric.artist(song).equals(MeanMetric.artist(last))
                              || song.tags().stream().anyMatch(tags::contains)
                          ? 1
                          : 0));
        });
  }

  /**
   * The share of transitions whose next song is among the first {@code k}, and would not have been
   * among those of a simpler recommender (Ge, Delgado-Battenfeld and Jannach, "Beyond Accuracy:
   * Evaluating Recommender Systems by Coverage and Serendipity", RecSys 2010, <a
   * href="https://doi.org/10.1145/1864708.1864761">doi:10.1145/1864708.1864761</a>).
   *
   * @param k length of the list, at least 1
   * @param baseline the simpler recommender; is asked for each hit, after all that was heard
   * @return a metric from 0 to 1, higher is better
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  static Metric serendipityAt(int k, SequenceRecommender baseline) {
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
   * This metric over some of the transitions alone.
   *
   * @param condition what is written behind the name, such as {@code "weekend"}
   * @param holds whether a transition counts
   * @return the metric {@code name[condition]}
   * @throws UnsupportedOperationException if this is no mean of a value for each transition
   */
  default Metric where(String condition, Predicate<ScoredTransition> holds) {
    throw new UnsupportedOperationException(
        name() + " is no mean over transitions, of which some could be left out");
  }

  /**
   * A metric by the position in the playlist: how soon a recommender knows what is played.
   *
   * @param metric a mean of a value for each transition
   * @param from where the groups begin, rising, in positions from 1; the last one has no end
   * @return a metric for each group, such as {@code accuracy@10[position 5-9]}
   */
  static List<Metric> byPosition(Metric metric, int... from) {
    return Groups.of("position", from).split(metric, ScoredTransition::position);
  }

  /**
   * A metric by how often the target was played in training.
   *
   * @param metric a mean of a value for each transition
   * @param training where plays are counted; the catalogue of the dataset evaluated on is the same
   *     one or begins with it, and songs behind have no plays
   * @param from where the groups begin, rising, in plays; the last one has no end
   * @return a metric for each group, such as {@code accuracy@10[plays 0-4]}
   */
  static List<Metric> byPopularity(Metric metric, PlaylistDataset training, int... from) {
    Plays plays = Plays.of(training);
    return Groups.of("plays", from).split(metric, transition -> plays.of(transition.target()));
  }
}
