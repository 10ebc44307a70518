package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointTest {

  @TempDir private Path folder;
  private Path model;
  private Path checkpoint;

  @BeforeEach
  void name() {
    model = folder.resolve("m.segue");
    checkpoint = folder.resolve("m.checkpoint");
  }

  /** A training on the synthetic station, with a checkpoint after each batch. */
  private List<String> train(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "--format",
                "synthetic",
                "--no-digests",
                "--epochs",
                "2",
                "--embedding-size",
                "8",
                "--hidden-size",
                "8",
                "--model",
                model.toString()));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private Execution execute(List<String> arguments) {
    return Execution.of(arguments.toArray(String[]::new));
  }

  @Test
  void checkpoint_isDeletedWhenTheModelIsSaved() throws IOException {
    Execution trained =
        Execution.of(
            SmallModel.onFolder(
                "train --epochs 1 --checkpoint "
                    + checkpoint
                    + " --embedding-size 4"
                    + " --hidden-size 4"));
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(checkpoint).doesNotExist();
  }

  @Test
  void checkpointThatIsThere_isRefusedBeforeAnyWork() throws IOException {
    Files.writeString(checkpoint, "precious");
    Execution refused = execute(train("--checkpoint", checkpoint.toString()));
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .isEqualToIgnoringNewLines(
            "segue: %s: go on from this checkpoint with --resume, or delete it"
                .formatted(checkpoint));
    assertThat(checkpoint).hasContent("precious");
  }

  @Test
  void resume_withoutACheckpoint_isWrongUsage() {
    Execution refused = execute(train("--resume"));
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).startsWith("segue: --resume needs --checkpoint FILE");
  }

  @Test
  void divergedTraining_leavesTheOldModel() throws IOException {
    Files.copy(Path.of(SmallModel.FILE), model);
    Execution diverged = execute(train("--learning-rate", "1e38"));
    assertThat(diverged.exitCode()).isEqualTo(1);
    assertThat(diverged.err())
        .contains("segue: training diverged in epoch 1, step ", "try a smaller learningRate than");
    assertThat(model).hasSameBinaryContentAs(Path.of(SmallModel.FILE));
    assertThat(folder).isDirectoryNotContaining(file -> !file.equals(model));
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  @EnabledOnOs(value = OS.LINUX, disabledReason = "needs signals, and the env of Linux")
  void signal_stopsInOrder_andTheTrainingGoesOnLater(String signal, int exitCode)
      throws IOException, InterruptedException {
    Path whole = folder.resolve("whole.segue");
    List<String> uninterrupted = train();
    uninterrupted.set(uninterrupted.indexOf(model.toString()), whole.toString());
    assertThat(execute(uninterrupted).exitCode()).isZero();

    List<String> withCheckpoint = train("--checkpoint", checkpoint.toString());
    SignalledProcess process = SignalledProcess.of(signal, "training on ", withCheckpoint);
    assertThat(process.exitCode()).as(process.output()).isEqualTo(exitCode);
    assertThat(process.output())
        .contains(
            "stopped before the end of an epoch: no model is saved; the same command with --resume goes on from "
                + checkpoint);
    assertThat(model).doesNotExist();

    withCheckpoint.add("--resume");
    Execution resumed = execute(withCheckpoint);
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(model).hasSameBinaryContentAs(whole);
    assertThat(checkpoint).doesNotExist();
  }
}
