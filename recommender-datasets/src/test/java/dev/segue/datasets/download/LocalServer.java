package dev.segue.datasets.download;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

/** A web server that answers each connection with bytes that a test scripted. */
public final class LocalServer implements AutoCloseable {

  /** The version of the files, as the server names it. */
  static final String VERSION = "\"v1\"";

  private static final int UNTIL_RECEIVED_MILLIS = 100;

  /** How a connection ends: normally, before everything is sent, or never. */
  private enum End {
    CLOSED,
    BROKEN,
    STALLED
  }

  private record Answer(byte[] bytes, End end) {}

  private final ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  public LocalServer() throws IOException {
    Thread thread = new Thread(this::serve, "local server");
    thread.setDaemon(true);
    thread.start();
  }

  public URI address(String path) {
    return URI.create("http://127.0.0.1:%d/%s".formatted(socket.getLocalPort(), path));
  }

  /** The requests so far, each as the path and, if it asks for a range, that and its version. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Answers with the whole file. */
  public LocalServer thenWhole(byte[] file) {
    return then(whole(file), file);
  }

  /** Announces the whole file, but ends after some bytes of it. */
  public LocalServer thenBroken(byte[] file, int sent) {
    return thenBroken(whole(file), Arrays.copyOf(file, sent));
  }

  /** Answers with a head of these lines, and the beginning of a body. */
  LocalServer thenBroken(String lines, byte[] sent) {
    return add(head(lines), sent, End.BROKEN);
  }

  /** Answers with the rest of the file. */
  public LocalServer thenRest(byte[] file, int from) {
    return then(
        partial(from, file.length, file.length, VERSION),
        Arrays.copyOfRange(file, from, file.length));
  }

  /** Announces the whole file, but sends nothing after some bytes of it. */
  LocalServer thenStall(byte[] file, int sent) {
    return add(head(whole(file)), Arrays.copyOf(file, sent), End.STALLED);
  }

  /** Sends nothing at all. */
  LocalServer thenStall() {
    return add("", new byte[0], End.STALLED);
  }

  /** Answers with a head of these lines. */
  public LocalServer then(String lines) {
    return then(lines + "\nContent-Length: 0", new byte[0]);
  }

  /** Answers with a head of these lines, and this body. */
  LocalServer then(String lines, byte[] body) {
    return add(head(lines), body, End.CLOSED);
  }

  private static String whole(byte[] file) {
    return "200 OK\nETag: %s\nContent-Length: %d".formatted(VERSION, file.length);
  }

  /** The head of an answer with bytes {@code from..to-1} of {@code total}. */
  static String partial(int from, int to, int total, String version) {
    return "206 Partial Content\nETag: %s\nContent-Length: %d\nContent-Range: bytes %d-%d/%d"
        .formatted(version, to - from, from, to - 1, total);
  }

  private static String head(String lines) {
    return ("HTTP/1.1 " + lines + "\nConnection: close\n\n").replace("\n", "\r\n");
  }

  private LocalServer add(String head, byte[] body, End end) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.getBytes(ISO_8859_1));
    bytes.writeBytes(body);
    answers.add(new Answer(bytes.toByteArray(), end));
    return this;
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        answer(connection);
      } catch (IOException e) {
        // the client hung up, or the test has ended
      }
    }
  }

  private void answer(Socket connection) throws IOException {
    InputStream in = connection.getInputStream();
    requests.add(summary(readHead(in)));
    Answer answer = answers.poll();
    if (answer == null) {
      throw new IOException("no answer was written down");
    }
    OutputStream out = connection.getOutputStream();
    out.write(answer.bytes);
    out.flush();
    if (answer.end == End.BROKEN) {
      // A client that sees the end of the connection at once may not read what came before.
      connection.setSoTimeout(UNTIL_RECEIVED_MILLIS);
    }
    if (answer.end != End.CLOSED) {
      in.read(); // until the client hangs up
    }
  }

  private static String readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static String summary(String head) {
    Stream<String> path = Stream.of(head.split(" ")[1]);
    Stream<String> range =
        head.lines().filter(line -> line.startsWith("Range: ") || line.startsWith("If-Range: "));
    return String.join(" | ", Stream.concat(path, range.sorted()).toList());
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
