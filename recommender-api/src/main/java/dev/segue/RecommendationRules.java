package dev.segue;

import dev.segue.quotation.Quotation;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Rules for what may be recommended. Each method returns these rules and one more; a song must
 * satisfy all of them, unless rules {@linkplain #relaxing give way}. Immutable; may be shared by
 * threads if the caller's functions may.
 *
 * {@snippet class="dev.segue.samples.javadoc.RecommenderExamplesTest" region="rules"}
 *
 * <p>Rules compare artists by {@link Catalogue#leadArtist(Song)}, treat each song without an artist
 * as by an artist of its own, and identify songs by id. They work with every recommender. What time
 * it is for a rule, and in which time zone, is what the session says, or else the system. Skipped
 * songs count as heard and played where a rule is about songs, but not where it is about artists.
 *
 * <p>Rules without functions of the caller's can be written as text ({@link #toString}) and read
 * ({@link #parse}), such as {@code noRepeatWithin(3h), artistGap(20m), atMostPerArtist(2),
 * relaxing(artistGap, noRepeatWithin)}.
 */
public final class RecommendationRules {

  /** The kinds of rules that can {@linkplain RecommendationRules#relaxing give way}. */
  public enum Kind {
    /** {@link RecommendationRules#noRepeats} and both forms of {@code noRepeatWithin}. */
    NO_REPEAT_WITHIN("noRepeatWithin"),
    /** Both forms of {@code artistGap}. */
    ARTIST_GAP("artistGap"),
    /** Both forms of {@code atMostPerArtist}. */
    AT_MOST_PER_ARTIST("atMostPerArtist"),
    /** {@link RecommendationRules#familiarity}. */
    FAMILIARITY("familiarity"),
    /** {@link RecommendationRules#only}. */
    ONLY("only"),
    /** {@link RecommendationRules#never}. */
    NEVER("never"),
    /** {@link RecommendationRules#where}. */
    WHERE("where");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** Returns the name of the method that makes such a rule. */
    @Override
    public String toString() {
      return text;
    }
  }

  private static final RecommendationRules NONE =
      new RecommendationRules(List.of(), List.of(), 0, List.of());

  private final List<Rule> rules;
  private final List<ToDoubleFunction<Song>> boosts;
  private final double diversity;
  private final List<Kind> relaxing;

  private RecommendationRules(
      List<Rule> rules,
      List<ToDoubleFunction<Song>> boosts,
      double diversity,
      List<Kind> relaxing) {
    this.rules = rules;
    this.boosts = boosts;
    this.diversity = diversity;
    this.relaxing = relaxing;
  }

  /**
   * Returns rules that allow everything.
   *
   * @return no rules
   */
  public static RecommendationRules none() {
    return NONE;
  }

  /**
   * Reads rules from text, as {@link #toString} writes it.
   *
   * @param text the rules between commas, such as {@code noRepeatWithin(3h), artistGap(2)}; {@code
   *     no rules} if there are none. Durations are days, hours, minutes and seconds, such as {@code
   *     90s} or {@code 1h30m}
   * @return the rules
   * @throws IllegalArgumentException if the text cannot be read; says what is expected, and where
   */
  public static RecommendationRules parse(String text) {
    return new RulesText(text).parse();
  }

  /**
   * Excludes all songs that the listener has heard in the session.
   *
   * @return these rules and this one
   */
  public RecommendationRules noRepeats() {
    return noRepeatWithin(Integer.MAX_VALUE);
  }

  /**
   * Excludes the last songs that the listener has heard in the session.
   *
   * @param songs how many of them, at least 1; of several such rules the largest number counts
   * @return these rules and this one
   * @throws IllegalArgumentException if the number is less than 1
   */
  public RecommendationRules noRepeatWithin(int songs) {
    return and(new Rule.NoRepeatWithin(Rule.positive("noRepeatWithin", songs)));
  }

  /**
   * Excludes the songs played lately, in any session that shares the listener's memory.
   *
   * @param time how long a song must not have been played, from 1 second to 36,500 days, to the
   *     second
   * @return these rules and this one
   * @throws IllegalArgumentException if the time is out of its range
   */
  public RecommendationRules noRepeatWithin(Duration time) {
    Objects.requireNonNull(time, "time");
    return and(
        new Rule.NoRepeatInTime(
            RuleDuration.checked("noRepeatWithin", time, RuleDuration.LONGEST)));
  }

  /**
   * Excludes the artists of the last songs that the listener has heard in the session.
   *
   * @param songs how many of them, at least 1; of several such rules the largest number counts
   * @return these rules and this one
   * @throws IllegalArgumentException if the number is less than 1
   */
  public RecommendationRules artistGap(int songs) {
    return and(new Rule.ArtistGap(Rule.positive("artistGap", songs)));
  }

  /**
   * Excludes the artists played lately, in any session that shares the listener's memory.
   *
   * @param time how long an artist must not have been played, from 1 second to 36,500 days, to the
   *     second
   * @return these rules and this one
   * @throws IllegalArgumentException if the time is out of its range
   */
  public RecommendationRules artistGap(Duration time) {
    Objects.requireNonNull(time, "time");
    return and(
        new Rule.ArtistGapInTime(RuleDuration.checked("artistGap", time, RuleDuration.LONGEST)));
  }

  /**
   * Limits the songs of one artist in a list of recommendations or a continuation.
   *
   * @param songs the maximum, at least 1; of several such rules the smallest number counts
   * @return these rules and this one
   * @throws IllegalArgumentException if the number is less than 1
   */
  public RecommendationRules atMostPerArtist(int songs) {
    return and(new Rule.MostPerArtist(Rule.positive("atMostPerArtist", songs)));
  }

  /**
   * Excludes artists played often enough lately, in any session that shares the listener's memory.
   * The songs of a list are alternatives, of which the listener plays one; so there may be more of
   * an artist in a list, but not in a continuation.
   *
   * @param plays the maximum number of plays of an artist, at least 1
   * @param time how long a play counts, from 1 second to 1 hour, to the second
   * @return these rules and this one
   * @throws IllegalArgumentException if the number is less than 1, or the time out of its range
   */
  public RecommendationRules atMostPerArtist(int plays, Duration time) {
    Objects.requireNonNull(time, "time");
    return and(
        new Rule.MostPerArtistInTime(
            Rule.positive("atMostPerArtist", plays),
            RuleDuration.checked("atMostPerArtist", time, RuleDuration.LONGEST_OF_PLAYS)));
  }

  /**
   * Limits the songs that the listener knows: those heard in the session or in the listener's
   * memory.
   *
   * @param share the largest share of the songs asked for, in 0..1: 0 for new songs only, 1 for any
   *     list. Rounded down to whole songs
   * @return these rules and this one
   * @throws IllegalArgumentException if the share is not in 0..1
   */
  public RecommendationRules familiarity(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("familiarity must be in 0..1, was " + share);
    }
    return and(new Rule.Familiarity(share));
  }

  /**
   * Allows only some songs.
   *
   * @param songIds their ids; copied; ids that the catalogue lacks are ignored
   * @return these rules and this one
   */
  public RecommendationRules only(Collection<String> songIds) {
    return and(new Rule.Only(ids(songIds)));
  }

  /**
   * Excludes some songs.
   *
   * @param songIds their ids; copied; ids that the catalogue lacks are ignored
   * @return these rules and this one
   */
  public RecommendationRules never(Collection<String> songIds) {
    return and(new Rule.Never(ids(songIds)));
  }

  private static Set<String> ids(Collection<String> songIds) {
    Objects.requireNonNull(songIds, "songIds");
    songIds.forEach(each -> Objects.requireNonNull(each, "songIds"));
    return Set.copyOf(songIds);
  }

  /**
   * Allows only songs that satisfy a condition.
   *
   * @param condition called for the best songs, one after the other, until enough have passed;
   *     perhaps twice for some of them
   * @return these rules and this one
   */
  public RecommendationRules where(Predicate<Song> condition) {
    return and(new Rule.Where(Objects.requireNonNull(condition, "condition")));
  }

  /**
   * Has rules hold only at some hours of the listener's day. The session says what time it is, and
   * the listener's memory says the time zone; otherwise it is the system's.
   *
   * @param from when they begin to hold
   * @param to when they end; if it is before {@code from}, that is on the next day
   * @param some the rules, which exclude songs; those of them that give way are named by {@link
   *     #relaxing} outside
   * @return these rules and those
   * @throws IllegalArgumentException if both times are the same, or {@code some} adds to scores or
   *     has an order of giving way
   */
  public RecommendationRules during(LocalTime from, LocalTime to, RecommendationRules some) {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(some, "some");
    if (from.equals(to)) {
      throw new IllegalArgumentException("during must end at another time than it begins, " + from);
    }
    if (some.rerank() || !some.relaxing.isEmpty()) {
      throw new IllegalArgumentException(
          "during must have only rules that exclude songs, was %s"
              .formatted(Quotation.quote(some.withRules(List.of()).toString())));
    }
    Stream<Rule> during = some.rules.stream().map(rule -> new Rule.During(from, to, rule));
    return withRules(Stream.concat(rules.stream(), during).toList());
  }

  /**
   * Has rules give way if they allow fewer songs than are asked for. First come the best songs that
   * all rules allow; then, without the rules of the first kind, the best of the others; and so on
   * until the list is full. {@link Recommendation#gaveWay} says which rules gave way for a song. A
   * continuation does the same for each of its songs. What a listener has banned stays excluded.
   *
   * @param order the kinds of rules that give way, in this order; rules of other kinds never do. A
   *     kind of which there is no rule does not matter. If called again, those kinds come later
   * @return these rules, some of which give way
   */
  public RecommendationRules relaxing(Kind... order) {
    Objects.requireNonNull(order, "order");
    for (Kind each : order) {
      Objects.requireNonNull(each, "order");
    }
    return new RecommendationRules(
        rules,
        boosts,
        diversity,
        Stream.concat(relaxing.stream(), Arrays.stream(order)).distinct().toList());
  }

  /**
   * Adds to the scores of songs before ranking. With a probabilistic recommender, {@code
   * Math.log(2)} doubles a song's probability relative to the others. Boosts add up.
   *
   * @param boost returns what to add to the score of each song of the catalogue, finite; less than
   *     0 lowers a song
   * @return these rules and this one
   */
  public RecommendationRules boost(ToDoubleFunction<Song> boost) {
    Objects.requireNonNull(boost, "boost");
    return new RecommendationRules(rules, and(boosts, boost), diversity, relaxing);
  }

  /**
   * Diversifies the list: lowers a song's score by its largest {@linkplain
   * SequenceRecommender#similarity similarity} to a song already in the list or continuation, times
   * a weight. This is maximal marginal relevance (Carbonell and Goldstein, "The Use of MMR,
   * Diversity-Based Reranking", SIGIR 1998, <a
   * href="https://doi.org/10.1145/290941.291025">doi:10.1145/290941.291025</a>) with {@code lambda
   * = 1 / (1 + weight)}, except that similarities below 0 count as 0.
   *
   * @param weight how much the score of a song of similarity 1 is lowered, above 0; with a
   *     probabilistic recommender, {@code Math.log(2)} halves its relative probability. Weights of
   *     several such rules add up
   * @return these rules and this one; a recommender without similarities throws an {@link
   *     UnsupportedOperationException} on them
   * @throws IllegalArgumentException if the weight is not above 0, or it or the sum is infinite
   */
  public RecommendationRules diversity(double weight) {
    if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("diversity must be > 0 and finite, was " + weight);
    }
    double sum = diversity + weight;
    if (sum == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "diversity must have finite weights in all, was %s and %s".formatted(diversity, weight));
    }
    return new RecommendationRules(rules, boosts, sum, relaxing);
  }

  private RecommendationRules and(Rule rule) {
    return withRules(and(rules, rule));
  }

  private RecommendationRules withRules(List<Rule> others) {
    return new RecommendationRules(others, boosts, diversity, relaxing);
  }

  private static <T> List<T> and(List<T> some, T another) {
    return Stream.concat(some.stream(), Stream.of(another)).toList();
  }

  /**
   * Returns the rules as they were set, such as {@code noRepeatWithin(50), 1 condition}. Functions
   * are counted; without them, {@link #parse} reads the rules from it.
   */
  @Override
  public String toString() {
    return RulesText.of(this);
  }

  /** Whether the other rules are the same, in the same order; functions by {@code equals}. */
  @Override
  public boolean equals(Object other) {
    return other instanceof RecommendationRules that
        && rules.equals(that.rules)
        && boosts.equals(that.boosts)
        && diversity == that.diversity
        && relaxing.equals(that.relaxing);
  }

  @Override
  public int hashCode() {
    return Objects.hash(rules, boosts, diversity, relaxing);
  }

  /** The rules that exclude songs. */
  List<Rule> rules() {
    return rules;
  }

  /** What is added to the score of each song. */
  List<ToDoubleFunction<Song>> boosts() {
    return boosts;
  }

  /** The weight of similarities; 0 for none. */
  double diversity() {
    return diversity;
  }

  /** The kinds of rules that give way, in this order. */
  List<Kind> relaxing() {
    return relaxing;
  }

  /** Returns these rules without what changes scores. */
  RecommendationRules withoutRerank() {
    return new RecommendationRules(rules, List.of(), 0, relaxing);
  }

  /** Whether the rules change the recommender's scores. */
  boolean rerank() {
    return !boosts.isEmpty() || diversity > 0;
  }
}
