package dev.segue.springboot;

import dev.segue.SequenceRecommender;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Says that a recommender is up as long as it scores the songs of a new session, and what it knows.
 * Metrics do not count that.
 */
final class RecommenderHealthIndicator extends AbstractHealthIndicator {

  private final SequenceRecommender recommender;

  RecommenderHealthIndicator(SequenceRecommender recommender) {
    super("the recommender scores no songs");
    this.recommender = recommender;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    recommender.newSession().scores();
    builder.up().withDetail("songs", recommender.catalogue().size());
    recommender
        .provenance()
        .trainedUntil()
        .ifPresent(time -> builder.withDetail("trainedUntil", time.toString()));
    builder.withDetail("fingerprint", recommender.fingerprint());
  }
}
