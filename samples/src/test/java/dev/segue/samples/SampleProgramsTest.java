package dev.segue.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.segue.RecommendationRules;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.baselines.MarkovChain;
import dev.segue.datasets.SyntheticStation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The samples do what they promise. */
@Tag("slow")
class SampleProgramsTest {

  @RegisterExtension final StandardOutput out = new StandardOutput();

  @Test
  void gettingStarted(@TempDir Path folder) throws IOException {
    Path model = folder.resolve("plays.segue");
    GettingStarted.main(new String[] {"../docs/plays.csv", model.toString()});

    List<String> lines = out.lines();
    assertThat(lines.subList(0, lines.size() - 5))
        .anyMatch(line -> line.startsWith("accuracy@10 "))
        .anyMatch(line -> line.startsWith("log_likelihood "));
    assertThat(lines.subList(lines.size() - 5, lines.size()))
        .doesNotHaveDuplicates()
        .allMatch(line -> line.contains(" - "));
    assertThat(model).isNotEmptyFile();
  }

  @Test
  void newMusic() {
    NewMusic.main(new String[0]);

    List<String> lines = out.text().lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(Double.parseDouble(lines.get(3)))
        .as("the log-probability of a song that nobody has played")
        .isBetween(Math.log(0.001), Math.log(0.5));
  }

  @Test
  void skippingListener_getsAnotherListAfterEachSkip() {
    SkippingListener.main(new String[0]);

    List<String> lines = out.text().lines().toList();
    assertThat(lines).hasSize(3 * 5 + 2 + 1);
    String first = lines.get(5).substring("skipped ".length());
    String second = lines.get(11).substring("skipped ".length());
    assertThat(lines.get(0)).endsWith(first);
    assertThat(lines.get(6)).as("not just the next of the list").endsWith(second);
    assertThat(lines.get(1)).doesNotEndWith(second);
    assertThat(lines.subList(6, 11)).as("after a skip").noneMatch(line -> line.contains(first));
    assertThat(lines.subList(12, 17))
        .as("after another")
        .noneMatch(line -> line.contains(first) || line.contains(second));
    assertThat(lines.get(17)).contains("you skipped " + first);
  }

  @Test
  void radioWeek_keepsItsRulesRoundTheClock() {
    RadioWeek.main(new String[0]);

    List<String> lines = out.lines();
    assertThat(lines).startsWith("time,artist,title").hasSizeGreaterThan(7 * 24 * 12);
    Map<String, Instant> lastPlays = new HashMap<>();
    Instant expected = RotatingStation.FIRST_DAY.plus(Duration.ofDays(28));
    Instant end = expected.plus(Duration.ofDays(7));
    for (String line : lines.subList(1, lines.size())) {
      String[] play = line.split(",");
      Instant time = Instant.parse(play[0]);
      assertThat(time).as("no silence, no overlap: %s", line).isEqualTo(expected).isBefore(end);
      Instant artist = lastPlays.put(play[1], time);
      Instant song = lastPlays.put(play[2], time);
      assertThat(artist == null || Duration.between(artist, time).toMinutes() >= 30)
          .as("artists are kept apart: %s, last at %s", line, artist)
          .isTrue();
      assertThat(song == null || Duration.between(song, time).toHours() >= 3)
          .as("songs do not come again: %s, last at %s", line, song)
          .isTrue();
      String id = play[2].toLowerCase(Locale.ROOT).replace(' ', '-');
      expected = time.plus(RotatingStation.length(Song.of(id)));
    }
    assertThat(expected).as("to the end of the week").isAfterOrEqualTo(end);
  }

  @Test
  void endlessQueue_alwaysHasANextSong() {
    EndlessQueue.main(new String[0]);

    List<String> lines = out.lines();
    assertThat(lines).hasSize(12 + 1).endsWith("180 songs");
    assertThat(lines.subList(0, 4))
        .as("the evening")
        .allMatch(line -> line.endsWith("gave way: {}"));
    assertThat(lines.subList(4, 10))
        .as("at night 45 songs must differ, of 40")
        .anyMatch(line -> line.contains("during(22:00-04:00: noRepeatWithin(3h))="));
  }

