package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An independent program, in NumPy and double precision, computes the log-probabilities of a saved
 * model that Segue does. Skipped where Python or NumPy is missing.
 */
@Tag("slow")
class ReadModelTest {

  private static final String PYTHON = "python3";
  private static final Path PROGRAM = Path.of("..", "docs", "read_model.py");

  @TempDir private Path folder;

  /** What a run of Python printed, and how it ended. */
  private record Run(int exitCode, String output) {}

  @BeforeEach
  void needsNumPy() throws Exception {
    boolean isThere;
    try {
      isThere = python("-c", "import numpy").exitCode() == 0;
    } catch (IOException e) {
      isThere = false;
    }
    assumeTrue(isThere, "Python with NumPy");
  }

  @Test
  void model_withoutMemory() throws Exception {
    Path transitions = folder.resolve("transitions.tsv");
    run(SmallModel.onFolder("evaluate --per-transition " + transitions));

    Run checked = check(SmallModel.FILE, SmallModel.FOLDER.resolve("test.txt"), transitions);

    assertThat(checked.exitCode()).as(checked.output()).isZero();
    assertThat(checked.output()).startsWith("3 transitions, ");
  }

  @Test
  void model_withMemory() throws Exception {
    assertAgreesOn(plays(false));
  }

  @Test
  void model_withSkips() throws Exception {
    assertAgreesOn(plays(true));
    String model = folder.resolve("memory.segue").toString();
    assertThat(Execution.of("inspect", "--model", model).out()).containsPattern("skips +true");
  }

  private void assertAgreesOn(List<String> plays) throws Exception {
    Path log = Files.write(folder.resolve("plays.csv"), plays);
    Path model = folder.resolve("memory.segue");
    Path transitions = folder.resolve("transitions.tsv");
    run(
        ("train --embedding-size 8 --hidden-size 8 --epochs 3 --ensemble 2 --split time:2d/2d"
                + " --session-gap 4h --session-max 12h --data %s --model %s")
            .formatted(log, model)
            .split(" "));
    run(
        "evaluate --data %s --model %s --per-transition %s"
            .formatted(log, model, transitions)
            .split(" "));

    Run checked = check(model.toString(), log, transitions);

    assertThat(checked.exitCode()).as(checked.output()).isZero();
    assertThat(checked.output()).contains(" transitions, largest difference ");
  }

  /**
   * Two listeners, who play 40 songs of 10 artists at random for 12 days, one of them at night, and
   * may skip two of seven.
   */
  private static List<String> plays(boolean skips) {
    List<String> lines = new ArrayList<>(List.of("user,time,song,artist,title,skipped"));
    Random random = new Random(1);
    for (String user : List.of("ann", "bob")) {
      Instant time = Instant.parse("2024-05-01T08:00:00Z");
      for (int play = 0; play < 12 * 60; play++) {
        int song = (int) Math.min(39, Math.abs(8 * random.nextGaussian()) + play / 60);
        boolean skipped = skips && play % 7 >= 5;
        lines.add(
            "%s,%s,s%d,Artist %d,Song %d,%b".formatted(user, time, song, song % 10, song, skipped));
        boolean rests = play % 60 == 59 && user.equals("ann");
        time = time.plus(rests ? Duration.ofHours(9) : Duration.ofMinutes(14));
      }
    }
    return lines;
  }

  private static void run(String... command) {
    Execution execution = Execution.of(command);
    assertThat(execution.exitCode()).as(execution.err()).isZero();
  }

  private static Run check(String model, Path playlists, Path transitions) throws Exception {
    return python(PROGRAM.toString(), model, playlists.toString(), transitions.toString());
  }

  private static Run python(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(PYTHON));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output);
  }
}
