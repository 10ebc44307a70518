package dev.segue;

import java.util.Locale;

/**
 * A song to play next. Immutable; may be shared by threads.
 *
 * @param song the song
 * @param score what the recommender ranks by: higher is better, comparable within one list only;
 *     probabilities are asked for by {@link ListeningSession#logProbability}
 */
public record Recommendation(Song song, double score) {

  /** The score and the song as a person names it. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%7.3f  %s", score, song);
  }
}
