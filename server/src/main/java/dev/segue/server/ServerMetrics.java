package dev.segue.server;

import dev.segue.Recommendation;
import dev.segue.ServingListener;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** What the server counts and times, as Prometheus reads it. Any number of threads. */
final class ServerMetrics implements ServingListener, AutoCloseable {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final Timer lists = registry.timer("segue.recommend");
  private final Timer plays = registry.timer("segue.play");
  private final Timer skips = registry.timer("segue.skip");
  private final Timer likes = registry.timer("segue.like");

  ServerMetrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /** Measures a value whenever it is asked for. */
  <T> void gauge(String name, T of, ToDoubleFunction<T> value) {
    registry.gauge(name, of, value);
  }

  void answered(String path, int status, long nanoseconds) {
    registry
        .timer("segue.http.requests", "path", path, "status", Integer.toString(status))
        .record(nanoseconds, TimeUnit.NANOSECONDS);
  }

  String scrape() {
    return registry.scrape();
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

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
