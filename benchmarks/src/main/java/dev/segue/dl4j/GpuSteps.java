package dev.segue.dl4j;

import dev.segue.Playlist;
import dev.segue.cuda.Cuda;
import dev.segue.cuda.CudaDevice;
import dev.segue.lstm.network.Architecture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures steps of one size: the paper's network, or one of another size, on playlists of random
 * songs that are all equally long. Nothing but steps is timed: the chunks are packed before.
 */
@Command(name = "steps", mixinStandardHelpOptions = true, sortOptions = false)
final class GpuSteps implements Callable<Integer> {

  private static final int CHUNKS = 20;
  private static final int REPEATS = 5;

  @Option(names = "--json", required = true, description = "The file that a line is added to.")
  private Path json = Path.of("");

  @Option(names = "--songs", description = "Of the catalogue; default ${DEFAULT-VALUE}.")
  private int songs = 9775;

  @Option(names = "--playlists", description = "In a step; default ${DEFAULT-VALUE}.")
  private int playlists = 100;

  @Option(names = "--unroll", description = "Transitions a playlist; default ${DEFAULT-VALUE}.")
  private int unroll = 20;

  @Option(names = "--layers", description = "LSTM layers; default ${DEFAULT-VALUE}.")
  private int layers = 2;

  @Option(names = "--hidden", description = "Units of each layer, and of the embedding.")
  private int hidden = 100;

  @Option(names = "--negatives", description = "Of a sampled softmax; 0 for all songs.")
  private int negatives = 0;

  @Option(names = "--rounds", description = "Over 20 chunks in each of 5 repeats.")
  private int rounds = 10;

  GpuSteps() {}

  @Override
  public Integer call() throws IOException {
    Random random = new Random(1);
    List<List<Playlist>> batches = Stream.generate(() -> batch(random)).limit(CHUNKS).toList();
    List<List<PackedChunk>> chunks =
        batches.stream().map(each -> PackedChunk.cut(each, unroll, List.of(), 1).get(0)).toList();
    try (CudaDevice cuda = Cuda.open();
        TrainingDevice device = new CudaTrainingDevice(cuda)) {
      long free = cuda.freeMemory();
      TrainingNetwork network = network(device, batches);
      learn(network, chunks); // warm-up
      double[] microseconds = new double[REPEATS];
      for (int repeat = 0; repeat < REPEATS; repeat++) {
        long start = System.nanoTime();
        for (int round = 0; round < rounds; round++) {
          learn(network, chunks);
        }
        microseconds[repeat] = (System.nanoTime() - start) / 1e3 / (rounds * CHUNKS);
      }
      GpuMeasurement measured =
          GpuMeasurement.of("steps")
              .with("songs", songs)
              .with("playlists", playlists)
              .with("layers", layers)
              .with("hidden", hidden)
              .with("negatives", negatives)
              .withMicroseconds(microseconds);
      measured
          .with(
              "transitions_per_second", 1e6 * playlists * unroll / measured.number("microseconds"))
          .with("memory_bytes", free - cuda.freeMemory())
          .with("device", cuda.description())
          .write(json);
    }
    return 0;
  }

  private List<Playlist> batch(Random random) {
    return IntStream.range(0, playlists)
        .mapToObj(i -> Playlist.of(random.ints(unroll + 1L, 0, songs).toArray()))
        .toList();
  }

  private TrainingNetwork network(TrainingDevice device, List<List<Playlist>> batches) {
    boolean sampled = negatives > 0;
    Hyperparameters.Optimisation optimisation = Hyperparameters.PAPER.optimisation();
    TrainingNetwork network =
        device.network(
            new TrainingArchitecture(
                Architecture.plain(songs, hidden, Collections.nCopies(layers, hidden)),
                sampled,
                Regularisation.NONE),
            sampled ? optimisation.sampledSoftmax(negatives) : optimisation,
            sampled ? sampler(batches) : null,
            ColdSongs.none());
    network.initialise(0.1, new Random(2));
    return network;
  }

  private @Nullable NegativeSampler sampler(List<List<Playlist>> batches) {
    List<Playlist> all = new ArrayList<>();
    batches.forEach(all::addAll);
    return new NegativeSampler(all, new boolean[songs], negatives);
  }

  /** Learns all chunks, and waits for the last one. */
  private static void learn(TrainingNetwork network, List<List<PackedChunk>> chunks) {
    double loss = 0;
    TrainingNetwork.Learnt last = null;
    for (List<PackedChunk> each : chunks) {
      last = network.learn(each, each.get(0).positions(), 0, 1);
    }
    if (last != null) {
      loss = last.loss();
    }
    if (!Double.isFinite(loss)) {
      throw new IllegalStateException("the loss of a step is " + loss);
    }
  }
}
