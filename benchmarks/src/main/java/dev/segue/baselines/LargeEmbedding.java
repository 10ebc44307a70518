package dev.segue.baselines;

import dev.segue.PlaylistDataset;
import dev.segue.TrainingListener;
import dev.segue.datasets.SyntheticStation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures how long a Latent Markov Embedding trains on a synthetic station with a catalogue of a
 * given size. Prints a line for each epoch, and the peak memory of the process (on Linux).
 */
@Command(name = "LargeEmbedding", mixinStandardHelpOptions = true, sortOptions = false)
public final class LargeEmbedding implements Runnable {

  @Option(names = "--songs", description = "Number of songs; default ${DEFAULT-VALUE}.")
  private int songs = 50_000;

  @Option(names = "--playlists", description = "Number of playlists; default ${DEFAULT-VALUE}.")
  private int playlists = 25_000;

  @Option(names = "--epochs", description = "Number of epochs; default ${DEFAULT-VALUE}.")
  private int epochs = 10;

  /** Creates the command. */
  public LargeEmbedding() {}

  /**
   * Runs the command.
   *
   * @param arguments its options
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new LargeEmbedding()).execute(arguments));
  }

  @Override
  public void run() {
    PlaylistDataset station = SyntheticStation.of(songs, playlists, 42);
    System.out.println(station.statistics());
    long start = System.nanoTime();
    LatentMarkovEmbedding embedding =
        LatentMarkovEmbedding.builder()
            .epochs(epochs)
            .listener(
                report -> {
                  System.out.println(TrainingListener.describe(report));
                  return TrainingListener.Decision.CONTINUE;
                })
            .build()
            .train(station);
    System.out.printf(
        Locale.ROOT,
        "%s: %.0f s; %s%n",
        embedding,
        (System.nanoTime() - start) * 1e-9,
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
