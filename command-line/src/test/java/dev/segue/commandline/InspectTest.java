package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.baselines.Popularity;
import dev.segue.datasets.YesDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectTest {

  @TempDir private Path folder;

  @Test
  void inspect() throws IOException {
    Execution execution = Execution.of("inspect", "--model", SmallModel.FILE);
    Map<String, Object> json =
        Execution.of("inspect", "--model", SmallModel.FILE, "--json", "-").json();

    assertThat(execution.exitCode()).as(execution.err()).isZero();
    assertThat(execution.out()).contains("lstm", "songs    6", "tensors");
    assertThat(json)
        .containsOnlyKeys("kind", "version", "songs", "metadata", "tensors")
        .containsEntry("kind", "lstm")
        .containsEntry("songs", 6.0);
  }

  private static String page(String model) {
    Execution execution = Execution.of("inspect", "--model", model, "--report", "-");
    assertThat(execution.exitCode()).as(execution.err()).isZero();
    return execution.out().replaceAll("(?s)<script.*?</script>", "");
  }

  @Test
  void page_showsWhatTheModelHas() {
    assertThat(page(SmallModel.FILE))
        .startsWith("<!DOCTYPE html>")
        .contains("<h2>Similar songs</h2>", "<h2>What it plays</h2>")
        .contains("<th scope=\"row\">So What - Miles Davis</th>")
        .contains("<dt>embedding_size</dt><dd>4</dd>", "<dt>Kind</dt><dd>lstm</dd>")
        .doesNotContain("<h2>What was just played</h2>", "<h2>What was played earlier</h2>");
  }

  @Test
  void page_ofAModelThatRemembers_showsItsCurves() throws IOException {
    String model = folder.resolve("memory.segue").toString();
    Path plays = folder.resolve("plays.csv");
    Files.write(plays, Stream.concat(Stream.of("user,timestamp,song,artist"), plays()).toList());
    Execution training =
        Execution.of(
            ("train --data %s --model %s --layers 1 --embedding-size 4 --hidden-size 4 --epochs 1"
                    + " --split time:1d/1d --memory --clock --seed 1")
                .formatted(plays, model)
                .split(" "));
    assertThat(training.exitCode()).as(training.err()).isZero();

    assertThat(page(model))
        .contains("<h2>What was just played</h2>", "<h2>What was played earlier</h2>")
        .contains("<figcaption>A song played once</figcaption>", "<th scope=\"row\">24 h</th>")
        .contains("<figcaption>The hour of the day</figcaption>", "<th scope=\"row\">23</th>")
        .contains("<dt>Trained until</dt><dd>2024-01-0");
  }

  /** A play every quarter of an hour for a week. */
  private static Stream<String> plays() {
    return IntStream.range(0, 7 * 24 * 4)
        .mapToObj(
            play ->
                "station,%s,song %d,artist %d"
                    .formatted(
                        Instant.parse("2024-01-01T00:00:00Z").plusSeconds(play * 900L),
                        play * play % 11,
                        play * play % 11 % 3));
  }

  @Test
  void page_ofAnotherKind_hasWhatItHas() throws IOException {
    Path file = folder.resolve("popularity.segue");
    Popularity.trainer().train(YesDataset.read(SmallModel.FOLDER.resolve("train.txt"))).save(file);

    assertThat(page(file.toString()))
        .contains("<h2>What it plays</h2>")
        .doesNotContain("<h2>Similar songs</h2>");
  }
}
