package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.baselines.Popularity;
import dev.segue.datasets.SyntheticStation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of two songs, which a station plays by turns, and then others. */
class UpdateTest {

  @TempDir private static Path folder;

  @BeforeAll
  static void train() throws IOException {
    Files.write(folder.resolve("old.csv"), plays("2025-01-01", "a", "b"));
    Files.write(folder.resolve("new.csv"), plays("2025-01-02", "a", "c"));
    Files.write(folder.resolve("mixed.csv"), plays("2025-01-01", "b", "d"));
    Files.write(folder.resolve("strangers.csv"), plays("2025-01-02", "x", "y"));
    Execution trained =
        run(
            "train --data {}/old.csv --model {}/old.segue --epochs 1 --embedding-size 4"
                + " --hidden-size 4 --session-gap 20m --split time:0s/1m");
    assertThat(trained.exitCode()).as(trained.err()).isZero();
  }

  private static List<String> plays(String day, String... songs) {
    return Stream.concat(
            Stream.of("user,time,artist,song"),
            IntStream.range(0, 12)
                .mapToObj(
                    i ->
                        "station,%sT08:%02d:00Z,artist,%s"
                            .formatted(day, 5 * i, songs[i % songs.length])))
        .toList();
  }

  private static Execution run(String command) {
    return Execution.of(command.replace("{}", folder.toString()).split(" "));
  }

  @Test
  void update_learnsAllThatIsNew_andSaysUntilWhen() throws IOException {
    Execution updated =
        run(
            "update --model {}/old.segue --data {}/new.csv --replay {}/old.csv --epochs 2"
                + " --output {}/new.segue --json -");

    assertThat(updated.exitCode()).as(updated.err()).isZero();
    assertThat(updated.err())
        .contains("as in the training of the model: --format csv, --session-gap 20m")
        .contains("3 songs, 1 of them new", "trained until 2025-01-02T08:55:00Z", "saved ");
    Map<String, Object> json = updated.json();
    assertThat(json)
        .containsEntry("new_plays", 12.0)
        .containsEntry("older_plays", 0.0)
        .containsEntry("songs", 3.0)
        .containsEntry("new_songs", 1.0)
        .containsEntry("trained_until", "2025-01-02T08:55:00Z");
    assertThat(json.get("epochs")).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(2);
    assertThat(run("inspect --model {}/new.segue").out())
        .contains("trained until 2025-01-02T08:55:00Z", "digests of 2 playlists", "updates  ");
    assertThat(run("recommend --model {}/new.segue --play a --count 2").out()).contains("c");
  }

  @Test
  void playsFromBeforeTheTrainingsEnd_areCounted() throws IOException {
    Execution updated =
        run("update --model {}/old.segue --data {}/mixed.csv --epochs 1 --output {}/mixed.segue");

    assertThat(updated.exitCode()).as(updated.err()).isZero();
    assertThat(updated.err())
        .contains(
            "11 of 12 new plays are not after 2025-01-01T08:50:00Z, until when the model was"
                + " trained");
  }

  private static void assertRefused(String command, String... message) {
    Execution refused = run(command + " --output {}/refused.segue");
    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.err().lines().toList())
        .last(InstanceOfAssertFactories.STRING)
        .startsWith("segue: ")
        .contains(message);
    assertThat(folder.resolve("refused.segue")).doesNotExist();
  }

  @Test
  void model_ofAnotherKind() throws IOException {
    Popularity.trainer()
        .train(SyntheticStation.of(20, 20, 1))
        .save(folder.resolve("popularity.segue"));

    assertRefused(
        "update --model {}/popularity.segue --data {}/new.csv",
        "popularity.segue: model must be of kind 'lstm' to be updated, was 'popularity': train that"
            + " anew, on old and new plays together");
  }

  @Test
  void data_withoutASongOfTheModel() {
    assertRefused(
        "update --model {}/old.segue --data {}/strangers.csv",
        "newPlays must hold a song of the recommender, but hold none: a song of the recommender is"
            + " 'artist\ta', and one of newPlays 'artist\tx'");
  }

  @Test
  void data_withoutAPlay() throws IOException {
    Files.writeString(folder.resolve("one.csv"), "user,time,song\nann,2025-01-03T08:00:00Z,a\n");

    assertRefused(
        "update --model {}/old.segue --data {}/one.csv",
        "newPlays must have at least 1 transition, but has none");
  }

  @Test
  void options_thatDoNotFit() {
    assertRefused(
        "update --model {}/old.segue --data {}/new.csv --min-plays 2",
        "--min-plays needs --split here: without one, all of --data is learnt");
    assertRefused(
        "update --model {}/old.segue --format synthetic --replay {}/old.csv",
        "--format synthetic takes no --replay");
    assertRefused(
        "update --model {}/old.segue --data {}/new.csv --epochs 0", "epochs must be > 0, was 0");
  }
}
