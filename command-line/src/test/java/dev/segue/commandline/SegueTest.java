package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What is the same for all commands: help, exit codes, and failures in one line. */
class SegueTest {

  @TempDir static Path folder;

  @BeforeAll
  static void writeFiles() throws IOException {
    SmallStation.write(folder);
    Files.writeString(folder.resolve("foreign.segue"), "this is not a model file");
    Files.createDirectory(folder.resolve("broken"));
    Files.writeString(folder.resolve("broken/train.txt"), "11 22 \n1 1 \n0 1 \n0 2 \n");
    Files.createDirectory(folder.resolve("short"));
    Files.writeString(folder.resolve("short/train.txt"), "11 22 \n1 1 \n0 \n1 \n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                                                        | Missing required subcommand",
        "dance                                                   | 'dance'",
        "train --format synthetic                                | --model",
        "train --model m --format yes                            | --data",
        "train --model m --format synthetic --data .             | --data",
        "train --model m --format xml --data .                   | xml",
        "train --model m --format synthetic --preset pamphlet    | pamphlet",
        "train --model m --format synthetic --batching by-mood   | similar-length or in-order",
        "train --model m --format synthetic --batching in-order --batch-size 0 | playlists must be > 0",
        "train --model m --format synthetic --hidden-size -3     | must be > 0, was -3",
        "train --model m --format synthetic --epochs many        | many",
        "train --model m --format synthetic --learning-rate 0    | must be > 0 and finite, was 0.0",
        "train --model m --format synthetic --learning-rate NaN  | was NaN",
        "train --model m --format synthetic --json - --epochs-json - | only one",
        "evaluate --model m                                      | --data",
        "evaluate --model m --format synthetic --part rest       | rest",
        "evaluate --model m --format synthetic --tempo 3         | --tempo",
        "recommend --model m                                     | --play",
        "recommend --model m --play 11 --count -1                | must be >= 1, was -1",
        "recommend --model m --play 11 --artist-gap 0            | --artist-gap must be >= 1, was 0",
        "recommend --model m --play 11 --per-artist -1           | --per-artist must be >= 1, was -1",
        "recommend --model m --play 11 --repeat-gap 0            | --repeat-gap must be >= 1, was 0",
        "recommend --model m --play 11 --repeats --repeat-gap 2  | give one of them",
        "recommend --model m --play 11 --diversity 0             | must be > 0 and finite, was 0.0",
        "songs --model m                                         | QUERY",
        "songs --model m --count 0 blue                          | must be >= 1, was 0",
        "compare --format yes                                     | --data",
        "inspect                                                 | --model",
        "fetch --to {}                                           | NAME",
        "fetch yes                                               | --to",
        "fetch no --to {}                                        | 'no'",
      })
  void wrongUsage(String arguments, String problem) {
    Execution execution = Execution.of(words(arguments));

    assertThat(execution.exitCode()).isEqualTo(2);
    assertThat(execution.out()).isEmpty();
    assertThat(execution.err().lines()).singleElement().asString().contains(problem, "--help");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train --model {}/none/m.segue --data {}                 | none",
        "train --model {} --data {}                              | must be a file",
        "train --model {}/m.segue --data {}/none                 | none: no such file",
        "train --model {}/m.segue --data {}/broken               | train.txt:4",
        "train --model {}/m.segue --data {}/short --epochs 1     | at least 1 transition",
        "train --model {}/m.segue --data {} --json {}/none/j     | none",
        "train --model {}/m.segue --data {} --epochs-json {}/none/j | none",
        "evaluate --model {}/none.segue --data {}                | none.segue",
        "evaluate --model {}/foreign.segue --data {}             | foreign.segue",
        "evaluate --model {}/none.segue --data {} --per-transition {}/none/t | none/t",
        "recommend --model {}/none.segue --play 11               | none.segue",
        "recommend --model {}/foreign.segue --play 11            | foreign.segue",
        "inspect --model {}/none.segue                           | none.segue",
        "inspect --model {}/foreign.segue                        | foreign.segue",
        "fetch yes --to {}/foreign.segue                         | must be a folder",
      })
  void failure(String arguments, String problem) {
    Execution execution = Execution.of(words(arguments));

    assertThat(execution.exitCode()).isEqualTo(1);
    assertThat(execution.out()).isEmpty();
    assertThat(execution.err().lines())
        .filteredOn(line -> !line.endsWith(": yes")) // the format that was recognised
        .singleElement()
        .asString()
        .contains(problem);
    assertThat(folder.resolve("m.segue")).doesNotExist();
  }

  @Test
  void stacktrace() {
    Execution execution = Execution.of(words("inspect --model {}/none.segue --stacktrace"));

    assertThat(execution.exitCode()).isEqualTo(1);
    assertThat(execution.err())
        .contains("NoSuchFileException", "\tat dev.segue.commandline.Inspect");
  }

  @Test
  void error() {
    StringWriter err = new StringWriter();
    int exitCode =
        Segue.commandLine(Terminal.NONE)
            .addSubcommand("crash", new Crash())
            .setErr(new PrintWriter(err))
            .execute("crash");

    assertThat(exitCode).isEqualTo(1);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .endsWith("UnsatisfiedLinkError: no backend");
  }

  @CommandLine.Command
  private static final class Crash implements Runnable {
    @Override
    public void run() {
      throw new ExceptionInInitializerError(new UnsatisfiedLinkError("no backend"));
    }
  }

  @Test
  void help() {
    Execution execution = Execution.of("train", "--help");

    assertThat(execution.exitCode()).isZero();
    assertThat(execution.out()).contains("--embedding-size=N", "--epochs-json=FILE");
    assertThat(execution.err()).isEmpty();
  }

  @Test
  void version() {
    Execution execution = Execution.of("--version");

    assertThat(execution.exitCode()).isZero();
    assertThat(execution.out()).startsWith("segue ");
  }

  private static String[] words(String arguments) {
    return arguments == null
        ? new String[0]
        : arguments.strip().replace("{}", folder.toString()).split(" +");
  }
}
