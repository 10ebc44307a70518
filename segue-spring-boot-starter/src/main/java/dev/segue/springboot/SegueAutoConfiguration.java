package dev.segue.springboot;

import dev.segue.RecommendationRules;
import dev.segue.SequenceRecommender;
import dev.segue.ServingListener;
import dev.segue.micrometer.ServingMetrics;
import dev.segue.model.ModelFile;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.io.ApplicationResourceLoader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/**
 * Makes beans of what the configuration of an application says: {@code segue.model} becomes a
 * {@link SequenceRecommender}, {@code segue.rules} becomes {@link RecommendationRules}. Where there
 * are metrics, the recommender has {@link ServingMetrics}. It tells every {@link ServingListener}
 * among the beans what it serves. A bean of the application's own takes the place of each.
 */
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration"
    })
@EnableConfigurationProperties(SegueProperties.class)
public final class SegueAutoConfiguration {

  private static final String MODEL = SegueProperties.PREFIX + ".model";
  private static final String RULES = SegueProperties.PREFIX + ".rules";

  SegueAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnProperty(MODEL)
  SequenceRecommender sequenceRecommender(
      SegueProperties properties,
      ResourceLoader resources,
      ObjectProvider<ServingListener> listeners) {
    String model = Objects.requireNonNull(properties.model(), MODEL);
    SequenceRecommender recommender;
    try {
      recommender = read(ApplicationResourceLoader.get(resources, true).getResource(model));
    } catch (IOException e) {
      throw new InvalidConfigurationPropertyValueException(
          MODEL, model, "It must be a model file: " + e.getMessage(), e);
    }
    for (ServingListener listener : listeners.orderedStream().toList()) {
      recommender = recommender.withListener(listener);
    }
    return recommender;
  }

  private static SequenceRecommender read(Resource model) throws IOException {
    return (model.isFile()
            ? ModelFile.read(model.getFilePath())
            : ModelFile.of(model.getContentAsByteArray()))
        .recommender();
  }

  @Bean
  @ConditionalOnMissingBean
  RecommendationRules recommendationRules(SegueProperties properties) {
    try {
      return RecommendationRules.parse(properties.rules());
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigurationPropertyValueException(
          RULES, properties.rules(), String.valueOf(e.getMessage()), e);
    }
  }

  /** Where there are metrics. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(MeterRegistry.class)
  static final class Metrics {

    @Bean
    @ConditionalOnBean(MeterRegistry.class)
    @ConditionalOnMissingBean
    ServingMetrics servingMetrics(MeterRegistry registry) {
      return new ServingMetrics(registry);
    }
  }
}
