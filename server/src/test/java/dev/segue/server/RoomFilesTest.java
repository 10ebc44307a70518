package dev.segue.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files of the listening room, as a browser gets them. */
class RoomFilesTest {

  private static final Pattern LOADED =
      Pattern.compile("(?:src=|href=|from |import\\()\"(\\.?/[^\"]*)\"", Pattern.MULTILINE);

  private static final String LIBRARY = "/echarts.js";

  /** What we have written. */
  private static final Set<String> OURS =
      RoomFiles.PATHS.stream()
          .filter(path -> !path.equals(LIBRARY))
          .collect(Collectors.toUnmodifiableSet());

  @TempDir private static Path folder;

  private static SegueServer server;

  /** With a token, which no browser has before the room is open. */
  @BeforeAll
  static void start() throws IOException {
    Path model = folder.resolve("model.segue");
    TestModels.OLDER.save(model);
    server =
        SegueServer.builder(model)
            .state(folder.resolve("state"))
            .port(0)
            .token("a-token-of-some-length")
            .start();
  }

  @AfterAll
  static void end() throws IOException {
    server.close();
  }

  private static HttpResponse<String> send(String method, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create(server.uri().toString().replaceFirst("/$", path));
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build(),
            BodyHandlers.ofString());
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html;charset=utf-8, <title>Listening room",
    "/room.css, text/css;charset=utf-8, .room",
    "/page.css, text/css;charset=utf-8, --ground",
    "/room.js, text/javascript;charset=utf-8, textContent",
    "/room-changes.js, text/javascript;charset=utf-8, Left the list",
    "/room-elements.js, text/javascript;charset=utf-8, createElement",
    "/room-list.js, text/javascript;charset=utf-8, Play on",
    "/room-map.js, text/javascript;charset=utf-8, echarts",
    "/room-time.js, text/javascript;charset=utf-8, setUTCHours",
    "/room-server.js, text/javascript;charset=utf-8, Bearer",
    "/room-rules.js, text/javascript;charset=utf-8, noRepeats",
    "/room.svg, image/svg+xml, <svg",
  })
  void file_isOpen_andMayDoLittle(String path, String type, String holds)
      throws IOException, InterruptedException {
    HttpResponse<String> file = send("GET", path);
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.body()).contains(holds);
    assertThat(file.headers().firstValue("content-type")).hasValue(type);
    assertThat(file.headers().firstValue("content-security-policy"))
        .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'self';"));
    assertThat(file.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    assertThat(file.headers().allValues("cache-control")).containsExactly("no-cache");
    assertThat(send("HEAD", path).body()).isEmpty();
  }

  @Test
  void library_isKeptByBrowsers() throws IOException, InterruptedException {
    HttpResponse<String> library = send("GET", LIBRARY);
    assertThat(library.statusCode()).isEqualTo(200);
    assertThat(library.body()).contains("Apache License", "echarts");
    assertThat(library.headers().firstValue("content-type"))
        .hasValue("text/javascript;charset=utf-8");
    assertThat(library.headers().allValues("cache-control")).containsExactly("max-age=604800");
  }

  /** The list above is all that there is, and all that the files ask for is in it. */
  @Test
  void files_loadOneAnotherAlone() throws IOException, InterruptedException {
    for (String path : OURS) {
      String content = send("GET", path).body();
      assertThat(content.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http");
      Stream<String> loaded =
          LOADED.matcher(content).results().map((MatchResult found) -> found.group(1));
      assertThat(loaded.map(each -> each.replaceFirst("^\\.", ""))).isSubsetOf(RoomFiles.PATHS);
    }
  }

  @Test
  void titles_areNeverHtml() throws IOException, InterruptedException {
    for (String path : OURS) {
      assertThat(send("GET", path).body())
          .doesNotContainIgnoringCase("innerHTML")
          .doesNotContainIgnoringCase("insertAdjacentHTML")
          .doesNotContain("document.write", "eval(");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/room/index.html",
    "/room.js/",
    "/%2e%2e/openapi.yaml",
    "/..%2fopenapi.yaml",
    "/v1/version",
  })
  void others_areNotOpen(String path) throws IOException, InterruptedException {
    assertThat(send("GET", path).statusCode()).isIn(400, 401);
  }
}
