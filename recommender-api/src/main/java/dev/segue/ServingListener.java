package dev.segue;

import java.time.Duration;
import java.util.List;

/**
 * Watches a recommender serve, to count and time what it does: a meter of whatever library the
 * caller measures with goes here. Called on the threads that serve, perhaps by several at once, and
 * before their calls return; what it throws reaches the caller of the session.
 */
public interface ServingListener {

  /**
   * Is told of a list that was recommended.
   *
   * @param recommendations the songs, best first
   * @param time how long it took
   */
  void onRecommend(List<Recommendation> recommendations, Duration time);

  /**
   * Is told that a song was played. Does nothing unless it is overridden.
   *
   * @param time how long it took
   */
  default void onPlay(Duration time) {}
}
