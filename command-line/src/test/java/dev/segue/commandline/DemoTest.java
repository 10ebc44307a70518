package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class DemoTest {

  @Test
  @SuppressWarnings("unchecked")
  void lstmComesWithinFivePercentOfBayesOptimal(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("demo.json");
    Execution demo = Execution.of("demo", "--json", file.toString());

    assertThat(demo.exitCode()).as(demo.err()).isZero();
    assertThat(demo.out()).contains("popularity", "LSTM", "Bayes-opt.", "log_likelihood", "After");
    Map<String, Object> json = Execution.json(Files.readString(file));
    assertThat((double) json.get("gain_share")).isBetween(0.95, 1.05);
    assertThat((List<Map<String, Object>>) json.get("continuation"))
        .hasSize(5)
        .allSatisfy(song -> assertThat(song.get("title")).asString().isNotEmpty());
  }
}
