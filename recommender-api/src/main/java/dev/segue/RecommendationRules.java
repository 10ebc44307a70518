package dev.segue;

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
      new RecommendationRules(0, 0, Integer.MAX_VALUE, song -> true, List.of());

  private final int repeatGap;
  private final int artistGap;
  private final int perArtist;
  private final Predicate<Song> allowed;
  private final List<ToDoubleFunction<Song>> boosts;

  private RecommendationRules(
      int repeatGap,
      int artistGap,
      int perArtist,
      Predicate<Song> allowed,
      List<ToDoubleFunction<Song>> boosts) {
    this.repeatGap = repeatGap;
    this.artistGap = artistGap;
    this.perArtist = perArtist;
    this.allowed = allowed;
    this.boosts = boosts;
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
        boosts);
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
        repeatGap, Math.max(artistGap, positive("artistGap", songs)), perArtist, allowed, boosts);
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
        boosts);
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
   * @param condition is asked for the best songs, one after the other, until enough have passed
   * @return these rules and that
   */
  public RecommendationRules where(Predicate<Song> condition) {
    return new RecommendationRules(
        repeatGap,
        artistGap,
        perArtist,
        allowed.and(Objects.requireNonNull(condition, "condition")),
        boosts);
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
        Stream.concat(boosts.stream(), Stream.of(boost)).toList());
  }

  private static int positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be > 0, was " + value);
    }
    return value;
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
   * @param heard what the listener has heard, oldest first
   * @param listed songs that the list holds already
   */
  Check check(List<Song> heard, List<Song> listed) {
    return new Check(heard, listed);
  }

  /** Says of one song after the other whether it may join a list. One thread at a time. */
  final class Check {

    private final Set<String> repeats = new HashSet<>();
    private final Set<String> artists = new HashSet<>();
    private final Map<String, Integer> listed = new HashMap<>();

    private Check(List<Song> heard, List<Song> list) {
      last(heard, repeatGap).forEach(song -> repeats.add(song.id()));
      last(heard, artistGap).forEach(song -> artists.add(song.leadArtist()));
      artists.remove("");
      if (perArtist < Integer.MAX_VALUE) {
        list.forEach(song -> listed.merge(song.leadArtist(), 1, Integer::sum));
      }
    }

    private static List<Song> last(List<Song> songs, int count) {
      return songs.subList(Math.max(0, songs.size() - count), songs.size());
    }

    /** Whether the song may join; if so, it does. */
    boolean join(Song song) {
      if (repeats.contains(song.id()) || !allowed.test(song)) {
        return false;
      }
      if (artistGap == 0 && perArtist == Integer.MAX_VALUE) {
        return true;
      }
      String artist = song.leadArtist();
      return !artists.contains(artist)
          && (artist.isEmpty() || listed.merge(artist, 1, Integer::sum) <= perArtist);
    }
  }
}
