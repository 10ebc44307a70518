package dev.segue.dl4j;

import dev.segue.DatasetSplit;
import dev.segue.evaluation.Metric;
import dev.segue.evaluation.ParameterSearch;
import dev.segue.evaluation.Trial;
import dev.segue.lstm.LstmRecommender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures a search for the best parameters of the default network: all trials in one round, with
 * all their epochs, several at once.
 */
@Command(name = "search", mixinStandardHelpOptions = true, sortOptions = false)
final class GpuSearch implements Callable<Integer> {

  @Option(names = "--json", required = true, description = "The file that a line is added to.")
  private Path json = Path.of("");

  @Option(names = "--data", required = true, description = "yes_big's folder, or a log in CSV.")
  private Path data = Path.of("");

  @Option(names = "--trials", description = "Default ${DEFAULT-VALUE}.")
  private int trials = 64;

  @Option(names = "--epochs", description = "Of each trial; default ${DEFAULT-VALUE}.")
  private int epochs = 8;

  @Option(names = "--at-once", description = "Trials that run at once; default ${DEFAULT-VALUE}.")
  private int atOnce = 8;

  @Option(names = "--hidden", description = "Units of the layer, and of the embedding.")
  private @Nullable Integer hidden;

  @Option(names = "--device", description = "One of ${COMPLETION-CANDIDATES}.")
  private Device device = Device.GPU;

  GpuSearch() {}

  @Override
  public Integer call() throws IOException {
    DatasetSplit split = GpuEpochs.read(data);
    long start = System.nanoTime();
    ParameterSearch.Outcome<LstmRecommender> outcome =
        ParameterSearch.<LstmRecommender>of(Metric.logLikelihood(), this::trainer)
            .trials(trials)
            .rounds(1)
            .trialsAtOnce(atOnce)
            .listener(result -> take(result, start))
            .run(split.training(), split.validation());
    GpuMeasurement.of("search")
        .with("trials", trials)
        .with("epochs", epochs)
        .with("at_once", atOnce)
        .with("seconds", since(start))
        .with("log_likelihood", outcome.best().value())
        .with("parameters", outcome.best().parameters())
        .write(json);
    return 0;
  }

  /** A search that is cut short shows how far it came. */
  private void take(ParameterSearch.Result result, long start) {
    try {
      GpuMeasurement.of("trial")
          .with("trial", result.trial())
          .with("after_seconds", since(start))
          .with("seconds", result.seconds())
          .with("log_likelihood", result.value())
          .with("parameters", result.parameters())
          .write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double since(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }

  private LstmTrainer trainer(Trial trial) {
    LstmTrainer.Builder builder =
        LstmTrainer.builder()
            .device(device)
            .learningRate(trial.logBetween("learningRate", 1e-3, 1e-2))
            .inputDropout(trial.between("inputDropout", 0, 0.5))
            .dropout(trial.between("dropout", 0, 0.5))
            .songDropout(trial.between("songDropout", 0, 0.7))
            .epochs(trial.effortOf(epochs));
    if (hidden != null) {
      builder.hiddenSize(hidden).embeddingSize(hidden);
    }
    return builder.build();
  }
}
