package dev.segue.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.ListeningSession;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.baselines.Popularity;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServingMetricsTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final SequenceRecommender recommender =
      Popularity.trainer()
          .train(PlaylistDataset.of(List.of(List.of("a", "b", "c"))))
          .withListener(new ServingMetrics(registry));

  @Test
  void whatSessionsDo_isTimed() {
    ListeningSession session = recommender.newSession();
    session.play("a");
    session.play("b");
    session.play("a");
    session.skip("c");
    session.like("b");
    session.recommend(2);
    session.recommend(2);

    assertThat(count("play")).isEqualTo(3);
    assertThat(count("skip")).isEqualTo(1);
    assertThat(count("like")).isEqualTo(1);
    assertThat(count("recommend")).isEqualTo(2);
    assertThat(timer("recommend").totalTime(TimeUnit.NANOSECONDS)).isPositive();
  }

  @Test
  void recommendersOfARegistry_shareTimers() {
    recommender.recommend(List.of("a"), 1);
    recommender.withListener(new ServingMetrics(registry)).recommend(List.of("a"), 1);
    assertThat(count("recommend")).isEqualTo(3);
  }

  private long count(String what) {
    return timer(what).count();
  }

  private Timer timer(String what) {
    return registry.get("segue." + what).timer();
  }
}
