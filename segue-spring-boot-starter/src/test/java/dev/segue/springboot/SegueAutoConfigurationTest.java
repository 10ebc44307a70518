package dev.segue.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.RecommendationRules;
import dev.segue.SequenceRecommender;
import dev.segue.ServingListener;
import dev.segue.micrometer.ServingMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SegueAutoConfigurationTest {

  @TempDir private static Path folder;

  private static Path model;

  private final ApplicationContextRunner nothingSaid =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  SegueAutoConfiguration.class, SegueHealthAutoConfiguration.class));
  private final ApplicationContextRunner runner =
      nothingSaid.withPropertyValues("segue.model=" + model);

  @BeforeAll
  static void save() throws IOException {
    model = folder.resolve("small.segue");
    TestModel.RECOMMENDER.save(model);
  }

  @Test
  void model_isRead() {
    runner.run(
        context ->
            assertThat(context.getBean(SequenceRecommender.class).recommend(List.of("a"), 3))
                .isEqualTo(TestModel.RECOMMENDER.recommend(List.of("a"), 3)));
  }

  @Test
  void model_mayHaveAnAddress() {
    nothingSaid
        .withPropertyValues("segue.model=classpath:small.segue")
        .withClassLoader(new FolderClassLoader(folder))
        .run(
            context ->
                assertThat(context.getBean(SequenceRecommender.class).fingerprint())
                    .isEqualTo(TestModel.RECOMMENDER.fingerprint()));
    nothingSaid
        .withPropertyValues("segue.model=" + model.toUri())
        .run(context -> assertThat(context).hasSingleBean(SequenceRecommender.class));
  }

  @Test
  void withoutAModel_thereIsNoRecommender() {
    nothingSaid.run(
        context ->
            assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(SequenceRecommender.class)
                .doesNotHaveBean(HealthIndicator.class));
  }

  @Test
  void model_thatIsNone_isRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("text.segue"), "no model");
    nothingSaid
        .withPropertyValues("segue.model=" + text)
        .run(
            context ->
                assertThat(context).getFailure().rootCause().hasMessageContaining("text.segue"));
    nothingSaid
        .withPropertyValues("segue.model=nowhere.segue")
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .hasCauseInstanceOf(Exception.class)
                    .rootCause()
                    .hasMessageContaining("nowhere.segue"));
  }

  @Test
  void properties_areNamedInFailures() {
    nothingSaid
        .withPropertyValues("segue.model=nowhere.segue")
        .run(context -> assertThat(refused(context.getStartupFailure())).isEqualTo("segue.model"));
    nothingSaid
        .withPropertyValues("segue.rules=noRepeatFor(3h)")
        .run(
            context -> {
              assertThat(refused(context.getStartupFailure())).isEqualTo("segue.rules");
              assertThat(context.getStartupFailure())
                  .rootCause()
                  .hasMessageContaining("noRepeatFor");
            });
  }

  private static String refused(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidConfigurationPropertyValueException refused) {
        return refused.getName();
      }
    }
    throw new AssertionError(failure);
  }

  @Test
  void rules_areRead() {
    nothingSaid.run(
        context ->
            assertThat(context.getBean(RecommendationRules.class))
                .isEqualTo(RecommendationRules.none()));
    nothingSaid
        .withPropertyValues("segue.rules=noRepeats(), artistGap(2)")
        .run(
            context ->
                assertThat(context.getBean(RecommendationRules.class))
                    .isEqualTo(RecommendationRules.none().noRepeats().artistGap(2)));
  }

  @Test
  void beansOfTheApplication_takeThePlace() {
    SequenceRecommender own = TestModel.RECOMMENDER;
    RecommendationRules rules = RecommendationRules.none().noRepeats();
    nothingSaid
        .withPropertyValues("segue.model=nowhere.segue", "segue.rules=nonsense")
        .withBean(SequenceRecommender.class, () -> own)
        .withBean(RecommendationRules.class, () -> rules)
        .run(
            context -> {
              assertThat(context.getBean(SequenceRecommender.class)).isSameAs(own);
              assertThat(context.getBean(RecommendationRules.class)).isSameAs(rules);
            });
  }

  @Test
  void listeners_areTold() {
    AtomicInteger first = new AtomicInteger();
    AtomicInteger second = new AtomicInteger();
    runner
        .withBean(
            "first", ServingListener.class, () -> (list, time) -> first.addAndGet(list.size()))
        .withBean("second", ServingListener.class, () -> (list, time) -> second.incrementAndGet())
        .run(
            context -> {
              context.getBean(SequenceRecommender.class).recommend(List.of("a"), 2);
              assertThat(first).hasValue(2);
              assertThat(second).hasValue(1);
            });
  }

  @Test
  void metrics_areThoseOfTheRegistry() {
    runner
        .withBean(SimpleMeterRegistry.class)
        .run(
            context -> {
              context.getBean(SequenceRecommender.class).recommend(List.of("a"), 2);
              assertThat(
                      context.getBean(MeterRegistry.class).get("segue.recommend").timer().count())
                  .isEqualTo(1);
            });
    runner.run(context -> assertThat(context).doesNotHaveBean(ServingMetrics.class));
  }

  @Test
  void withoutAnActuator_thereIsARecommender() {
    runner
        .withClassLoader(new FilteredClassLoader(MeterRegistry.class, HealthIndicator.class))
        .run(context -> assertThat(context).hasSingleBean(SequenceRecommender.class));
  }

  @Test
  void health_saysWhatTheRecommenderKnows() {
    runner.run(
        context -> {
          Health health = context.getBean(HealthIndicator.class).health();
          assertThat(health.getStatus()).isEqualTo(Status.UP);
          assertThat(health.getDetails())
              .isEqualTo(Map.of("songs", 3, "fingerprint", TestModel.RECOMMENDER.fingerprint()));
        });
    runner
        .withPropertyValues("management.health.segue.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
  }

  @Test
  void health_isDown_ifTheRecommenderFails() {
    nothingSaid
        .withBean(SequenceRecommender.class, FailingRecommender::new)
        .run(
            context -> {
              Health health = context.getBean(HealthIndicator.class).health();
              assertThat(health.getStatus()).isEqualTo(Status.DOWN);
              assertThat(health.getDetails().get("error")).asString().contains("out of order");
            });
  }

  @Test
  void properties_areDescribedForEditors() throws IOException {
    try (InputStream in =
        SegueAutoConfiguration.class.getResourceAsStream(
            "/META-INF/spring-configuration-metadata.json")) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .contains("\"segue.model\"", "the model file: a path", "\"segue.rules\"", "\"no rules\"");
    }
  }
}
