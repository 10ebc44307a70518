package dev.segue.commandline;

import dev.segue.dl4j.LstmTrainer;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options by which a training that was interrupted goes on. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CheckpointOptions {

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description =
          "Keep how far the training has come in FILE, also on Ctrl-C; deleted when the model is"
              + " saved.")
  private @Nullable Path file;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "TIME",
      converter = Durations.class,
      defaultValue = "1m",
      description = "How often the --checkpoint is written, such as 30s.")
  private Duration every;

  @Option(names = "--resume", description = "Go on from the --checkpoint, if the file is there.")
  private boolean resume;

  @Nullable Path file() {
    return file;
  }

  /**
   * Refuses options that do not fit each other.
   *
   * @throws ParameterException if there is no file to go on from
   */
  void checkUsage(CommandSpec command) {
    if (file == null && resume) {
      throw new ParameterException(command.commandLine(), "--resume needs --checkpoint FILE");
    }
  }

  /** Refuses to train from the start over a checkpoint. */
  void check() throws FileAlreadyExistsException {
    if (file != null && Files.exists(file) && !resume) {
      throw new FileAlreadyExistsException(
          file.toString(), null, "go on from this checkpoint with --resume, or delete it");
    }
  }

  /** Makes the settings that are given. */
  void addTo(LstmTrainer.Builder builder) {
    if (file != null) {
      builder.checkpoint(file, every).resume(resume);
    }
  }

  /** How to go on after the training was stopped, or would have been possible to. */
  String howToGoOn() {
    return file == null
        ? "with --checkpoint FILE it could go on later"
        : "the same command with --resume goes on from " + file;
  }

  /** Deletes what is not needed any more. */
  void delete() throws IOException {
    if (file != null) {
      Files.deleteIfExists(file);
    }
  }
}
