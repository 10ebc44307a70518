package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.PlaylistDataset;
import dev.segue.baselines.Popularity;
import dev.segue.server.SegueServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code segue serve} in a process of its own. */
class ServeTest {

  private static final Pattern ADDRESS = Pattern.compile("serving at (.*); Ctrl-C ends");

  @TempDir private Path folder;
  private Path model;
  private Path state;

  @BeforeEach
  void save() throws IOException {
    model = folder.resolve("model.segue");
    state = folder.resolve("state");
    SavedModel.save(
        Popularity.trainer().train(PlaylistDataset.of(List.of(List.of("a", "b", "a")))), model);
  }

  /** Starts it by all three: options, environment and file. */
  private Process start() throws IOException {
    Path config = Files.writeString(folder.resolve("c"), "port=0\nstate=/nowhere\nmax-rate=1000\n");
    List<String> command =
        new ArrayList<>(
            Arrays.asList(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Segue.class.getName(),
                "serve",
                "--config",
                config.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SEGUE_MODEL", model.toString());
    builder.environment().put("SEGUE_STATE", state.toString());
    return builder.start();
  }

  private static URI address(BufferedReader lines) throws IOException {
    StringBuilder output = new StringBuilder();
    String line;
    while ((line = lines.readLine()) != null) {
      Matcher serving = ADDRESS.matcher(line);
      if (serving.find()) {
        return URI.create(serving.group(1));
      }
      output.append(line).append('\n');
    }
    throw new AssertionError("the server did not start: " + output);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(URI server, String path) {
    return HttpRequest.newBuilder(server.resolve(path));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
  void signal_endsIt_andWhatWasAnsweredIsKept() throws IOException, InterruptedException {
    Process process = start();
    try (BufferedReader lines = process.inputReader()) {
      URI server = address(lines);
      assertThat(send(request(server, "/v1/health")).body()).isEqualTo("{\"status\":\"up\"}");
      String play = "{\"listener\": \"ann\", \"song\": \"b\"}";
      assertThat(send(request(server, "/v1/play").POST(BodyPublishers.ofString(play))).statusCode())
          .isEqualTo(200);
      process.destroy(); // SIGTERM
      assertThat(process.waitFor()).isEqualTo(143);
    } finally {
      process.destroyForcibly();
    }
    try (SegueServer again = SegueServer.builder(model).state(state).port(0).start()) {
      assertThat(send(request(again.uri(), "/v1/listener?listener=ann")).body())
          .contains("\"heard\":[{\"id\":\"b\"");
    }
  }
}
