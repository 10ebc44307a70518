package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model is evaluated as it was trained, and warns where it measures what it has learnt. */
class EvaluatedByModelTest {

  private static final String SMALL = " --embedding-size 4 --hidden-size 4 --epochs 1";
  private static final String SPLIT = "time:6d/3d";

  @TempDir private static Path folder;

  @BeforeAll
  static void trainByTime() throws IOException {
    Files.write(folder.resolve("plays.csv"), plays());
    train(
        "train --data {}/plays.csv --format csv --session-gap 20m --min-plays 2 --split " + SPLIT);
  }

  /**
   * On each of 20 days each of three listeners hears five of 12 songs; no session is like another.
   */
  private static List<String> plays() {
    List<String> lines = new ArrayList<>(List.of("user,time,artist,title"));
    List<Integer> songs = new ArrayList<>(IntStream.range(0, 12).boxed().toList());
    Random random = new Random(1);
    Instant start = Instant.parse("2025-01-01T20:00:00Z");
    for (int day = 0; day < 20; day++) {
      for (int user = 0; user < 3; user++) {
        Collections.shuffle(songs, random);
        for (int song = 0; song < 5; song++) {
          Instant time = start.plus(Duration.ofDays(day)).plus(Duration.ofMinutes(4L * song));
          int number = songs.get(song);
          lines.add("user%d,%s,Artist %d,Title %d".formatted(user, time, number % 4, number));
        }
      }
    }
    return lines;
  }

  private static Execution run(String command) {
    return Execution.of(command.replace("{}", folder.toString()).split(" "));
  }

  private static void train(String command) {
    String model = command.contains("--model") ? "" : " --model {}/plays.segue";
    Execution execution = run(command + model + SMALL);
    assertThat(execution.exitCode()).as(execution.err()).isZero();
  }

  private static Map<String, Object> evaluate(String options) throws IOException {
    Execution execution = run("evaluate --json - " + options);
    assertThat(execution.exitCode()).as(execution.err()).isZero();
    return execution.json();
  }

  private static List<Object> warnings(Map<String, Object> json) {
    return new ArrayList<>((List<?>) json.get("warnings"));
  }

  @Test
  void options_areThoseOfTheTraining() throws IOException {
    Map<String, Object> plain = evaluate("--data {}/plays.csv --model {}/plays.segue");
    Map<String, Object> same =
        evaluate(
            "--data {}/plays.csv --model {}/plays.segue --format csv --session-gap 1200s"
                + " --min-plays 2 --split "
                + SPLIT);

    assertThat(plain.get("metrics")).isEqualTo(same.get("metrics"));
    assertThat(plain)
        .containsEntry("trained_on", 0.0)
        .containsEntry("warnings", List.of())
        .containsEntry(
            "from_model",
            List.of("--format csv", "--session-gap 20m", "--min-plays 2", "--split " + SPLIT));
    assertThat(same)
        .containsEntry("trained_on", 0.0)
        .containsEntry("warnings", List.of())
        .containsEntry("from_model", List.of());
  }

  @Test
  void sessionMax_isThatOfTheTraining() throws IOException {
    train(
        "train --data {}/plays.csv --session-max 10m,3 --model {}/limited.segue --split " + SPLIT);

    assertThat(run("inspect --model {}/limited.segue").out())
        .contains("format csv, split " + SPLIT + ", session gap PT30M, session max 10m,3, minimum");
    assertThat(evaluate("--data {}/plays.csv --model {}/limited.segue"))
        .extractingByKey("from_model")
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .contains("--format csv", "--session-max 10m,3");
    assertThat(warnings(evaluate("--data {}/plays.csv --model {}/limited.segue --session-max 3")))
        .first()
        .asString()
        .startsWith("--session-max is 3, but the model was trained with 10m,3");
  }

  @Test
  void whatWasRead_isTold_andInJson() throws IOException {
    Execution execution = run("evaluate --data {}/plays.csv --model {}/plays.segue --json -");

    assertThat(execution.err())
        .contains(
            ": 3 listeners, 60 sessions, 12 songs, 300 plays, from 2025-01-01T20:00:00Z to"
                + " 2025-01-20T20:16:00Z");
    assertThat(execution.json())
        .containsEntry("format", "csv")
        .extractingByKey("read")
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("listeners", 3.0)
        .containsEntry("sessions", 60.0)
        .containsEntry("first", "2025-01-01T20:00:00Z")
        .containsEntry("last", "2025-01-20T20:16:00Z");
  }

  @Test
  void options_ofTheTraining_areNamedInOneLine() {
    Execution execution = run("evaluate --data {}/plays.csv --model {}/plays.segue");

    assertThat(execution.err())
        .contains(
            "as in the training of the model: --format csv, --session-gap 20m, --min-plays 2,"
                + " --split "
                + SPLIT);
    assertThat(execution.out()).doesNotContain("warning");
  }

