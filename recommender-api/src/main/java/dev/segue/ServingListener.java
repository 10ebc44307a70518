package dev.segue;

import java.time.Duration;
import java.util.List;

/**
 * Counts and times what a recommender serves; connect your metrics library here. Called on the
 * serving threads, perhaps several at once, before their calls return. What it throws reaches the
 * caller of the session.
 *
 * {@snippet class="dev.segue.samples.javadoc.RecommenderExamplesTest" region="servingListener"}
 *
 * <p>A session reports each call of {@code play}, {@code skip}, {@code like} and {@code recommend}
 * once, whether it is new, restored or {@linkplain ListeningSession#copy copied}. Copies report
 * theirs because a server may serve from them. To try songs that nobody hears, restore a snapshot
 * with the recommender that has no listener.
 *
 * <p>A session does not report the songs that Segue itself tries in {@link ListeningSession#explain
 * explain} and {@link ListeningSession#continuation(int, RecommendationRules) continuation},
 * scores, bulk work ({@link SequenceRecommender#recommendAll(java.util.stream.Stream, int)
 * recommendAll}, {@link SequenceRecommender#score score}), and calls that fail.
 */
public interface ServingListener {

  /**
   * Called after each list recommended, in a session or by {@link SequenceRecommender#recommend}.
   * The songs passed to the latter are not reported as plays.
   *
   * @param recommendations the songs, best first
   * @param time how long the call took
   */
  void onRecommend(List<Recommendation> recommendations, Duration time);

  /**
   * Called after each song played to a session. Does nothing unless overridden.
   *
   * @param time how long the call took
   */
  default void onPlay(Duration time) {}

  /**
   * Called after each song skipped in a session. Does nothing unless overridden.
   *
   * @param time how long the call took
   */
  default void onSkip(Duration time) {}

  /**
   * Called after each song liked in a session; what that plays is not reported as a play as well.
   * Does nothing unless overridden.
   *
   * @param time how long the call took
   */
  default void onLike(Duration time) {}
}
