package dev.segue.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.LocalConnector.LocalEndPoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sends arbitrary bytes in place of requests: each is answered as HTTP has it, soon, and never with
 * a failure of the server; and what listeners play is still kept afterwards. As an ordinary test it
 * replays the bytes in {@code ServerFuzzTestInputs}: each route, and what is hostile; with {@code
 * -Pfuzz}, Jazzer thinks of others.
 */
@Timeout(60)
class ServerFuzzTest {

  private static final Set<String> TYPES =
      Set.of(
          "application/json",
          "application/problem+json",
          "application/yaml",
          "image/svg+xml",
          "text/css;charset=utf-8",
          "text/html;charset=utf-8",
          "text/javascript;charset=utf-8",
          "text/plain;charset=utf-8",
          "text/plain; version=0.0.4; charset=utf-8");

  /** Statuses that say that the server failed, not the request. */
  private static final Set<Integer> FAILURES = Set.of(500, 502, 503, 504, 507);

  private static final String PLAY =
      "{\"listener\":\"afterwards\",\"song\":\"a\",\"time\":\"2026-01-01T00:00:00Z\"}";

  private static final byte[] AFTERWARDS =
      ("POST /v1/play HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
              + PLAY.length()
              + "\r\n\r\n"
              + PLAY)
          .getBytes(ISO_8859_1);

  @TempDir static Path folder;

  private static SegueServer server;
  private static LocalConnector connector;

  @BeforeAll
  static void start() throws Exception {
    Path model = folder.resolve("model.segue");
    TestModels.OLDER.save(model);
    server = SegueServer.builder(model).state(folder.resolve("state")).port(0).start();
    connector =
        new LocalConnector(
            server.http.connector.getServer(),
            new HttpConnectionFactory(
                server
                    .http
                    .connector
                    .getConnectionFactory(HttpConnectionFactory.class)
                    .getHttpConfiguration()));
    connector.start();
    for (int time = 0; time < 20; time++) {
      send(AFTERWARDS); // until classes are loaded
    }
  }

  @AfterAll
  static void end() throws Exception {
    connector.stop();
    server.close();
  }

  @FuzzTest(maxDuration = "30m")
  void requests(byte[] bytes) throws IOException {
    long start = System.nanoTime();
    List<RawAnswer> answers = RawAnswer.parse(send(bytes));
    if (isLong(start)) { // the machine may have been busy
      start = System.nanoTime();
      send(bytes);
      assertThat(isLong(start)).as("takes more than a second").isFalse();
    }
    for (RawAnswer answer : answers) {
      check(answer);
    }
    assertThat(RawAnswer.parse(send(AFTERWARDS)))
        .extracting(RawAnswer::status)
        .containsExactly(200);
  }

  private static boolean isLong(long start) {
    return System.nanoTime() - start > SECONDS.toNanos(1);
  }

  /** Sends bytes and nothing after them; returns all that is answered. */
  private static String send(byte[] bytes) {
    LocalEndPoint client = connector.connect();
    client.addInputAndExecute(ByteBuffer.wrap(bytes));
    client.addInputEOF();
    client.waitUntilClosedOrIdleFor(10, SECONDS);
    assertThat(client.isOpen()).as("the connection is open").isFalse();
    return client.takeOutputString(ISO_8859_1);
  }

  private static void check(RawAnswer answer) {
    assertThat(answer.status()).as("%s", answer).isBetween(100, 599).isNotIn(FAILURES);
    if (answer.status() >= 200) {
      assertThat(answer.type()).as("%s", answer).isIn(TYPES);
    }
    if (answer.type().endsWith("json") && !answer.body().isEmpty()) {
      assertThat(answer.json()).as("%s", answer).isNotNull();
    }
  }
}
