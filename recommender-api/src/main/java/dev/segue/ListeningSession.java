package dev.segue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * One listener: what they have heard, and what they should hear next. Cheap to make; owns its
 * state. One thread at a time may use a session; any number of sessions may share one recommender.
 *
 * <p>To write a recommender of one's own, implement {@link #recommender}, {@link #play(String)},
 * {@link #heard} and {@link #scores}.
 */
public interface ListeningSession {

  /**
   * The recommender that serves this session.
   *
   * @return the recommender
   */
  SequenceRecommender recommender();

  /**
   * Tells that the listener has heard a song.
   *
   * @param songId the song's id
   * @return this session
   * @throws IllegalArgumentException if the recommender's catalogue lacks the song
   */
  ListeningSession play(String songId);

  /**
   * Tells that the listener has heard a song, which the catalogue may lack: what the recommender
   * makes of its artist and tags is up to the recommender.
   *
   * @param song the song
   * @return this session
   * @throws IllegalArgumentException if the recommender's catalogue lacks the song, and the
   *     recommender can make nothing of it
   */
  default ListeningSession play(Song song) {
    return play(song.id());
  }

  /**
   * The songs that the listener has heard.
   *
   * @return the songs, oldest first; later calls do not change the list
   */
  List<Song> heard();

  /**
   * Another session that has heard the same: what is played in one, the other does not hear.
   *
   * @return a session in the same state
   */
  default ListeningSession copy() {
    ListeningSession copy = recommender().newSession();
    heard().forEach(copy::play);
    return copy;
  }

  /**
   * What the session knows as bytes, for a store of the caller's own: {@link
   * SequenceRecommender#restore} goes on from them, in this process or another.
   *
   * @return the bytes; a few for each song heard, and the recommender's state of the listener
   */
  default byte[] snapshot() {
    return new SessionSnapshot(heard(), new float[0]).toBytes(recommender());
  }

  /**
   * The score of every song as the next one.
   *
   * @return the scores by index in the catalogue; later calls do not change them
   */
  Scores scores();

  /**
   * Recommends what to play next. Songs that were heard already are ranked like any other.
   *
   * @param count how many songs at the most, 0 or more
   * @return the best songs, best first, equal scores in the catalogue's order; fewer than {@code
   *     count} if the catalogue is smaller
   * @throws IllegalArgumentException if the count is negative
   */
  default List<Recommendation> recommend(int count) {
    return scores().best(count, recommender().catalogue());
  }

  /**
   * Recommends what to play next, as the rules have it.
   *
   * @param count how many songs at the most, 0 or more
   * @param rules what may be recommended
   * @return the best songs that the rules let pass, best first, equal scores in the catalogue's
   *     order; fewer than {@code count} if no more pass
   * @throws IllegalArgumentException if the count is negative
   */
  default List<Recommendation> recommend(int count, RecommendationRules rules) {
    if (count < 0) {
      throw new IllegalArgumentException("count must be >= 0, was " + count);
    }
    if (!rules.rerank()) {
      // Among a few more than are wanted there are nearly always enough that pass.
      List<Recommendation> best = recommend((int) Math.min(2L * count + 8, Integer.MAX_VALUE));
      RecommendationRules.Check check = rules.check(recommender(), heard(), List.of());
      List<Recommendation> passed =
          best.stream().filter(each -> check.join(each.song())).limit(count).toList();
      if (passed.size() == count || best.size() == recommender().catalogue().size()) {
        return passed;
      }
    }
    Selection selection = Selection.best(this, rules);
    RecommendationRules.Check check = rules.check(recommender(), heard(), List.of());
    return Stream.generate(() -> selection.next(check))
        .limit(count)
        .takeWhile(Optional::isPresent)
        .map(Optional::orElseThrow)
        .toList();
  }

  /**
   * How the listening would go on if the best song were played each time. The session stays as it
   * is.
   *
   * @param count how many songs at the most, 0 or more
   * @param rules what may be played; songs of the continuation count as heard
   * @return the songs in order; fewer than {@code count} if no more pass
   * @throws IllegalArgumentException if the count is negative
   */
  default List<Song> continuation(int count, RecommendationRules rules) {
    return Continuation.of(this, count, rules, session -> Selection.best(session, rules));
  }

  /**
   * How the listening might go on if each song were drawn by its probability. The session stays as
   * it is.
   *
   * @param count how many songs at the most, 0 or more
   * @param rules what may be played; songs of the continuation count as heard
   * @param temperature what the logarithms of probabilities are divided by, above 0: 1 for the
   *     recommender's own, less for safer choices, more for bolder ones
   * @param seed of the draws; the same seed gives the same songs
   * @return the songs in order; fewer than {@code count} if no more pass
   * @throws IllegalArgumentException if the count is negative, or the temperature is not above 0
   * @throws UnsupportedOperationException if the recommender is not {@linkplain
   *     SequenceRecommender#probabilistic() probabilistic}
   */
  default List<Song> continuation(
      int count, RecommendationRules rules, double temperature, long seed) {
    if (!recommender().probabilistic()) {
      throw new UnsupportedOperationException(
          recommender() + " ranks songs but defines no probabilities");
    }
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("temperature must be > 0 and finite, was " + temperature);
    }
    Random random = new Random(seed);
    return Continuation.of(
        this, count, rules, session -> Selection.drawn(session, rules, temperature, random));
  }

  /**
   * The score of one song as the next one: comparable with the scores of other songs at this point
   * of this session only.
   *
   * @param songId the song's id
   * @return its score, higher is better
   * @throws IllegalArgumentException if the recommender's catalogue lacks the song
   */
  default double score(String songId) {
    return scores().get(recommender().catalogue().playlist(List.of(songId)).song(0));
  }

  /**
   * The probability of one song being the next one.
   *
   * @param songId the song's id
   * @return the natural logarithm of its probability, 0 or less
   * @throws IllegalArgumentException if the recommender's catalogue lacks the song
   * @throws UnsupportedOperationException if the recommender is not {@linkplain
   *     SequenceRecommender#probabilistic() probabilistic}
   */
  default double logProbability(String songId) {
    if (!recommender().probabilistic()) {
      throw new UnsupportedOperationException(
          recommender() + " ranks songs but defines no probabilities");
    }
    return scores().logProbability(recommender().catalogue().playlist(List.of(songId)).song(0));
  }

  /**
   * Why a song is recommended, or is not: what each of the last 30 songs heard did to its score,
   * found by leaving it out and hearing the later ones again, and what the score is the sum of. So
   * it costs all songs heard once, those last ones 15 times each, and 31 probabilities.
   *
   * @param songId the song's id
   * @return the explanation
   * @throws IllegalArgumentException if the recommender's catalogue lacks the song
   */
  default Explanation explain(String songId) {
    return Explanation.of(this, songId, 30);
  }

  /**
   * What the score of a song is the sum of.
   *
   * @param songId the song's id
   * @return the parts, in any order, whose contributions add up to {@link #score}; empty where the
   *     recommender's scores are no such sums
   * @throws IllegalArgumentException if the recommender's catalogue lacks the song
   */
  default List<Explanation.Part> parts(String songId) {
    return List.of();
  }
}
