package dev.segue.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is asked of the server itself. Any number of threads. */
final class ServiceCalls {

  private static final String DESCRIPTION = "openapi.yaml";

  private final AskedModels asked;
  private final ServerMetrics metrics;

  ServiceCalls(AskedModels asked, ServerMetrics metrics) {
    this.asked = asked;
    this.metrics = metrics;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/v1/health", call -> Answer.json(Map.of("status", "up"))),
        Route.get("/v1/version", call -> version()),
        Route.get(
            "/metrics",
            call ->
                Answer.of(
                    200,
                    "text/plain; version=0.0.4; charset=utf-8",
                    metrics.scrape().getBytes(UTF_8))),
        Route.get("/v1/" + DESCRIPTION, call -> Answer.of(200, "application/yaml", description())));
  }

  private static byte[] description() {
    try (InputStream in = ServiceCalls.class.getResourceAsStream(DESCRIPTION)) {
      return Objects.requireNonNull(in, DESCRIPTION).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record ModelJson(
      String kind,
      String fingerprint,
      int songs,
      boolean map,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String trainedUntil) {

    static ModelJson of(AskedModels.Asked asked) {
      ServedModel model = asked.models().current();
      return new ModelJson(
          model.kind(),
          model.recommender().fingerprint(),
          model.catalogue().size(),
          model.hasMap(),
          model.recommender().provenance().trainedUntil().map(Instant::toString).orElse(null));
    }
  }

  /**
   * What is served.
   *
   * @param zone in which hours and days are told
   * @param beside the model beside it; null if there is none
   */
  private record VersionJson(
      String segue,
      String zone,
      ModelJson model,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ModelJson beside) {}

  private Answer version() {
    return Answer.json(
        new VersionJson(
            segue(),
            ZoneId.systemDefault().getId(),
            ModelJson.of(asked.served()),
            asked.beside().map(ModelJson::of).orElse(null)));
  }

  /** The version of the server. */
  static String segue() {
    String version = ServiceCalls.class.getPackage().getImplementationVersion();
    return version == null ? "not packaged" : version;
  }
}
