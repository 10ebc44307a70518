package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class CompareTest {

  @TempDir private Path folder;

  @BeforeEach
  void writeStation() throws IOException {
    SmallStation.write(folder);
  }

  private Execution compare(String... more) {
    return Execution.of(
        Stream.concat(
                Stream.of("compare", "--data", folder.toString(), "--format", "yes"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  @SuppressWarnings("unchecked")
  void json_hasEverySystemThatWasAskedFor() throws IOException {
    Execution execution = compare("--only", "stan,popularity,lme", "--json", "-");
    assertThat(execution.exitCode()).as(execution.err()).isZero();
    Map<String, Object> json = execution.json();
    assertThat(json).containsEntry("songs", 6.0).containsEntry("transitions", 3.0);
    List<Map<String, Object>> systems = (List<Map<String, Object>>) json.get("systems");
    assertThat(systems)
        .extracting(system -> system.get("name"))
        .containsExactly("popularity", "stan", "lme");
    assertThat((Map<String, Object>) systems.get(0).get("metrics"))
        .containsKeys("accuracy@10", "log_likelihood", "coverage@10", "accuracy@10[position 1]");
    assertThat((Map<String, Object>) systems.get(1).get("metrics"))
        .as("STAN has no probabilities")
        .doesNotContainKey("log_likelihood");
    assertThat(systems.get(1).get("parameters")).asString().contains("neighbours=");
    assertThat((Map<String, Object>) json.get("best")).containsKeys("mrr@20", "log_likelihood");
    assertThat((List<Map<String, Object>>) json.get("significance"))
        .extracting(each -> each.get("metric"))
        .containsExactly("mrr@20", "mrr@20", "accuracy@10", "accuracy@10", "log_likelihood");
  }

  /** Each of the six songs is as likely at each rank: 1/6, 2/6, 5/6, and all of six. */
  @Test
  @SuppressWarnings("unchecked")
  void random_isWhatIsExpectedOfIt_andNeverBest() throws IOException {
    Execution execution = compare("--only", "random,item2vec,popularity", "--json", "-");
    Map<String, Object> json = execution.json();
    Map<String, Object> random = ((List<Map<String, Object>>) json.get("systems")).get(0);
    Map<String, Double> metrics = (Map<String, Double>) random.get("metrics");

    assertThat(metrics.get("accuracy@1")).isCloseTo(1.0 / 6, within(1e-12));
    assertThat(metrics.get("accuracy@2")).isCloseTo(2.0 / 6, within(1e-12));
    assertThat(metrics.get("accuracy@5")).isCloseTo(5.0 / 6, within(1e-12));
    assertThat(metrics.get("accuracy@500")).isCloseTo(1, within(1e-12));
    assertThat(metrics.get("mrr@20"))
        .isCloseTo((1 + 1.0 / 2 + 1.0 / 3 + 1.0 / 4 + 1.0 / 5 + 1.0 / 6) / 6, within(1e-12));
    assertThat(metrics.get("log_likelihood")).isCloseTo(-Math.log(6), within(1e-6));
    assertThat(metrics).doesNotContainKey("coverage@10");
    assertThat(((Map<String, Object>) json.get("best")).values()).doesNotContain("random");
    assertThat(((Map<String, List<Object>>) json.get("equally_good")).get("log_likelihood"))
        .containsExactly("popularity");
  }

  @Test
  void random_alone_isBest() {
    assertThat(compare("--only", "random").out())
        .contains("Best by mrr@20 on the validation part: random");
  }

  @Test
  @SuppressWarnings("unchecked")
  void comparison_saysWhatItIsOf() throws IOException {
    Path page = folder.resolve("a page.html");
    Execution table = compare("--only", "markov", "--report", page.toString());
    Map<String, Object> origin =
        (Map<String, Object>) compare("--only", "markov", "--json", "-").json().get("origin");

    String command = "segue compare --data %s --format yes --only markov".formatted(folder);
    assertThat(table.out())
        .startsWith("Data     " + folder + " (format yes, split published parts, minimum plays 1)")
        .containsOnlyOnce("Protocol within the playlist" + System.lineSeparator())
        .contains("Command  " + command + " --report '" + page + "'")
        .containsPattern("Segue    .+, 20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d)?Z");
    assertThat(origin)
        .containsOnlyKeys("data", "read", "protocol", "command", "version", "date")
        .containsEntry("data", folder.toString())
        .containsEntry("protocol", "within the playlist")
        .containsEntry("command", command + " --json -");
    assertThat(Files.readString(page))
        .contains("<dt>Data</dt><dd>" + folder, "<dt>Protocol</dt><dd>within the playlist</dd>");
  }

  /** Two listeners play two songs by turns, for ten days; the last three are the test part. */
  @Test
  @SuppressWarnings("unchecked")
  void history_isComparedForwardInTime_andByAge() throws IOException {
    StringBuilder plays = new StringBuilder("user,time,artist,title\n");
    for (int day = 1; day <= 10; day++) {
      for (String user : List.of("ann", "bob")) {
        plays.append("%s,2025-01-%02dT20:00:00Z,One,A\n".formatted(user, day));
        plays.append("%s,2025-01-%02dT20:04:00Z,One,B\n".formatted(user, day));
      }
    }
    Path data = Files.writeString(folder.resolve("plays.csv"), plays);
    String split = "time:2025-01-06/2025-01-08";
    Execution execution =
        Execution.of(
            ("compare --only markov,random --json - --split " + split + " --data " + data)
                .split(" "));
    assertThat(execution.exitCode()).as(execution.err()).isZero();

    Map<String, Object> json = execution.json();
    assertThat((Map<String, Object>) json.get("origin"))
        .containsEntry("protocol", "forward in time");
    for (Map<String, Object> system : (List<Map<String, Object>>) json.get("systems")) {
      assertThat((Map<String, Object>) system.get("metrics"))
          .as("training ended on 5 January at 20:04")
          .containsEntry("accuracy@10[day 2-7]", 1.0)
          .containsEntry("accuracy@10[day 1]", null)
          .containsEntry("accuracy@10[day 8-14]", null);
    }
  }

  @Test
  void report_isOneFile() throws IOException {
    Path page = folder.resolve("page.html");
    Execution execution = compare("--only", "markov", "--report", page.toString());
    assertThat(execution.exitCode()).as(execution.err()).isZero();
    assertThat(execution.out()).contains("markov", "@10", "Best by mrr@20");
    assertThat(Files.readString(page))
        .contains("echarts", "\"name\":\"markov\"", "<th scope=\"row\">markov</th>")
        .doesNotContain("accuracy@10<", "<script src", "<link");
  }

  @Test
  void report_hasTheJsonToSave() throws IOException {
    Path page = folder.resolve("page.html");
    Path json = folder.resolve("comparison.json");
    Execution execution =
        compare("--only", "markov", "--report", page.toString(), "--json", json.toString());
    assertThat(execution.exitCode()).as(execution.err()).isZero();
    Matcher download =
        Pattern.compile("download=\"comparison.json\" href=\"data:application/json;base64,(.*?)\"")
            .matcher(Files.readString(page));
    assertThat(download.find()).isTrue();
    byte[] saved = Base64.getDecoder().decode(download.group(1).replace("&#x3D;", "="));
    assertThat(new String(saved, StandardCharsets.UTF_8)).isEqualTo(Files.readString(json));
  }

  @Test
  void secondRun_trainsOnlyWhatIsMissing() throws IOException {
    Path work = folder.resolve("work");
    assertThat(compare("--only", "markov", "--work", work.toString()).err())
        .contains("trained markov");
    Execution second = compare("--only", "markov,lags", "--work", work.toString());
    assertThat(second.err())
        .contains("trained lags", "measured markov, 1 of 2", "measured lags, 2 of 2")
        .doesNotContain("trained markov");
    Files.delete(work.resolve("lags.properties"));
    assertThat(compare("--only", "markov,lags", "--work", work.toString()).err())
        .as("what was not finished is made again")
        .contains("trained lags");
  }

  @Tag("slow")
  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "needs signals, and the env of Linux")
  void signal_tellsWhatIsKept_andTheSameCommandResumes() throws IOException, InterruptedException {
    String work = folder.resolve("work").toString();
    SignalledProcess stopped =
        SignalledProcess.of(
            "INT",
            "measured markov",
            List.of(
                "compare", "--data", folder.toString(), "--only", "markov,lstm", "--work", work));
    assertThat(stopped.exitCode()).as(stopped.output()).isEqualTo(130);
    assertThat(stopped.output())
        .contains(
            "stopped; %s keeps what has been trained so far: the same command resumes from there"
                .formatted(work));

    Execution resumed = compare("--only", "markov", "--work", work);
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(resumed.err()).doesNotContain("trained markov", "stopped");
  }

  @Test
  void lstm_remembersWhatItWasTrainedOn() {
    Path work = folder.resolve("work");
    Execution execution = compare("--only", "lstm-paper", "--work", work.toString());
    assertThat(execution.exitCode()).as(execution.err()).isZero();
    assertThat(
            Execution.of("inspect", "--model", work.resolve("lstm-paper.segue").toString()).out())
        .contains(
            "trained  format yes, split published parts, minimum plays 1, digests of 5 playlists");
  }

  @Test
  void work_ofOtherPlaylists() throws IOException {
    Path work = Files.createDirectory(folder.resolve("work"));
    Files.writeString(work.resolve("playlists"), "12345678");
    Execution execution = compare("--only", "markov", "--work", work.toString());
    assertThat(execution.exitCode()).isEqualTo(1);
    assertThat(execution.err()).contains("has models of other playlists: choose another folder");
  }

  @Test
  void systemsInTime_areLeftOut_ifThePlaylistsHaveNoTimes() {
    Execution execution = compare("--only", "popularity,recent-plays,stan-now");
    assertThat(execution.exitCode()).as(execution.err()).isZero();
    assertThat(execution.err())
        .contains("the playlists have no times: left out are recent-plays, stan-now");
    assertThat(execution.out()).contains("popularity").doesNotContain("stan-now  ");
    Execution alone = compare("--only", "recent-plays,stan-now");
    assertThat(alone.exitCode()).isEqualTo(2);
    assertThat(alone.err())
        .contains("the playlists have no times to learn recent-plays, stan-now from");
  }

  /** Each day ann hears one song and bob two others in turn; what they hear changes half-way. */
  @Test
  @SuppressWarnings("unchecked")
  void systemsInTime_learnFromTheTimes() throws IOException {
    List<String> lines = new ArrayList<>(List.of("user,time,artist,title"));
    for (int day = 10; day < 30; day++) {
      for (int hour = 10; hour < 14; hour++) {
        lines.add("ann,2025-01-%dT%d:00:00Z,A,%s".formatted(day, hour, day < 16 ? "old" : "new"));
        lines.add("bob,2025-01-%dT%d:30:00Z,B,Song %d".formatted(day, hour, hour % 2));
      }
    }
    Path plays = Files.write(folder.resolve("plays.csv"), lines);
    Execution execution =
        Execution.of(
            ("compare --data "
                    + plays
                    + " --format csv --session-gap 8h --split time:4d/4d"
                    + " --only popularity-now,personal,recent-plays,stan-now --json -")
                .split(" "));
    assertThat(execution.exitCode()).as(execution.err()).isZero();
    List<Map<String, Object>> systems = (List<Map<String, Object>>) execution.json().get("systems");
    assertThat(systems)
        .extracting(system -> system.get("name"))
        .containsExactly("popularity-now", "personal", "recent-plays", "stan-now");
    assertThat(systems.get(2).get("parameters")).asString().contains("half-life in days=");
    assertThat(((Map<String, Double>) systems.get(1).get("metrics")).get("accuracy@2"))
        .as("ann's new song is the first of hers, bob's two songs are the first of his")
        .isEqualTo(1);
  }

  @Test
  void unknownSystem() {
    Execution execution = compare("--only", "markov,tarot");
    assertThat(execution.exitCode()).isEqualTo(2);
    assertThat(execution.err()).contains("there is no system called 'tarot'; there are random,");
  }

  @Test
  void jsonAndReport_bothToStandardOutput() {
    Execution execution = compare("--json", "-", "--report", "-");
    assertThat(execution.exitCode()).isEqualTo(2);
    assertThat(execution.err()).contains("only one of --json and --report");
  }
}
