package dev.segue.micrometer;

import dev.segue.Recommendation;
import dev.segue.SequenceRecommender;
import dev.segue.ServingListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Times what a recommender serves, in a registry of Micrometer: the timers {@code segue.recommend},
 * {@code segue.play}, {@code segue.skip} and {@code segue.like}. Given to {@link
 * SequenceRecommender#withListener}. Any number of threads.
 */
public final class ServingMetrics implements ServingListener {

  private final Timer lists;
  private final Timer plays;
  private final Timer skips;
  private final Timer likes;

  /**
   * Adds the timers to a registry.
   *
   * @param registry where they are; several recommenders that have the same one share its timers
   */
  public ServingMetrics(MeterRegistry registry) {
    Objects.requireNonNull(registry, "registry");
    this.lists = timer(registry, "segue.recommend", "Lists recommended");
    this.plays = timer(registry, "segue.play", "Songs played to sessions");
    this.skips = timer(registry, "segue.skip", "Songs skipped in sessions");
    this.likes = timer(registry, "segue.like", "Songs liked in sessions");
  }

  private static Timer timer(MeterRegistry registry, String name, String description) {
    return Timer.builder(name).description(description).register(registry);
  }

  @Override
  public void onRecommend(List<Recommendation> recommendations, Duration time) {
    lists.record(time);
  }

  @Override
  public void onPlay(Duration time) {
    plays.record(time);
  }

  @Override
  public void onSkip(Duration time) {
    skips.record(time);
  }

  @Override
  public void onLike(Duration time) {
    likes.record(time);
  }
}
