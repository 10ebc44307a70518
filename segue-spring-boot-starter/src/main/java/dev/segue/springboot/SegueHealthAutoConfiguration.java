package dev.segue.springboot;

import dev.segue.SequenceRecommender;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Says how the recommender is where health is asked for: {@code segue} among the others. */
@AutoConfiguration(after = SegueAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnEnabledHealthIndicator(SegueProperties.PREFIX)
final class SegueHealthAutoConfiguration {

  @Bean
  @ConditionalOnBean(SequenceRecommender.class)
  @ConditionalOnMissingBean(name = "segueHealthIndicator")
  HealthIndicator segueHealthIndicator(SequenceRecommender recommender) {
    return new RecommenderHealthIndicator(recommender);
  }
}
