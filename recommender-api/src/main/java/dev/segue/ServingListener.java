package dev.segue;

import java.time.Duration;
import java.util.List;

/**
 * Watches a recommender serve, to count and time what it does: a meter of whatever library the
 * caller measures with goes here. Called on the threads that serve, perhaps by several at once, and
 * before their calls return; what it throws reaches the caller of the session.
 *
 * <p>Each call of {@code play} and {@code recommend} is told once, in every session of the watched
 * recommender: new, restored or {@linkplain ListeningSession#copy copied}. A copy counts because a
 * server may well serve from copies; to try songs that nobody hears, restore a snapshot with the
 * recommender that is not watched.
 *
 * <p>Songs that Segue itself tries, in {@link ListeningSession#explain explain} and {@link
 * ListeningSession#continuation(int, RecommendationRules) continuation}, are not told. Nor are
 * scores, work in bulk ({@link SequenceRecommender#recommendAll(java.util.stream.Stream, int)
 * recommendAll}, {@link SequenceRecommender#score score}), and calls that fail.
 */
public interface ServingListener {

  /**
   * Is told of a list that was recommended, in a session or by {@link
   * SequenceRecommender#recommend}, whose songs count as no plays.
   *
   * @param recommendations the songs, best first
   * @param time how long it took
   */
  void onRecommend(List<Recommendation> recommendations, Duration time);

  /**
   * Is told that a song was played to a session. Does nothing unless it is overridden.
   *
   * @param time how long it took
   */
  default void onPlay(Duration time) {}
}
