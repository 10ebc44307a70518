package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segue.Playlist;
import dev.segue.datasets.M3uDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a small folder of playlists: train, evaluate, recommend, inspect. */
class MainJobTest {

  @TempDir static Path folder;
  private static String model;
  private static Execution trained;

  @BeforeAll
  static void train() throws IOException {
    SmallStation.write(folder);
    model = folder.resolve("small.segue").toString();
    trained = Execution.of(training("--epochs-json", "-"));
  }

  @Test
  void train_writesALinePerEpoch() throws IOException {
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(trained.out().lines()).hasSize(2);
    Map<String, Object> epoch = Execution.json(trained.out().lines().toList().get(1));
    assertThat(epoch).containsEntry("epoch", 2.0).containsEntry("transitions", 15.0);
    assertThat((double) epoch.get("seconds")).isPositive();
    assertThat((double) epoch.get("training_loss")).isPositive();
    assertThat((double) epoch.get("validation_log_likelihood")).isNegative();
    assertThat(trained.err())
        .contains("training on ", "epoch 1 of 2:", "epoch 2 of 2:", "saved " + model);
    assertThat(trained.err()).doesNotContain("\r");
  }

  @Test
  void train_withoutValidation() throws IOException {
    Path alone = Files.createDirectory(folder.resolve("alone"));
    Files.copy(folder.resolve("train.txt"), alone.resolve("train.txt"));
    Path result = alone.resolve("result.json");

    Execution execution =
        Execution.of(
            "train",
            "--data",
            alone.toString(),
            "--model",
            alone.resolve("m.segue").toString(),
            "--epochs",
            "1",
            "--hidden-size",
            "4",
            "--json",
            result.toString());

    assertThat(execution.exitCode()).as(execution.err()).isZero();
    assertThat(execution.out()).isEmpty();
    assertThat(Execution.json(Files.readString(result)).get("epochs"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .singleElement()
        .extracting("validation_log_likelihood")
        .isNull();
  }

  @Test
  void evaluate_tableAndJson() throws IOException {
    Execution table = Execution.of("evaluate", "--data", folder.toString(), "--model", model);
    Execution json = evaluateAsJson();

    assertThat(table.exitCode()).as(table.err()).isZero();
    assertThat(table.out()).startsWith("3 transitions").contains("accuracy@500", "perplexity");
    assertThat(json.json())
        .containsOnlyKeys("transitions", "unknown_targets", "metrics", "standard_errors", "seconds")
        .containsEntry("transitions", 3.0)
        .containsEntry("unknown_targets", 0.0);
    assertThat(numbers(json.json(), "metrics"))
        .containsKeys("accuracy@1", "accuracy@5", "accuracy@10", "accuracy@20", "accuracy@50")
        .containsKeys("accuracy@100", "accuracy@500", "mrr@20", "log_likelihood")
        .containsEntry("accuracy@10", 1.0);
    assertThat(numbers(json.json(), "standard_errors")).containsEntry("accuracy@10", 0.0);
  }

  @Test
  void evaluate_perTransitionFileHasTheMeansOfTheTable() throws IOException {
    Path file = folder.resolve("transitions.tsv");
    Execution json = evaluateAsJson("--per-transition", file.toString());

    List<String> lines = Files.readAllLines(file);
    assertThat(lines.get(0)).isEqualTo("playlist\tposition\ttarget\trank\tlog_probability");
    List<String[]> rows = lines.stream().skip(1).map(line -> line.split("\t")).toList();
    assertThat(rows)
        .extracting(row -> String.join(" ", row[0], row[1], row[2]))
        .containsExactly("1 1 1", "1 2 2", "3 1 5");
    Map<String, Double> metrics = numbers(json.json(), "metrics");
    assertThat(mean(rows, 4, logProbability -> logProbability))
        .isCloseTo(metrics.get("log_likelihood"), within(1e-12));
    assertThat(mean(rows, 3, rank -> rank <= 1 ? 1 : 0))
        .isCloseTo(metrics.get("accuracy@1"), within(1e-12));
    assertThat(mean(rows, 3, rank -> 1 / rank)).isCloseTo(metrics.get("mrr@20"), within(1e-12));
  }

  @Test
  void recommend_printsSongs() {
    Execution execution =
        Execution.of("recommend", "--model", model, "--play", "11,22", "--count", "3");

    assertThat(execution.exitCode()).as(execution.err()).isZero();
    assertThat(execution.out().lines())
        .hasSize(3)
        .allMatch(line -> line.matches(" +[123] +-?[0-9.]+  (11|22|33|44|55|66) +[^-]+ - .+"));
    assertThat(execution.err()).isEmpty();
  }

  @Test
  @SuppressWarnings("unchecked")
  void recommend_json() throws IOException {
    Execution execution =
        Execution.of("recommend", "--model", model, "--play", "11", "--count", "9", "--json", "-");

    assertThat(execution.out()).isASCII();
    List<Map<String, Object>> songs =
        (List<Map<String, Object>>) execution.json().get("recommendations");
    assertThat(songs).hasSize(6).extracting("id").contains("11", "22", "33", "44", "55", "66");
    assertThat(songs).extracting("title").contains("Águas de Março");
    assertThat(songs).extracting("artist").contains("Elis Regina");
    assertThat(songs.stream().mapToDouble(song -> Math.exp((double) song.get("log_probability"))))
        .satisfies(
            probabilities ->
                assertThat(probabilities.stream().mapToDouble(p -> p).sum())
                    .isCloseTo(1, within(1e-6)));
  }

  @Test
  void recommend_asAPlaylist() throws IOException {
    Path playlist = folder.resolve("next.m3u8");
    Execution execution =
        Execution.of(
            "recommend",
            "--model",
            model,
            "--play",
            "11",
            "--count",
            "2",
            "--m3u",
            playlist.toString());

    assertThat(execution.exitCode()).as(execution.err()).isZero();
    assertThat(M3uDataset.read(playlist).playlists()).singleElement().returns(2, Playlist::size);
  }

  @Test
  void recommend_explained() {
    Execution execution =
        Execution.of("recommend", "--model", model, "--play", "11,22", "--count", "2", "--explain");

    assertThat(execution.exitCode()).as(execution.err()).isZero();
    List<String> lines = execution.out().lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(List.of(lines.get(1), lines.get(3)))
        .allMatch(line -> line.matches("     (Because y|Nothing that y)ou.+"));
  }

  @Test
  void recommend_namesUnknownSongs() {
    Execution execution = Execution.of("recommend", "--model", model, "--play", "11,77,88");

    assertThat(execution.exitCode()).isEqualTo(1);
    assertThat(execution.err().lines()).singleElement().asString().contains("77, 88");
  }

  @Test
  void inspect() throws IOException {
    Execution execution = Execution.of("inspect", "--model", model);
    Map<String, Object> json = Execution.of("inspect", "--model", model, "--json", "-").json();

    assertThat(execution.exitCode()).as(execution.err()).isZero();
    assertThat(execution.out()).contains("lstm", "songs    6", "tensors");
    assertThat(json)
        .containsOnlyKeys("kind", "version", "songs", "metadata", "tensors")
        .containsEntry("kind", "lstm")
        .containsEntry("songs", 6.0);
  }

  @Tag("slow")
  @Test
  void synthetic_needsNoData() throws IOException {
    String station = folder.resolve("station.segue").toString();
    Execution training =
        Execution.of(
            ("train --format synthetic --layers 1 --embedding-size 4 --hidden-size 4 --epochs 1"
                    + " --model "
                    + station)
                .split(" "));
    Execution evaluation =
        Execution.of(
            ("evaluate --format synthetic --part valid --json - --model " + station).split(" "));

    assertThat(training.exitCode()).as(training.err()).isZero();
    assertThat(evaluation.exitCode()).as(evaluation.err()).isZero();
    assertThat((double) evaluation.json().get("transitions")).isPositive();
    assertThat(numbers(evaluation.json(), "metrics").get("log_likelihood")).isNegative();
  }

  private static String[] training(String... more) {
    String settings =
        "train --preset paper --layers 1 --embedding-size 4 --hidden-size 4 --epochs 2"
            + " --batching file-order --batch-size 2 --unroll 3 --gradient-clip 1 --learning-rate 0.01 --seed 1";
    return onFolder(settings, more);
  }

  private static Execution evaluateAsJson(String... more) {
    return Execution.of(onFolder("evaluate --part test --json -", more));
  }

  private static String[] onFolder(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
    arguments.addAll(List.of("--data", folder.toString(), "--model", model));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Double> numbers(Map<String, Object> json, String name) {
    return (Map<String, Double>) json.get(name);
  }

  private static double mean(List<String[]> rows, int column, DoubleUnaryOperator value) {
    return rows.stream()
        .mapToDouble(row -> value.applyAsDouble(Double.parseDouble(row[column])))
        .average()
        .orElseThrow();
  }
}
