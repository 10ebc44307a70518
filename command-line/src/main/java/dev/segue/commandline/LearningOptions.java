package dev.segue.commandline;

import dev.segue.dl4j.LstmTrainer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of how the LSTM learns that a training and an update have in common. */
final class LearningOptions {

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description =
          "Passes over the playlists, at most. Default: 30 with validation data and 20 without; 3 in"
              + " an update.")
  private @Nullable Integer epochs;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description = "Learning rate of Adam. Default: 0.003; 0.001 in an update.")
  private @Nullable Double learningRate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of all random choices; the same seed gives the same model. Default: 42.")
  private @Nullable Long seed;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      description =
          "Train on an NVIDIA GPU (gpu), on the CPU (cpu), or on the GPU if there is one that can"
              + " train these settings (auto). Default: auto.")
  private @Nullable DeviceName device;

  @Option(
      names = "--epochs-json",
      paramLabel = "FILE",
      description = "Write a JSON object a line per epoch, as it ends; - is standard output.")
  private @Nullable String epochsJson;

  /** Makes the settings that are given. */
  void addTo(LstmTrainer.Builder builder) {
    Train.ifGiven(epochs, builder::epochs);
    Train.ifGiven(learningRate, builder::learningRate);
    Train.ifGiven(seed, builder::seed);
    Train.ifGiven(device, name -> builder.device(name.device()));
  }

  /** The file that the epochs are written to, if there is one. */
  @Nullable String epochsFile() {
    return epochsJson;
  }

  /** Makes what writes the epochs. */
  EpochsJson epochs(CommandSpec command) {
    return new EpochsJson(epochsJson, command.commandLine().getOut());
  }
}
