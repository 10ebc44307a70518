package dev.segue.dl4j;

import dev.segue.checkpoint.CheckpointFile;
import dev.segue.checkpoint.Checkpointing;
import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.LstmNetwork;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is kept of a training, so that another one goes on from it: the networks that are finished,
 * and all of the one that is not. Does nothing if no checkpoint was asked for. One thread at a
 * time.
 */
final class LstmCheckpoint {

  private static final String KIND = "lstm.checkpoint";
  private static final String FINISHED = "finished.";

  private final Optional<CheckpointFile> file;
  private final EpochReports reports;
  private final TrainedNetworks trained;
  private Optional<ModelFile> found = Optional.empty();

  LstmCheckpoint(
      Optional<Checkpointing> checkpointing,
      Hyperparameters hyperparameters,
      TrainingData data,
      Device device,
      EpochReports reports,
      TrainedNetworks trained) {
    this.reports = reports;
    this.trained = trained;
    this.file =
        checkpointing.map(
            where -> CheckpointFile.of(where, KIND, training(hyperparameters, data, device)));
  }

  /** What must be the same so that a training goes on from a checkpoint. */
  private static Map<String, String> training(
      Hyperparameters hyperparameters, TrainingData data, Device device) {
    Map<String, String> training = new LinkedHashMap<>(hyperparameters.describe());
    training.put(
        "epochs",
        Integer.toString(hyperparameters.run().epochs().max(data.validation().isPresent())));
    training.put("time", hyperparameters.time().toString());
    if (device != Device.CPU) {
      training.put("device", device.toString());
    }
    training.put("data", data.digest());
    training.put("validation", data.validationDigest());
    data.start().ifPresent(start -> training.put("start", start.fingerprint()));
    return training;
  }

  /**
   * Reads the checkpoint, if there is one to go on from, and the networks that are finished in it.
   *
   * @throws UncheckedIOException if it cannot be read, is that of another training, or is not to be
   *     gone on from
   */
  void read(Architecture architecture) {
    try {
      found = file.isPresent() ? file.get().read() : Optional.empty();
      if (found.isPresent()) {
        ModelFile checkpoint = found.get();
        int[] epochs = numbers(checkpoint.text(FINISHED + "epochs"));
        for (int i = 0; i < epochs.length; i++) {
          String prefix = FINISHED + i + ".";
          trained.add(
              LstmNetwork.of(
                  architecture, (name, shape) -> checkpoint.floats(prefix + name, shape)),
              epochs[i]);
        }
        reports.resume(
            checkpoint.integer("epochs_done"), Duration.parse(checkpoint.text("time_spent")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int[] numbers(String text) {
    return text.isEmpty()
        ? new int[0]
        : Arrays.stream(text.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
  }

  /**
   * Goes on with the network that was not finished, or writes the first checkpoint.
   *
   * @throws UncheckedIOException if that fails
   */
  void begin(NetworkTraining training) {
    try {
      if (found.isPresent()) {
        training.read(found.get());
        found = Optional.empty();
      } else if (file.isPresent()) {
        file.get().write(content -> write(content, Optional.of(training)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a checkpoint if it is time, or if the training is to stop. */
  void during(NetworkTraining training) {
    file.filter(each -> each.isDue() || !reports.goOn())
        .ifPresent(each -> each.tryWrite(content -> write(content, Optional.of(training))));
  }

  /** Writes the checkpoint of a training of which all networks are finished. */
  void end() {
    file.ifPresent(each -> each.tryWrite(content -> write(content, Optional.empty())));
  }

  private void write(ModelFile.Builder checkpoint, Optional<NetworkTraining> training) {
    checkpoint
        .text("epochs_done", Integer.toString(reports.epochsDone()))
        .text("time_spent", reports.spent().toString())
        .text(FINISHED + "epochs", trained.epochs(" "));
    List<LstmNetwork> networks = trained.networks();
    for (int i = 0; i < networks.size(); i++) {
      String prefix = FINISHED + i + ".";
      networks
          .get(i)
          .forEachTensor((name, values, shape) -> checkpoint.floats(prefix + name, values, shape));
    }
    training.ifPresent(each -> each.write(checkpoint));
  }
}