  @Test
  void weekOfUpdates() {
    WeekOfUpdates.main(new String[0]);

    List<String> lines = out.lines();
    assertThat(lines).hasSize(1 + 7 + 1).last().asString().startsWith("trained until 2024-02-18T");
    List<double[]> days = lines.subList(1, 8).stream().map(SampleProgramsTest::figures).toList();
    assertThat(days)
        .as("memory, recent plays, no memory, updated")
        .allSatisfy(day -> assertThat(day[0]).isGreaterThan(day[1]))
        .allSatisfy(day -> assertThat(day[1]).isGreaterThan(day[2]));
    assertThat(days.get(0)[3]).as("not updated yet").isEqualTo(days.get(0)[2]);
    assertThat(days.subList(2, 7))
        .as("from the third day on")
        .allSatisfy(day -> assertThat(day[3]).isGreaterThan(day[2]));
  }

  /** The last four columns of a line. */
  private static double[] figures(String line) {
    String[] columns = line.split(" +");
    return Arrays.stream(columns, columns.length - 4, columns.length)
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  @Test
  void comparing() {
    Comparing.main(new String[0]);

    List<String> lines = out.lines();
    assertThat(lines).hasSize(4 + 3 * 5);
    assertThat(lines).filteredOn(line -> line.startsWith("2123 transitions")).hasSize(4);
    List<String> gains = lines.stream().filter(line -> line.contains("from the chain")).toList();
    assertThat(gains)
        .satisfiesExactly(
            popularity -> assertThat(popularity).contains("], -0.").endsWith("p = 0.0001"),
            lags -> assertThat(lags).as("no difference").doesNotContain("p = 0.0"),
            lstm -> assertThat(lstm).contains("], +0.").contains("p = 0.0"));
  }

  @Test
  void blending() {
    Blending.main(new String[0]);

    List<String> lines = out.lines();
    assertThat(lines).hasSize(3 * 4).anyMatch(line -> line.startsWith("log-linear blend of "));
    List<Double> accuracies =
        lines.stream()
            .filter(line -> line.startsWith("accuracy@10"))
            .map(line -> Double.valueOf(line.split(" +")[1]))
            .toList();
    assertThat(accuracies.get(2))
        .as("better than the chain, and than the embedding")
        .isGreaterThan(accuracies.get(0))
        .isGreaterThan(accuracies.get(1));
  }

  @Test
  void webHandler() throws IOException, InterruptedException {
    SequenceRecommender recommender = MarkovChain.trainer().train(SyntheticStation.of(40, 200, 1));
    WebHandler handler = new WebHandler(recommender, new ConcurrentHashMap<>());
    HttpServer server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    server.createContext("/", handler::handle);
    server.start();
    try {
      URI ann = URI.create("http://localhost:%d/ann".formatted(server.getAddress().getPort()));
      String next = recommended(recommender, "song-7");

      assertThat(post(ann, "song-7")).isEqualTo(next).startsWith("[\"song-");
      assertThat(post(ann, "a song of nobody")).as("tolerated").isEqualTo(next);
      assertThat(post(ann, "")).as("asked again").isEqualTo(next);
      assertThat(post(ann.resolve("/bob"), "song-8"))
          .as("a listener of their own")
          .isEqualTo(recommended(recommender, "song-8"));
    } finally {
      server.stop(0);
    }
  }

  private static String recommended(SequenceRecommender recommender, String song) {
    return recommender.recommend(List.of(song), 5, RecommendationRules.none().noRepeats()).stream()
        .map(each -> "\"%s\"".formatted(each.song().id()))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String post(URI listener, String song) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(listener).POST(BodyPublishers.ofString(song)).build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    return response.body();
  }
}
