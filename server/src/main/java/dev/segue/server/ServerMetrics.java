package dev.segue.server;

import dev.segue.ServingListener;
import dev.segue.micrometer.ServingMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** What the server counts and times, as Prometheus reads it. Any number of threads. */
final class ServerMetrics implements AutoCloseable {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final ServingMetrics serving = new ServingMetrics(registry);

  ServerMetrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /** Times lists, plays, skips and likes. */
  ServingListener serving() {
    return serving;
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
  public void close() {
    collections.close();
    registry.close();
  }
}
