package dev.segue.samples.station;

import static dev.segue.springboot.TestModel.RECOMMENDER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A whole application, asked over HTTP. */
class StationApplicationTest {

  @TempDir private static Path folder;

  private static ConfigurableApplicationContext application;

  @BeforeAll
  static void start() throws IOException {
    Path model = folder.resolve("plays.segue");
    RECOMMENDER.save(model);
    application =
        SpringApplication.run(
            StationApplication.class,
            "--segue.model=" + model,
            "--segue.rules=noRepeats()",
            "--server.port=0",
            "--server.address=127.0.0.1",
            "--management.endpoints.web.exposure.include=health,metrics",
            "--management.endpoint.health.show-details=always");
  }

  @AfterAll
  static void close() {
    application.close();
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    String port = application.getEnvironment().getRequiredProperty("local.server.port");
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            BodyHandlers.ofString());
  }

  @Test
  void songs_areRecommendedUnderTheRules() throws Exception {
    assertThat(get("/next?heard=a&heard=b").body())
        .startsWith("[{\"id\":\"c\"")
        .doesNotContain("\"a\"");
  }

  @Test
  void songs_thatTheModelLacks_areNamed() throws Exception {
    HttpResponse<String> answer = get("/next?heard=zzz");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("zzz");
  }

  @Test
  void health_isUp() throws Exception {
    assertThat(get("/actuator/health").body())
        .contains("\"segue\":{\"details\":{", "\"songs\":3", "\"status\":\"UP\"");
  }

  @Test
  void lists_areTimed() throws Exception {
    get("/next?heard=a");
    assertThat(get("/actuator/metrics/segue.recommend").body())
        .contains("\"COUNT\"", "Lists recommended");
  }
}