  @Test
  void anotherSplit_winsAndIsWarnedOf_withTheNumberOfTrainingPlaylists() throws IOException {
    String options = "--data {}/plays.csv --model {}/plays.segue --split file-order:50/50";
    Map<String, Object> json = evaluate(options);

    assertThat((double) json.get("trained_on"))
        .as("of 30 sessions those of the last days were not trained on")
        .isBetween(1.0, 29.0);
    assertThat(json).containsEntry("playlists", 30.0);
    assertThat(warnings(json))
        .containsExactly(
            "--split is file-order:50/50, but the model was trained with "
                + SPLIT
                + ": it may have learnt what is measured",
            "the model was trained on %.0f of the 30 playlists measured, or on copies of them: on"
                    .formatted(json.get("trained_on"))
                + " these it looks better than it is");
    assertThat(run("evaluate " + options).out().lines())
        .filteredOn(line -> line.startsWith("warning: "))
        .map(line -> (Object) line.substring("warning: ".length()))
        .isEqualTo(warnings(json));
  }

  @Test
  void anotherGapAndMinimum_winAndAreWarnedOf() throws IOException {
    assertThat(
            warnings(
                evaluate(
                    "--data {}/plays.csv --model {}/plays.segue --session-gap 2h --min-plays 1")))
        .asInstanceOf(InstanceOfAssertFactories.list(String.class))
        .satisfiesExactly(
            gap ->
                assertThat(gap)
                    .startsWith("--session-gap is 2h, but the model was trained with 20m"),
            plays ->
                assertThat(plays).startsWith("--min-plays is 1, but the model was trained with 2"));
  }

  @Test
  void trainedOn_isCountedInThePartsOfAFolder() throws IOException {
    // Of four test playlists with a target, 0 1 2 is a training playlist. 0 1 is a part of one, and
    // training has three of the four songs of 1 2 3 4, which are two of its three targets.
    Path parts = SmallStation.write(Files.createDirectory(folder.resolve("parts")));
    write(parts, "train", "0 1 2 ", "1 2 3 ", "3 4 ", "5 ");
    write(parts, "test", "0 1 2 ", "0 1 ", "1 2 3 4 ", "4 3 ", "5 ");
    write(parts, "all", "0 1 2 ", "0 1 ");
    train("train --data {}/parts --model {}/parts.segue");

    Map<String, Object> json = evaluate("--data {}/parts --model {}/parts.segue");

    assertThat(json)
        .containsEntry("playlists", 4.0)
        .containsEntry("trained_on", 2.0)
        .containsEntry("from_model", List.of("--format yes", "--min-plays 1"));
    assertThat(warnings(json))
        .singleElement()
        .asString()
        .startsWith("the model was trained on 2 of the 4 playlists measured");
    assertThat(
            warnings(evaluate("--data {}/parts --model {}/parts.segue --split file-order:50/50")))
        .first()
        .asString()
        .startsWith("--split is file-order:50/50, but the model was trained with published parts");
  }

  private static void write(Path folder, String part, String... playlists) throws IOException {
    Files.writeString(
        folder.resolve(part + ".txt"),
        "11 22 33 44 55 66 \n4 5 4 3 2 2 \n" + String.join("\n", playlists) + "\n");
  }

  @Test
  void digests_switchedOff_areNotInTheModel() throws IOException {
    train(
        "train --data {}/plays.csv --format csv --no-digests --model {}/silent.segue --split "
            + SPLIT);

    assertThat(run("inspect --model {}/silent.segue").out())
        .contains(
            "trained  format csv, split "
                + SPLIT
                + ", session gap PT30M, minimum plays 1, trained until 2025-01-11T20:12:00Z\n")
        .doesNotContain("training.digests");
    Map<String, Object> json =
        evaluate("--data {}/plays.csv --model {}/silent.segue --split file-order:50/50");
    assertThat(json).doesNotContainKey("trained_on");
    assertThat(warnings(json)).singleElement().asString().startsWith("--split is");
  }

  /**
   * The test part begins with the last song of 17 January, a little before a week has passed since
   * the last song of training, on the 11th at 20:12. Before that are two more songs of each on the
   * 18th.
   */
  @Test
  @SuppressWarnings("unchecked")
  void age_isCountedFromTheEndOfTraining() throws IOException {
    train("train --data {}/plays.csv --format csv --model {}/timed.segue --split " + SPLIT);
    Map<String, Object> json = evaluate("--data {}/plays.csv --model {}/timed.segue");

    assertThat(json)
        .containsEntry("protocol", "forward in time")
        .containsEntry("transitions", 39.0)
        .containsEntry("trained_until", "2025-01-11T20:12:00Z");
    List<Map<String, Object>> groups = (List<Map<String, Object>>) json.get("groups");
    assertThat(groups)
        .extracting(group -> group.get("name") + ": " + group.get("targets"))
        .containsExactly("day 2-7: 9.0", "day 8-14: 30.0");
    Map<String, Double> week = (Map<String, Double>) groups.get(0).get("metrics");
    Map<String, Double> later = (Map<String, Double>) groups.get(1).get("metrics");
    Map<String, Double> all = (Map<String, Double>) json.get("metrics");
    assertThat(9 * week.get("accuracy@10") + 30 * later.get("accuracy@10"))
        .isCloseTo(39 * all.get("accuracy@10"), within(1e-9));
    assertThat((Map<String, Double>) groups.get(0).get("standard_errors"))
        .containsOnlyKeys("accuracy@10", "mrr@20", "log_likelihood");

    String out = run("evaluate --data {}/plays.csv --model {}/timed.segue").out();
    assertThat(out)
        .startsWith("39 transitions, forward in time")
        .containsPattern("day 2-7 +9 +[01]\\.\\d{4} \\+- ")
        .containsPattern("day 8-14 +30 +[01]\\.\\d{4} \\+- ")
        .contains("Days count from the last training play, at 2025-01-11T20:12:00Z.");
  }

