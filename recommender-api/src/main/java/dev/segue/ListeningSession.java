package dev.segue;

import java.util.List;

/**
 * One listener: what they have heard, and what they should hear next. Cheap to make; owns its
 * state. One thread at a time may use a session; any number of sessions may share one recommender.
 *
 * <p>To write a recommender of one's own, implement {@link #recommender}, {@link #play} and {@link
 * #scores}.
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
    Catalogue catalogue = recommender().catalogue();
    Scores scores = scores();
    return scores
        .best(count)
        .mapToObj(song -> new Recommendation(catalogue.song(song), scores.get(song)))
        .toList();
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
}
