package dev.segue.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, which may be killed. */
final class ServerProcess implements AutoCloseable {

  private final Process process;
  private final URI uri;

  /**
   * Starts a server.
   *
   * @param megabytes of its heap
   */
  ServerProcess(Path model, Path state, int megabytes) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + megabytes + "m");
    if (Runtime.version().feature() > 21) {
      command.add("--enable-native-access=ALL-UNNAMED"); // of SQLite
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Serving.class.getName(), model.toString(), state.toString()));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out = process.inputReader(UTF_8);
    String line = out.readLine();
    if (line == null) {
      throw new IOException("the server did not start");
    }
    uri = URI.create(line);
  }

  URI uri() {
    return uri;
  }

  /** Ends the process at once (SIGKILL). */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Ends it in an orderly way, as its standard input does. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** What runs there. */
  static final class Serving {

    private Serving() {}

    public static void main(String[] args) throws IOException {
      try (SegueServer server =
          SegueServer.builder(Path.of(args[0]))
              .state(Path.of(args[1]))
              .port(0)
              .reloadEvery(Duration.ofMillis(500))
              .start()) {
        System.out.println(server.uri());
        new InputStreamReader(System.in, UTF_8).read(); // until it is closed
      }
    }
  }
}
