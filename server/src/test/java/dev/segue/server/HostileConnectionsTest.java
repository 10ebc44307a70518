package dev.segue.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever is slow, large, or many at once, does not keep others from being answered. */
@Timeout(60)
class HostileConnectionsTest {

  private static final int IDLE = 1_000;

  @TempDir private static Path folder;

  private static SegueServer server;
  private static ServerClient client;

  @BeforeAll
  static void start() throws IOException {
    Path model = folder.resolve("model.segue");
    TestModels.OLDER.save(model);
    server = SegueServer.builder(model).state(folder.resolve("state")).port(0).start();
    client = new ServerClient(server.uri());
  }

  @AfterAll
  static void end() throws IOException {
    server.close();
  }

  private static Socket connect() throws IOException {
    return new Socket("127.0.0.1", server.uri().getPort());
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  /** The statuses that a server answers, until it closes the connection. */
  private static List<Integer> statuses(Socket socket) throws IOException {
    String sent = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    return RawAnswer.parse(sent).stream().map(RawAnswer::status).toList();
  }

  @Test
  void body_thatTrickles_isEnded() throws IOException {
    try (Socket socket = connect()) {
      send(socket, "POST /v1/play HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{");
      long start = System.nanoTime();
      assertThat(trickle(socket))
          .satisfiesAnyOf(
              sent -> assertThat(sent).isEmpty(),
              sent -> assertThat(sent).startsWith("HTTP/1.1 408"));
      assertThat((System.nanoTime() - start) / 1e9).as("seconds").isLessThan(10);
    }
    assertThat(client.get("/v1/health").status()).isEqualTo(200);
  }

  /** Sends a blank now and then until there is an answer; returns that. */
  private static String trickle(Socket socket) throws IOException {
    socket.setSoTimeout(50);
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    for (int blanks = 0; blanks < 300; blanks++) {
      try {
        int read = socket.getInputStream().read();
        if (read < 0) {
          break;
        }
        answer.write(read);
      } catch (SocketTimeoutException e) {
        send(socket, " ");
      } catch (IOException e) {
        break; // closed
      }
    }
    return answer.toString(ISO_8859_1);
  }

  /** Who still sends where a connection ends may never see the answer. */
  @ParameterizedTest
  @CsvSource({"POST /v1/play,413", "POST /v1/nothing,404", "DELETE /v1/play,405"})
  void body_thatIsTooLong_isTakenAfterTheAnswer(String request, int status) throws IOException {
    try (Socket socket = connect()) {
      send(socket, request + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8000000\r\n\r\n");
      for (int part = 0; part < 8000; part++) {
        send(socket, " ".repeat(1000)); // fails where the connection has been closed
      }
      send(socket, "GET /v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertThat(statuses(socket)).containsExactly(status, 200);
    }
  }

  @Test
  void body_ofUnknownLength_isTakenAfterTheAnswer() throws IOException {
    try (Socket socket = connect()) {
      send(socket, "POST /v1/play HTTP/1.1\r\nHost: localhost\r\n");
      send(socket, "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n");
      for (int part = 0; part < 8000; part++) {
        send(socket, "3e8\r\n" + " ".repeat(1000) + "\r\n");
      }
      send(socket, "0\r\n\r\n");
      assertThat(statuses(socket)).containsExactly(413);
    }
  }

  @Test
  void body_withoutEnd_isCutOff() throws IOException {
    try (Socket socket = connect()) {
      send(
          socket, "POST /v1/play HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999999\r\n\r\n");
      assertThatThrownBy(
              () -> {
                for (int part = 0; part < 900_000; part++) {
                  send(socket, " ".repeat(1000));
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void header_thatIsTooLong_isRefused() throws IOException {
    try (Socket socket = connect()) {
      String field = "X-Long: " + "x".repeat(17 * 1024);
      send(socket, "GET /v1/health HTTP/1.1\r\nHost: localhost\r\n" + field + "\r\n\r\n");
      assertThat(statuses(socket)).containsExactly(431);
    }
  }

  @Test
  void connections_thatAreIdle_keepNobodyOut() throws IOException {
    List<Socket> idle = new ArrayList<>();
    try {
      for (int connection = 0; connection < IDLE; connection++) {
        Socket socket = connect();
        idle.add(socket);
        if (connection % 2 == 0) {
          send(socket, "POST /v1/play HTTP/1.1\r\nHost: loc"); // and no more
        }
      }
      for (int song = 0; song < 20; song++) {
        assertThat(client.tell("/v1/play", "listener", "ann", "song", TestModels.song(song)))
            .returns(200, ServerClient.Told::status);
      }
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }
}
