package dev.segue;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A song to play next. Immutable; may be shared by threads.
 *
 * @param song the song
 * @param score what the recommender ranks by: higher is better, comparable within one list only;
 *     for probabilities see {@link ListeningSession#logProbability}
 * @param gaveWay the rules that {@linkplain RecommendationRules#relaxing gave way} for it, as text,
 *     in the order in which they did; nearly always none
 */
public record Recommendation(Song song, double score, List<String> gaveWay) {

  /**
   * Makes a recommendation.
   *
   * @param song the song
   * @param score what the recommender ranks by: higher is better, comparable within one list only;
   *     for probabilities see {@link ListeningSession#logProbability}
   * @param gaveWay the rules that {@linkplain RecommendationRules#relaxing gave way} for it, as
   *     text; copied
   */
  public Recommendation {
    Objects.requireNonNull(song, "song");
    Objects.requireNonNull(gaveWay, "gaveWay")
        .forEach(each -> Objects.requireNonNull(each, "gaveWay"));
    gaveWay = List.copyOf(gaveWay);
  }

  /**
   * Makes a recommendation for which no rule gave way.
   *
   * @param song the song
   * @param score what the recommender ranks by: higher is better, comparable within one list only;
   *     for probabilities see {@link ListeningSession#logProbability}
   */
  public Recommendation(Song song, double score) {
    this(song, score, List.of());
  }

  /** Returns the score, the song's title and artist, and the rules that gave way. */
  @Override
  public String toString() {
    String line = String.format(Locale.ROOT, "%7.3f  %s", score, song);
    return gaveWay.isEmpty() ? line : line + " (gave way: " + String.join(", ", gaveWay) + ")";
  }
}