  @Test
  @SuppressWarnings("unchecked")
  void newSongs_areShownBesideTheOthers() throws IOException {
    List<String> lines = plays();
    lines.add("user0,2025-01-21T20:00:00Z,Artist 1,Title 1");
    lines.add("user0,2025-01-21T20:04:00Z,Artist 1,New");
    lines.add("user0,2025-01-21T20:08:00Z,Artist 2,Title 2");
    Files.write(folder.resolve("new.csv"), lines);
    train("train --data {}/new.csv --format csv --model {}/new.segue --split " + SPLIT);

    Map<String, Object> json = evaluate("--data {}/new.csv --model {}/new.segue");
    double transitions = (double) json.get("transitions");
    List<Map<String, Object>> groups = (List<Map<String, Object>>) json.get("groups");
    assertThat(groups)
        .extracting(group -> group.get("name") + ": " + group.get("targets"))
        .contains("plays 0: 1.0", "plays 1+: " + (transitions - 1));
    assertThat(run("evaluate --data {}/new.csv --model {}/new.segue").out())
        .containsPattern("new songs +1 +[01]\\.\\d{4}  ")
        .containsPattern("songs of training +" + (int) (transitions - 1));

    Execution report = run("evaluate --data {}/new.csv --model {}/new.segue --report {}/new.html");
    assertThat(report.exitCode()).as(report.err()).isZero();
    assertThat(Files.readString(folder.resolve("new.html")))
        .contains("accuracy@10: By the popularity", "accuracy@10: By the age")
        .contains("<th scope=\"row\">0</th>", "<th scope=\"row\">2-7</th>")
        .doesNotContain("<th scope=\"row\">1+</th>"); // what the table says of songs of training

    assertThat(
            (List<Map<String, Object>>)
                evaluate("--data {}/new.csv --model {}/new.segue --split time:1d/1d").get("groups"))
        .as("the model was trained on less than this training part: new songs cannot be told")
        .extracting(group -> group.get("name"))
        .containsExactly("day 8-14");
  }

  @Test
  void inspect_saysWhatWasTrainedOn() {
    assertThat(run("inspect --model {}/plays.segue").out())
        .containsPattern(
            "trained  format csv, split "
                + SPLIT
                + ", session gap PT20M, minimum plays 2, .*digests of \\d+ playlists\n")
        .contains("segue.training.split", "training.digests");
  }

  @Test
  void playlistsOfOthers_cannotBeMeasured() throws IOException {
    Files.writeString(
        folder.resolve("others.csv"),
        String.join("\n", plays()).replace("Artist", "Band").replace("Title", "Song"));

    Execution execution = run("evaluate --data {}/others.csv --model {}/plays.segue --json -");

    assertThat(execution.exitCode()).isEqualTo(1);
    assertThat(execution.out()).isEmpty();
    assertThat(execution.err().lines())
        .last()
        .asString()
        .matches(
            "segue: none of the \\d+ targets is a song of the model, so there is nothing to measure:"
                + " a song of the model is 'Artist .*', a song of the playlists 'Band .*'; give the"
                + " data and the --format that the model was trained on");
  }

  @Test
  void playlistsOfAnotherFormat_areNotSplitByTime() {
    Execution execution =
        run("evaluate --data " + SmallModel.FOLDER + " --format yes --model {}/plays.segue");

    assertThat(execution.exitCode()).isEqualTo(1);
    assertThat(execution.err().lines())
        .last()
        .asString()
        .startsWith("segue: none of the 3 targets is a song of the model");
  }

  @Test
  void playlistsMostlyOfOthers_areWarnedOf() throws IOException {
    List<String> lines = new ArrayList<>(plays());
    lines.replaceAll(line -> line.endsWith("Title 1") ? line : line.replace("Artist", "Band"));
    Files.write(folder.resolve("mixed.csv"), lines);

    assertThat(
            warnings(
                evaluate("--data {}/mixed.csv --model {}/plays.segue --min-plays 1 --part train")))
        .last()
        .asString()
        .matches(
            "\\d+ of the \\d+ targets are no songs of the model, and count as misses: is it the data"
                + " that the model was trained on\\?");
  }
}
