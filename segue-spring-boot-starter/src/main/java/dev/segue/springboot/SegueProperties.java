package dev.segue.springboot;

import dev.segue.RecommendationRules;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the configuration of an application says of its recommender.
 *
 * @param model the model file: a path, or an address such as classpath:plays.segue
 * @param rules what may be recommended, such as noRepeatWithin(3h), artistGap(2)
 */
@ConfigurationProperties(SegueProperties.PREFIX)
record SegueProperties(@Nullable String model, @DefaultValue(NO_RULES) String rules) {

  static final String PREFIX = "segue";

  /** As {@link RecommendationRules#none} writes itself. */
  private static final String NO_RULES = "no rules";
}
