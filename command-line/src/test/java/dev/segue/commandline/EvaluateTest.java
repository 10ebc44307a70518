package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateTest {

  @TempDir private Path folder;

  @Test
  void evaluate_tableAndJson() throws IOException {
    Execution table =
        Execution.of(
            "evaluate", "--data", SmallModel.FOLDER.toString(), "--model", SmallModel.FILE);
    Execution json = evaluateAsJson();

    assertThat(table.exitCode()).as(table.err()).isZero();
    assertThat(table.out())
        .startsWith("3 transitions, within the playlist")
        .contains("accuracy@500", "perplexity");
    assertThat(json.json())
        .containsOnlyKeys(
            "origin",
            "transitions",
            "unknown_targets",
            "protocol",
            "groups",
            "metrics",
            "standard_errors",
            "seconds",
            "playlists",
            "trained_on",
            "from_model",
            "format",
            "warnings")
        .containsEntry("transitions", 3.0)
        .containsEntry("unknown_targets", 0.0)
        .containsEntry("protocol", "within the playlist")
        .containsEntry("groups", List.of());
    assertThat(json.json().get("origin"))
        .asInstanceOf(InstanceOfAssertFactories.map(String.class, String.class))
        .containsOnlyKeys("data", "read", "command", "version", "date")
        .hasEntrySatisfying("command", typed -> assertThat(typed).startsWith("segue evaluate "));
    assertThat(numbers(json.json(), "metrics"))
        .containsKeys("accuracy@1", "accuracy@5", "accuracy@10", "accuracy@20", "accuracy@50")
        .containsKeys("accuracy@100", "accuracy@500", "mrr@20", "log_likelihood")
        .containsEntry("accuracy@10", 1.0);
    assertThat(numbers(json.json(), "standard_errors")).containsEntry("accuracy@10", 0.0);
  }

  @Test
  void report_showsWhereAModelIsGood() throws IOException {
    Path page = folder.resolve("page.html");
    Execution execution =
        Execution.of(
            "evaluate",
            "--data",
            SmallModel.FOLDER.toString(),
            "--model",
            SmallModel.FILE,
            "--report",
            page.toString());
    assertThat(execution.exitCode()).as(execution.err()).isZero();
    assertThat(execution.out()).doesNotContain("calibration_error", "position");
    assertThat(Files.readString(page))
        .contains("<dt>Model</dt><dd>" + SmallModel.FILE, "3 next songs, predicted within the")
        .contains("<th scope=\"row\">calibration_error</th>", "how often it was played")
        .contains("accuracy@10: By the position");
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

  private static Execution evaluateAsJson(String... more) {
    return Execution.of(SmallModel.onFolder("evaluate --part test --json -", more));
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
