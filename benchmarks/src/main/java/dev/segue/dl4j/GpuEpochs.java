package dev.segue.dl4j;

import dev.segue.DatasetSplit;
import dev.segue.EpochReport;
import dev.segue.TrainingListener;
import dev.segue.datasets.YesDataset;
import dev.segue.datasets.history.CsvHistory;
import dev.segue.datasets.history.CsvOptions;
import dev.segue.datasets.history.SessionRules;
import dev.segue.lstm.LstmRecommender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures a training from {@code train()} to the recommender, and each of its epochs. The
 * transitions a second of the whole are the median of the epochs without the first.
 */
@Command(name = "train", mixinStandardHelpOptions = true, sortOptions = false)
final class GpuEpochs implements Callable<Integer>, TrainingListener {

  /** Which settings. */
  enum Network {
    PAPER,
    DEFAULT
  }

  private static final Duration WEEK = Duration.ofDays(7);

  @Option(names = "--json", required = true, description = "The file that lines are added to.")
  private Path json = Path.of("");

  @Option(names = "--name", required = true, description = "What the lines are called.")
  private String name = "";

  @Option(names = "--data", required = true, description = "yes_big's folder, or a log in CSV.")
  private Path data = Path.of("");

  @Option(names = "--network", required = true, description = "One of ${COMPLETION-CANDIDATES}.")
  private Network network = Network.DEFAULT;

  @Option(names = "--similar-length", description = "Transitions a step, of similar length.")
  private @Nullable Integer similarLength;

  @Option(names = "--in-order", description = "Playlists a batch, in the order of the data.")
  private @Nullable Integer inOrder;

  @Option(names = "--hidden", description = "Units of each layer, and of the embedding.")
  private @Nullable Integer hidden;

  @Option(names = "--epochs", description = "At most; default that of the settings.")
  private @Nullable Integer epochs;

  @Option(names = "--validated", description = "Validates after each epoch, and stops early.")
  private boolean validated;

  @Option(names = "--seed", description = "Default ${DEFAULT-VALUE}.")
  private long seed = 42;

  @Option(names = "--device", description = "One of ${COMPLETION-CANDIDATES}.")
  private Device device = Device.GPU;

  private final List<EpochReport> reports = new ArrayList<>();
  private String trainedOn = "";

  GpuEpochs() {}

  @Override
  public Integer call() throws IOException {
    DatasetSplit split = read(data);
    LstmTrainer trainer = trainer();
    long start = System.nanoTime();
    LstmRecommender recommender =
        validated
            ? trainer.train(split.training(), split.validation())
            : trainer.train(split.training());
    double seconds = (System.nanoTime() - start) * 1e-9;
    named("train")
        .with("seconds", seconds)
        .with("epochs", reports.size())
        .with("transitions", reports.get(0).transitions())
        .with("transitions_per_second", medianSpeed())
        .with("log_likelihood", best(EpochReport::validationLogLikelihood))
        .with("accuracy_at_10", best(EpochReport::validationAccuracyAt10))
        .with("recommender", recommender)
        .with("device", trainedOn)
        .write(json);
    return 0;
  }

  private double medianSpeed() {
    double[] speeds =
        reports.stream()
            .skip(reports.size() > 1 ? 1 : 0)
            .mapToDouble(EpochReport::transitionsPerSecond)
            .sorted()
            .toArray();
    return speeds[speeds.length / 2];
  }

  private double best(Function<EpochReport, OptionalDouble> value) {
    return reports.stream()
        .map(value)
        .flatMapToDouble(OptionalDouble::stream)
        .max()
        .orElse(Double.NaN);
  }

  /** Reads playlists with their split, or the log of stations with one by time. */
  static DatasetSplit read(Path data) throws IOException {
    return Files.isDirectory(data)
        ? YesDataset.readSplit(data)
        : CsvHistory.read(data, CsvOptions.ofDefaults())
            .sessions(
                SessionRules.ofDefaults()
                    .sessionGap(Duration.ofHours(8))
                    .longest(Duration.ofDays(1)))
            .splitLast(WEEK, WEEK);
  }

  private LstmTrainer trainer() {
    LstmTrainer.Builder builder =
        network == Network.PAPER ? LstmTrainer.paper() : LstmTrainer.builder();
    builder.device(device).seed(seed).listener(this);
    if (similarLength != null) {
      builder.batching(Batching.similarLength(similarLength));
    }
    if (inOrder != null) {
      builder.batching(Batching.inOrder(inOrder));
    }
    if (hidden != null) {
      builder.hiddenSize(hidden).embeddingSize(hidden);
    }
    if (epochs != null) {
      builder.epochs(epochs);
    }
    return builder.build();
  }

  @Override
  public void onStart(String description) {
    trainedOn = description;
  }

  @Override
  public Decision onEpoch(EpochReport report) {
    reports.add(report);
    GpuMeasurement measured =
        named("epoch")
            .with("epoch", report.epoch())
            .with("seconds", report.trainingTime().toNanos() * 1e-9)
            .with("transitions_per_second", report.transitionsPerSecond())
            .with("training_loss", report.trainingLoss());
    if (report.validationLogLikelihood().isPresent()) {
      measured =
          measured
              .with("log_likelihood", report.validationLogLikelihood().getAsDouble())
              .with("accuracy_at_10", report.validationAccuracyAt10().orElse(Double.NaN));
    }
    try {
      measured.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Decision.CONTINUE;
  }

  private GpuMeasurement named(String part) {
    return GpuMeasurement.of(part).with("name", name).with("seed", seed);
  }
}
