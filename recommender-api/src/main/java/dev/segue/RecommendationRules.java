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
 * What may be recommended. Each method returns rules that demand one thing more; all of them hold
 * together. Immutable; may be shared by threads if the caller's functions may.
 *
 * <p>Artists are compared by {@link Song#leadArtist()}; songs without an artist are all of
 * different ones. Rules know a song by its id. They serve every recommender.
 */
public final class RecommendationRules {

  private static final RecommendationRules NONE =
      new RecommendationRules(0, 0, Integer.MAX_VALUE, song -> true, List.of(), 0);

  private final int repeatGap;
  private final int artistGap;
  private final int perArtist;
  private final Predicate<Song> allowed;
  private final List<ToDoubleFunction<Song>> boosts;
  private final double diversity;

  private RecommendationRules(
      int repeatGap,
      int artistGap,
      int perArtist,
      Predicate<Song> allowed,
      List<ToDoubleFunction<Song>> boosts,
      double diversity) {
    this.repeatGap = repeatGap;
    this.artistGap = artistGap;
    this.perArtist = perArtist;
    this.allowed = allowed;
    this.boosts = boosts;
    this.diversity = diversity;
  }

  /**
   * Everything may be recommended.
   *
   * @return no rules
   */
  public static RecommendationRules none() {
    return NONE;
  }

  /**
   * Nothing that the listener has heard.
   *
   * @return these rules and that
   */
  public RecommendationRules noRepeats() {
    return noRepeatWithin(Integer.MAX_VALUE);
  }

  /**
   * None of the last songs that the listener has heard.
   *
   * @param songs how many of them, at least 1; of several such rules the widest counts
   * @return these rules and that
   * @throws IllegalArgumentException if the number is less than 1
   */
  public RecommendationRules noRepeatWithin(int songs) {
    return new RecommendationRules(
        Math.max(repeatGap, positive("noRepeatWithin", songs)),
        artistGap,
        perArtist,
        allowed,
        boosts,
        diversity);
  }

  /**
   * No artist of the last songs that the listener has heard.
   *
   * @param songs how many of them, at least 1; of several such rules the widest counts
   * @return these rules and that
   * @throws IllegalArgumentException if the number is less than 1
   */
  public RecommendationRules artistGap(int songs) {
    return new RecommendationRules(
        repeatGap,
        Math.max(artistGap, positive("artistGap", songs)),
        perArtist,
        allowed,
        boosts,
        diversity);
  }

  /**
   * At most so many songs of one artist in a list of recommendations, or in a continuation.
   *
   * @param songs how many, at least 1; of several such rules the narrowest counts
   * @return these rules and that
   * @throws IllegalArgumentException if the number is less than 1
   */
  public RecommendationRules atMostPerArtist(int songs) {
    return new RecommendationRules(
        repeatGap,
        artistGap,
        Math.min(perArtist, positive("atMostPerArtist", songs)),
        allowed,
        boosts,
        diversity);
  }

  /**
   * Only some songs.
   *
   * @param songIds their ids; copied; those that the catalogue lacks do no harm
   * @return these rules and that
   */
  public RecommendationRules only(Collection<String> songIds) {
    Set<String> ids = Set.copyOf(songIds);
    return where(song -> ids.contains(song.id()));
  }

  /**
   * None of some songs.
   *
   * @param songIds their ids; copied; those that the catalogue lacks do no harm
   * @return these rules and that
   */
  public RecommendationRules never(Collection<String> songIds) {
    Set<String> ids = Set.copyOf(songIds);
    return where(song -> !ids.contains(song.id()));
  }

  /**
   * Only songs that the caller lets pass.
   *
   * @param condition is asked for the best songs, one after the other, until enough have passed;
   *     for some of them perhaps twice
   * @return these rules and that
   */
  public RecommendationRules where(Predicate<Song> condition) {
    return new RecommendationRules(
        repeatGap,
        artistGap,
        perArtist,
        allowed.and(Objects.requireNonNull(condition, "condition")),
        boosts,
        diversity);
  }

  /**
   * Adds to the scores of songs before they are ranked: of a probabilistic recommender's scores,
   * {@code Math.log(2)} makes a song twice as probable before the rest is scaled to it. Boosts add
   * up.
   *
   * @param boost what is added to the score of each song of the catalogue: a number; 0 for nothing,
   *     less than 0 to hold a song back
   * @return these rules and that
   */
  public RecommendationRules boost(ToDoubleFunction<Song> boost) {
    Objects.requireNonNull(boost, "boost");
    return new RecommendationRules(
        repeatGap,
        artistGap,
        perArtist,
        allowed,
        Stream.concat(boosts.stream(), Stream.of(boost)).toList(),
        diversity);
  }

  /**
   * Keeps songs that are alike apart: a song's score is lowered by its largest {@linkplain
   * SequenceRecommender#similarity similarity} to a song that the list, or the continuation, holds
   * already, times a weight. This is maximal marginal relevance (Carbonell and Goldstein, "The Use
   * of MMR, Diversity-Based Reranking", SIGIR 1998, <a
   * href="https://doi.org/10.1145/290941.291025">doi:10.1145/290941.291025</a>) with {@code lambda
   * = 1 / (1 + weight)}, but that similarities below 0 count as 0.
   *
   * @param weight how much a score loses to a song that is exactly alike, above 0; of a
   *     probabilistic recommender's scores, {@code Math.log(2)} halves the probability. Weights of
   *     several such rules add up
   * @return these rules and that; a recommender that does not know how alike songs are refuses them
   *     with an {@link UnsupportedOperationException}
   * @throws IllegalArgumentException if the weight is not above 0, or infinite
   */
  public RecommendationRules diversity(double weight) {
    if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("diversity must be > 0 and finite, was " + weight);
    }
    return new RecommendationRules(
        repeatGap, artistGap, perArtist, allowed, boosts, diversity + weight);
  }

  private static int positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be > 0, was " + value);
    }
    return value;
  }

  /** Whether songs are ranked by anything but the recommender's scores. */
  boolean rerank() {
    return !boosts.isEmpty() || diversity > 0;
  }

  /** What must be added to the score of a song, which is asked for if there are boosts. */
  double boostOf(Supplier<Song> song) {
    double sum = 0;
    for (ToDoubleFunction<Song> boost : boosts) {
      double more = boost.applyAsDouble(song.get());
      if (Double.isNaN(more)) {
        throw new IllegalArgumentException(
            "boost of song '%s' must be a number, was NaN".formatted(song.get().id()));
      }
      sum += more;
    }
    return sum;
  }

  /**
   * Starts a list.
   *
   * @param recommender who knows how alike songs are
   * @param heard what the listener has heard, oldest first
   * @param listed songs that the list holds already
   */
  Check check(SequenceRecommender recommender, List<Song> heard, List<Song> listed) {
    return new Check(recommender, heard, listed);
  }

  /** Says of one song after the other whether it may join a list. One thread at a time. */
  final class Check {

    private final SequenceRecommender recommender;
    private final Set<String> repeats = new HashSet<>();
    private final Set<String> artists = new HashSet<>();
    private final List<Song> listed;
    private final Map<String, Integer> listedArtists = new HashMap<>();

    private Check(SequenceRecommender recommender, List<Song> heard, List<Song> listed) {
      this.recommender = recommender;
      last(heard, repeatGap).forEach(song -> repeats.add(song.id()));
      last(heard, artistGap).forEach(song -> artists.add(song.leadArtist()));
      artists.remove("");
      this.listed = new ArrayList<>(listed);
      if (perArtist < Integer.MAX_VALUE) {
        listed.forEach(song -> listedArtists.merge(song.leadArtist(), 1, Integer::sum));
      }
    }

    private static List<Song> last(List<Song> songs, int count) {
      return songs.subList(Math.max(0, songs.size() - count), songs.size());
    }

    /** Whether the song may join; if so, it does. */
    boolean join(Song song) {
      if (repeats.contains(song.id()) || !allowed.test(song) || !artistMayJoin(song)) {
        return false;
      }
      listed.add(song);
      return true;
    }

    private boolean artistMayJoin(Song song) {
      if (artistGap == 0 && perArtist == Integer.MAX_VALUE) {
        return true;
      }
      String artist = song.leadArtist();
      return !artists.contains(artist)
          && (artist.isEmpty() || listedArtists.merge(artist, 1, Integer::sum) <= perArtist);
    }

    /** What a song's score loses to the songs that are listed: the more of them, the more. */
    double loss(Song song) {
      double most = 0;
      if (diversity > 0) {
        for (Song other : listed) {
          most = Math.max(most, recommender.similarity(song.id(), other.id()));
        }
      }
      return diversity * most;
    }
  }
}
