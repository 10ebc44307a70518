package dev.segue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Rules for what may be recommended. Each method returns these rules and one more; a song must
 * satisfy all of them. Immutable; may be shared by threads if the caller's functions may.
 *
 * {@snippet class="dev.segue.samples.javadoc.RecommenderExamplesTest" region="rules"}
 *
 * <p>Rules compare artists by {@link Catalogue#leadArtist(Song)}, treat each song without an artist
 * as by an artist of its own, and identify songs by id. They work with every recommender.
 */
public final class RecommendationRules {

  private static final RecommendationRules NONE =
      new RecommendationRules(0, 0, Integer.MAX_VALUE, List.of(), List.of(), 0);

  private final int repeatGap;
  private final int artistGap;
  private final int perArtist;
  private final List<Predicate<Song>> conditions;
  private final List<ToDoubleFunction<Song>> boosts;
  private final double diversity;

  private RecommendationRules(
      int repeatGap,
      int artistGap,
      int perArtist,
      List<Predicate<Song>> conditions,
      List<ToDoubleFunction<Song>> boosts,
      double diversity) {
    this.repeatGap = repeatGap;
    this.artistGap = artistGap;
    this.perArtist = perArtist;
    this.conditions = conditions;
    this.boosts = boosts;
    this.diversity = diversity;
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
   * Excludes all songs that the listener has heard.
   *
   * @return these rules and this one
   */
  public RecommendationRules noRepeats() {
    return noRepeatWithin(Integer.MAX_VALUE);
  }

  /**
   * Excludes the last songs that the listener has heard.
   *
   * @param songs how many of them, at least 1; of several such rules the largest number counts
   * @return these rules and this one
   * @throws IllegalArgumentException if the number is less than 1
   */
  public RecommendationRules noRepeatWithin(int songs) {
    return new RecommendationRules(
        Math.max(repeatGap, positive("noRepeatWithin", songs)),
        artistGap,
        perArtist,
        conditions,
        boosts,
        diversity);
  }

  /**
   * Excludes the artists of the last songs that the listener has heard.
   *
   * @param songs how many of them, at least 1; of several such rules the largest number counts
   * @return these rules and this one
   * @throws IllegalArgumentException if the number is less than 1
   */
  public RecommendationRules artistGap(int songs) {
    return new RecommendationRules(
        repeatGap,
        Math.max(artistGap, positive("artistGap", songs)),
        perArtist,
        conditions,
        boosts,
        diversity);
  }

  /**
   * Limits the songs of one artist in a list of recommendations or a continuation.
   *
   * @param songs the maximum, at least 1; of several such rules the smallest number counts
   * @return these rules and this one
   * @throws IllegalArgumentException if the number is less than 1
   */
  public RecommendationRules atMostPerArtist(int songs) {
    return new RecommendationRules(
        repeatGap,
        artistGap,
        Math.min(perArtist, positive("atMostPerArtist", songs)),
        conditions,
        boosts,
        diversity);
  }

  /**
   * Allows only some songs.
   *
   * @param songIds their ids; copied; ids that the catalogue lacks are ignored
   * @return these rules and this one
   */
  public RecommendationRules only(Collection<String> songIds) {
    Objects.requireNonNull(songIds, "songIds");
    songIds.forEach(each -> Objects.requireNonNull(each, "songIds"));
    Set<String> ids = Set.copyOf(songIds);
    return where(song -> ids.contains(song.id()));
  }

  /**
   * Excludes some songs.
   *
   * @param songIds their ids; copied; ids that the catalogue lacks are ignored
   * @return these rules and this one
   */
  public RecommendationRules never(Collection<String> songIds) {
    Objects.requireNonNull(songIds, "songIds");
    songIds.forEach(each -> Objects.requireNonNull(each, "songIds"));
    Set<String> ids = Set.copyOf(songIds);
    return where(song -> !ids.contains(song.id()));
  }

  /**
   * Allows only songs that satisfy a condition.
   *
   * @param condition called for the best songs, one after the other, until enough have passed;
   *     perhaps twice for some of them
   * @return these rules and this one
   */
  public RecommendationRules where(Predicate<Song> condition) {
    return new RecommendationRules(
        repeatGap,
        artistGap,
        perArtist,
        and(conditions, Objects.requireNonNull(condition, "condition")),
        boosts,
        diversity);
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
    return new RecommendationRules(
        repeatGap, artistGap, perArtist, conditions, and(boosts, boost), diversity);
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
   * @throws IllegalArgumentException if the weight is not above 0, or infinite
   */
  public RecommendationRules diversity(double weight) {
    if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("diversity must be > 0 and finite, was " + weight);
    }
    return new RecommendationRules(
        repeatGap, artistGap, perArtist, conditions, boosts, diversity + weight);
  }

  private static <T> List<T> and(List<T> some, T another) {
    return Stream.concat(some.stream(), Stream.of(another)).toList();
  }

  private static int positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be > 0, was " + value);
    }
    return value;
  }

  private boolean allowed(Song song) {
    return conditions.stream().allMatch(condition -> condition.test(song));
  }

  /** Returns the rules as they were set, such as {@code noRepeatWithin(50), 1 condition}. */
  @Override
  public String toString() {
    List<String> rules = new ArrayList<>();
    if (repeatGap > 0) {
      rules.add(
          repeatGap == Integer.MAX_VALUE ? "noRepeats()" : "noRepeatWithin(" + repeatGap + ")");
    }
    if (artistGap > 0) {
      rules.add("artistGap(" + artistGap + ")");
    }
    if (perArtist < Integer.MAX_VALUE) {
      rules.add("atMostPerArtist(" + perArtist + ")");
    }
    if (!conditions.isEmpty()) {
      rules.add(conditions.size() + (conditions.size() == 1 ? " condition" : " conditions"));
    }
    if (!boosts.isEmpty()) {
      rules.add(boosts.size() + (boosts.size() == 1 ? " boost" : " boosts"));
    }
    if (diversity > 0) {
      rules.add("diversity(" + diversity + ")");
    }
    return rules.isEmpty() ? "no rules" : String.join(", ", rules);
  }

  /** Whether the rules change the recommender's scores. */
  boolean rerank() {
    return !boosts.isEmpty() || diversity > 0;
  }

  /** The sum of all boosts of a song; gets the song only if there are boosts. */
  double boostOf(Supplier<Song> song) {
    double sum = 0;
    for (ToDoubleFunction<Song> boost : boosts) {
      double more = boost.applyAsDouble(song.get());
      if (!Double.isFinite(more)) {
        throw new IllegalArgumentException(
            "boost of song '%s' must be finite, was %s".formatted(song.get().id(), more));
      }
      sum += more;
    }
    return sum;
  }

  /**
   * Starts a list.
   *
   * @param session knows what the listener has heard, and the similarities of songs
   * @param listed the songs already in the list
   */
  Check check(ListeningSession session, List<Song> listed) {
    return new Check(session, listed);
  }

  /** Decides for one song after the other whether it may join a list. One thread at a time. */
  final class Check {

    private final SequenceRecommender recommender;
    private final SessionHistory history;
    private final Set<String> artists = new HashSet<>();
    private final List<Song> listed;
    private final Map<String, Integer> listedArtists = new HashMap<>();

    private Check(ListeningSession session, List<Song> listed) {
      this.recommender = session.recommender();
      this.history = session.history();
      last(history.heard(), artistGap).forEach(song -> artists.add(artist(song)));
      artists.remove("");
      this.listed = new ArrayList<>(listed);
      if (perArtist < Integer.MAX_VALUE) {
        listed.forEach(song -> listedArtists.merge(artist(song), 1, Integer::sum));
      }
    }

    private static List<Song> last(List<Song> songs, int count) {
      return songs.subList(Math.max(0, songs.size() - count), songs.size());
    }

    /** Adds the song to the list if the rules allow it; returns whether they do. */
    boolean join(Song song) {
      if (history.isBanned(song)
          || history.heardWithin(song, repeatGap)
          || !allowed(song)
          || !artistMayJoin(song)) {
        return false;
      }
      listed.add(song);
      return true;
    }

    private boolean artistMayJoin(Song song) {
      if (artistGap == 0 && perArtist == Integer.MAX_VALUE) {
        return true;
      }
      String artist = artist(song);
      return !artists.contains(artist)
          && (artist.isEmpty() || listedArtists.merge(artist, 1, Integer::sum) <= perArtist);
    }

    private String artist(Song song) {
      return recommender.catalogue().leadArtist(song);
    }

    /** How much the listed songs lower a song's score; never falls as the list grows. */
    double loss(Song song) {
      double largest = 0;
      if (diversity > 0) {
        for (Song other : listed) {
          largest = Math.max(largest, recommender.similarity(song.id(), other.id()));
        }
      }
      return diversity * largest;
    }
  }
}
