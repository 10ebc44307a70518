package dev.segue.dl4j;

import dev.segue.FileFormatException;
import dev.segue.checkpoint.CheckpointFile;
import dev.segue.checkpoint.CheckpointText;
import dev.segue.checkpoint.Checkpointing;
import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.LstmNetwork;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What is kept of a training, so that another one goes on from it: the networks that are finished,
 * and all of those under way. Does nothing if no checkpoint was asked for. One thread at a time.
 */
final class LstmCheckpoint {

  private static final String KIND = "lstm.checkpoint";

  /** Begins the names of the networks that are finished; their epochs are 0 for one that is not. */
  private static final String FINISHED = "finished.";

  /** The numbers of the networks under way but for the first. */
  private static final String SIDE_BY_SIDE = "side_by_side";

  private final Optional<CheckpointFile> file;
  private final EpochReports reports;
  private final TrainedNetworks trained;
  private Optional<ModelFile> found = Optional.empty();

  /** What begins the names of the networks that were under way, by their numbers. */
  private final Map<Integer, String> toGoOn = new HashMap<>();

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
   * @param networks how many there are in the ensemble
   * @param maxEpochs how many epochs each trains at most
   * @throws UncheckedIOException if it cannot be read, is that of another training, or is not to be
   *     gone on from
   */
  void read(Architecture architecture, int networks, int maxEpochs) {
    try {
      found = file.isPresent() ? file.get().read() : Optional.empty();
      if (found.isPresent()) {
        ModelFile checkpoint = found.get();
        int[] epochs = numbers(checkpoint, FINISHED + "epochs", networks, maxEpochs);
        for (int number = 0; number < epochs.length; number++) {
          if (epochs[number] > 0) {
            String prefix = FINISHED + number + ".";
            trained.finish(
                number,
                new TrainedNetworks.Trained(
                    LstmNetwork.of(
                        architecture, (name, shape) -> checkpoint.floats(prefix + name, shape)),
                    epochs[number]));
          }
        }
        reports.resume(
            (int)
                CheckpointText.wholeNumber(checkpoint, "epochs_done", (long) networks * maxEpochs),
            CheckpointText.duration(checkpoint, "time_spent"));
        findUnderWay(checkpoint, networks);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void findUnderWay(ModelFile checkpoint, int networks) throws FileFormatException {
    if (checkpoint.metadata().containsKey("steps")) {
      int first = 0;
      while (trained.finished().containsKey(first)) {
        first++;
      }
      toGoOn.put(first, "");
    }
    if (checkpoint.metadata().containsKey(SIDE_BY_SIDE)) {
      for (int number : numbers(checkpoint, SIDE_BY_SIDE, networks, networks - 1)) {
        toGoOn.put(number, prefix(number));
      }
    }
  }

  private static String prefix(int number) {
    return "network." + number + ".";
  }

  /** Reads at most so many numbers, each in 0..max. */
  private static int[] numbers(ModelFile checkpoint, String name, int count, int max)
      throws FileFormatException {
    String text = checkpoint.text(name);
    String[] parts = text.isEmpty() ? new String[0] : text.split(" ", -1);
    if (parts.length > count) {
      throw checkpoint.problem(
          "text '%s' must have at most %d numbers, but has %d"
              .formatted(name, count, parts.length));
    }
    int[] numbers = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      numbers[i] = (int) CheckpointText.wholeNumber(checkpoint, name, parts[i], max);
    }
    return numbers;
  }

  /** How many networks were under way in the checkpoint that was read. */
  int underWay() {
    return toGoOn.size();
  }

  /**
   * Begins with a network. It goes on from the checkpoint if it was under way there. If it is the
   * only one, it writes the first checkpoint otherwise.
   *
   * @throws UncheckedIOException if that fails
   */
  void begin(NetworkTraining training) {
    try {
      boolean alone = trained.underWay().isEmpty();
      trained.begin(training);
      String prefix = toGoOn.remove(training.number());
      if (prefix != null) {
        training.read(found.orElseThrow(), prefix);
      } else if (file.isPresent() && alone) {
        file.get().write(this::write);
      }
      if (toGoOn.isEmpty()) {
        found = Optional.empty();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it is time to write a checkpoint, or the training is to stop. */
  boolean isDue() {
    return file.isPresent() && (file.get().isDue() || !reports.goOn());
  }

  /** Writes a checkpoint. No network may be within a batch. */
  void write() {
    file.ifPresent(each -> each.tryWrite(this::write));
  }

  /**
   * The first network under way has no prefix, and is that of the lowest number that is not
   * finished, since networks begin in the order of their numbers.
   */
  private void write(ModelFile.Builder checkpoint) {
    SortedMap<Integer, TrainedNetworks.Trained> finished = trained.finished();
    int numbers = finished.isEmpty() ? 0 : finished.lastKey() + 1;
    checkpoint
        .text("epochs_done", Integer.toString(reports.epochsDone()))
        .text("time_spent", reports.spent().toString())
        .text(
            FINISHED + "epochs",
            text(
                IntStream.range(0, numbers)
                    .map(
                        number ->
                            finished.containsKey(number) ? finished.get(number).epochs() : 0)));
    finished.forEach(
        (number, each) ->
            each.network()
                .forEachTensor(
                    (name, values, shape) ->
                        checkpoint.floats(FINISHED + number + "." + name, values, shape)));
    List<NetworkTraining> underWay = List.copyOf(trained.underWay());
    if (underWay.size() > 1) {
      checkpoint.text(
          SIDE_BY_SIDE, text(underWay.stream().skip(1).mapToInt(NetworkTraining::number)));
    }
    for (int i = 0; i < underWay.size(); i++) {
      NetworkTraining training = underWay.get(i);
      training.write(checkpoint, i == 0 ? "" : prefix(training.number()));
    }
  }

  private static String text(IntStream numbers) {
    return numbers.mapToObj(Integer::toString).collect(Collectors.joining(" "));
  }
}
