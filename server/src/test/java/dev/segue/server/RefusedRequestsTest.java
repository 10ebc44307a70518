package dev.segue.server;

import static dev.segue.server.TestModels.song;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.server.ServerClient.Told;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a request is said, with the status that it has in HTTP. */
class RefusedRequestsTest {

  private static final String TOKEN = "a-token-of-some-length";

  @TempDir private static Path folder;

  private static SegueServer server;
  private static SegueServer guarded;
  private static ServerClient client;

  @BeforeAll
  static void start() throws IOException {
    Path model = folder.resolve("model.segue");
    TestModels.OLDER.save(model);
    server = SegueServer.builder(model).state(folder.resolve("a")).port(0).start();
    client = new ServerClient(server.uri());
    guarded = SegueServer.builder(model).state(folder.resolve("b")).port(0).token(TOKEN).start();
  }

  @AfterAll
  static void end() throws IOException {
    server.close();
    guarded.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GET /v1/next | | 400 | either listener or songs must be given",
        "GET /v1/next?listener=a&song=b | | 400 | either listener or songs must be given",
        "GET /v1/next?listener=a&cout=5 | | 400 | there is no parameter 'cout' here, only"
            + " [count, listener, model, probabilities, rules, seed, song, temperature,"
            + " time]",
        "GET /v1/next?listener=a&count=0 | | 400 | count must be in 1..1000, was 0",
        "GET /v1/next?listener=a&count=ten | | 400 | count must be a number, was 'ten'",
        "GET /v1/next?listener=a&count=5&count=6 | | 400 | count must be given once, was given 2"
            + " times",
        "GET /v1/next?listener= | | 400 | listener must have 1..200 characters, but has 0",
        "GET /v1/next?listener=a%0Ab | | 400 | listener must have no control characters",
        "GET /v1/next?song=nowhere | | 400 | songs must be in the catalogue of 60 songs, but these"
            + " are not: nowhere",
        "GET /v1/next?listener=a&temperature=0 | | 400 | temperature must be > 0 and finite, was"
            + " 0.0",
        "GET /v1/next?listener=a&time=noon | | 400 | time must be like 2026-11-29T12:00:00Z, was"
            + " 'noon'",
        "GET /v1/next?listener=a&time=3000-01-01T00:00:00Z | | 400 | time must be in 1970..2999, was"
            + " '3000-01-01T00:00:00Z'",
        "GET /v1/next?listener=a&probabilities=yes | | 400 | probabilities must be true or false,"
            + " was 'yes'",
        "GET /v1/next?listener=a&model=other | | 400 | model must be 'beside', was 'other'",
        "GET /v1/next?listener=a&model=beside | | 400 | there is no model beside the one that is"
            + " served",
        "GET /room/index.html | | 404 | there is nothing at this path",
        "POST / | | 405 | this path takes GET",
        "GET /?listener=a | | 400 | there is no parameter 'listener' here, only []",
        "GET /v1/nothing | | 404 | there is nothing at this path",
        "GET /v1/play | | 405 | this path takes POST",
        "POST /v1/play | | 400 | body must hold what is described here, but it is of another type",
        "POST /v1/play | nonsense | 400 | body must be JSON, but Unrecognized token 'nonsense': was"
            + " expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
        "POST /v1/play | {\"listener\":\"a\"} | 400 | body must hold what is described here, but"
            + " 'song' does not fit",
        "POST /v1/play | {\"listener\":\"a\",\"song\":\"b\",\"tme\":1} | 400 | body must hold what"
            + " is described here, but 'tme' does not fit",
        "POST /v1/play | {\"listener\":\"a\",\"song\":\"b\",\"next\":\"x\"} | 400 | body must hold"
            + " what is described here, but 'next' does not fit",
        "POST /v1/play | {\"listener\":\"a\",\"song\":\"b\",\"next\":1001} | 400 | next must be in"
            + " 0..1000, was 1001",
        "POST /v1/play | {\"listener\":\"a\",\"song\":\"\"} | 400 | song id must not be empty",
        "POST /v1/play | {\"listener\":\"a\",\"song\":\"b\",\"time\":\"noon\"} | 400 | time must be"
            + " like 2026-11-29T12:00:00Z, was 'noon'",
        "POST /v1/play | {\"listener\":\"a\",\"song\":\"b\",\"time\":\"2999-01-01T00:00:00Z\"} | 400"
            + " | time must be in 1970..now, was '2999-01-01T00:00:00Z'",
        "POST /v1/skip | {\"listener\":\"a\",\"song\":\"b\",\"heard\":-1} | 400 | heard must be in"
            + " 0..86400, was -1.0",
        "POST /v1/ban | {\"listener\":\"a\"} | 400 | either song or artist must be given",
        "DELETE /v1/listener?listener=nobody | | 404 | there is no listener 'nobody'",
      })
  void request_isRefused(String request, String body, int status, String detail) {
    String[] parts = request.strip().split(" ");
    Told told = client.send(parts[0], parts[1], body == null ? "" : body);
    assertThat(told.detail()).isEqualTo(detail);
    assertThat(told.status()).isEqualTo(status);
    assertThat(told.type()).isEqualTo("application/problem+json");
    assertThat(told.json().path("status").asInt()).isEqualTo(status);
  }

  @Test
  void bodies_thatAreTooLong_areRefused() {
    Told told = client.post("/v1/play", " ".repeat(1025 * 1024) + "{}");
    assertThat(told.status()).isEqualTo(413);
  }

  @Test
  void withoutAToken_thisMachineAloneMayAsk() throws IOException {
    assertThat(raw("GET /v1/version HTTP/1.1", "Host: localhost")).startsWith("HTTP/1.1 200");
    assertThat(raw("GET /v1/version HTTP/1.1", "Host: stranger.example"))
        .startsWith("HTTP/1.1 421");
    assertThat(
            raw("GET /v1/version HTTP/1.1", "Host: localhost", "Origin: http://stranger.example"))
        .startsWith("HTTP/1.1 403");
    assertThat(raw("GET /v1/version HTTP/1.1", "Host: localhost", "Origin: http://localhost:80"))
        .startsWith("HTTP/1.1 200");
    assertThat(raw("GET /../etc/passwd HTTP/1.1", "Host: localhost")).startsWith("HTTP/1.1 400");
    assertThat(raw("nonsense", "Host: localhost")).startsWith("HTTP/1.1 400");
  }

  /** Sends lines as they are; returns the answer. */
  private static String raw(String... lines) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.uri().getPort())) {
      String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  @Test
  void token_mustBeGiven() {
    ServerClient with = new ServerClient(guarded.uri(), Map.of("Authorization", "Bearer " + TOKEN));
    assertThat(with.get("/v1/next", "song", song(1)).status()).isEqualTo(200);
    assertThat(new ServerClient(guarded.uri()).get("/v1/health").status()).isEqualTo(200);
    Stream.of(
            Map.<String, String>of(),
            Map.of("Authorization", "Bearer other"),
            Map.of("Authorization", TOKEN),
            Map.of("Authorization", "Basic " + TOKEN))
        .forEach(
            headers -> {
              Told told = new ServerClient(guarded.uri(), headers).get("/metrics");
              assertThat(told.status()).isEqualTo(401);
              assertThat(told.detail())
                  .isEqualTo("the token must be given, as in 'Authorization: Bearer TOKEN'");
            });
  }
}
