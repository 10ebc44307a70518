package dev.segue.dl4j;

import dev.segue.TrainingListener;
import dev.segue.datasets.SyntheticStation;
import dev.segue.lstm.LstmRecommender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures the speed of training with a catalogue of a given size: the paper's network on a
 * synthetic station, with equal embedding and hidden sizes. Prints transitions per second for each
 * epoch, their median without the first, and the peak memory of the process (on Linux).
 */
@Command(name = "CatalogueSize", mixinStandardHelpOptions = true, sortOptions = false)
public final class CatalogueSize implements Runnable {

  @Option(names = "--songs", description = "Number of songs; default ${DEFAULT-VALUE}.")
  private int songs = 10_000;

  @Option(names = "--playlists", description = "Number of playlists; default ${DEFAULT-VALUE}.")
  private int playlists = 5_000;

  @Option(names = "--size", description = "Embedding and hidden size; default ${DEFAULT-VALUE}.")
  private int size = 64;

  @Option(names = "--sampled-softmax", description = "Negatives per step; 0 for the full softmax.")
  private int sampledSoftmax = 0;

  @Option(names = "--batch-size", description = "Transitions per step; default ${DEFAULT-VALUE}.")
  private int batchSize = 500;

  @Option(names = "--epochs", description = "Number of epochs; default ${DEFAULT-VALUE}.")
  private int epochs = 6;

  /** Creates the command. */
  public CatalogueSize() {}

  /**
   * Runs the command.
   *
   * @param arguments its options
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new CatalogueSize()).execute(arguments));
  }

  @Override
  public void run() {
    List<Double> speeds = new ArrayList<>();
    LstmTrainer.Builder builder =
        LstmTrainer.paper()
            .batching(Batching.similarLength(batchSize))
            .embeddingSize(size)
            .hiddenSize(size)
            .epochs(epochs)
            .listener(
                report -> {
                  System.out.println(TrainingListener.describe(report));
                  speeds.add(report.transitionsPerSecond());
                  return TrainingListener.Decision.CONTINUE;
                });
    if (sampledSoftmax > 0) {
      builder.sampledSoftmax(sampledSoftmax);
    }
    LstmRecommender recommender = builder.build().train(SyntheticStation.of(songs, playlists, 42));
    List<Double> counted = new ArrayList<>(speeds.subList(1, speeds.size()));
    Collections.sort(counted);
    System.out.printf(
        Locale.ROOT,
        "%s: median %.0f transitions/s; %s%n",
        recommender,
        counted.get(counted.size() / 2),
        peakMemory());
  }

  private static String peakMemory() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines.filter(line -> line.startsWith("VmHWM")).findFirst().orElse("memory unknown");
    } catch (IOException e) {
      return "memory unknown";
    }
  }
}
