package dev.segue.dl4j;

import dev.segue.Playlist;
import dev.segue.lstm.network.Architecture;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures one training step of the paper's network on 9,775 songs, and its parts. The layers
 * compute all positions of the step on one thread; the update and the whole step use all cores.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(value = 2, jvmArgsAppend = "-Xmx4g")
@SuppressWarnings("NullAway.Init") // JMH calls setUp
public class TrainingStepBenchmark {

  private static final int SONGS = 9775;
  private static final int SIZE = 100;
  private static final int UNROLL = 20;
  private static final TrainingArchitecture NETWORK =
      TrainingArchitecture.of(Architecture.plain(SONGS, SIZE, List.of(SIZE, SIZE)));
  private static final double GRADIENT_CLIP = 5;

  /** JMH makes it. */
  public TrainingStepBenchmark() {}

  /** The size of a step. */
  public enum Size {
    /** 1,340 transitions: 67 playlists that all continue. */
    SIMILAR_LENGTH,

    /** 147 transitions, the average of the paper's batches: 14 playlists that end one by one. */
    IN_ORDER;

    private List<Playlist> playlists(Random random) {
      return switch (this) {
        case SIMILAR_LENGTH ->
            IntStream.range(0, 67).mapToObj(i -> playlist(UNROLL, random)).toList();
        case IN_ORDER ->
            IntStream.rangeClosed(1, 14)
                .mapToObj(i -> playlist((int) Math.round(1.4 * i), random))
                .toList();
      };
    }
  }

  /** The layers, with inputs and output gradients. */
  @State(Scope.Benchmark)
  public static class Layers {

    /** The size of the step. */
    @Param public Size size;

    private static final int POSITIONS_PER_BLOCK = 64;

    private final Workers workers = new Workers(1); // keeps BLAS on one thread
    private final Kernels kernels = Kernels.forBackend(DataType.FLOAT);
    private PackedChunk chunk;
    private PackedLayer embedding;
    private PackedLayer lstm;
    private PackedLayer output;
    private Matrix activations;
    private Matrix gradient;
    private Matrix scratch;
    private Matrix logits;
    private Matrix bias;
    private Matrix biasGradient;

    /** JMH makes it. */
    public Layers() {}

    /** Creates layers and arrays. */
    @Setup
    public void setUp() {
      chunk = PackedChunk.cut(size.playlists(new Random(1)), UNROLL, List.of(), 1).get(0).get(0);
      List<PackedLayer> layers =
          PackedLayers.of(Dl4jNetwork.configuration(NETWORK, DataType.FLOAT));
      layers.forEach(layer -> layer.begin(chunk));
      embedding = layers.get(0);
      lstm = layers.get(1);
      output = layers.get(layers.size() - 1);
      activations = PackedLayers.random(SIZE, chunk.positions());
      gradient = PackedLayers.random(SIZE, chunk.positions());
      scratch = PackedLayers.random(SIZE, chunk.positions());
      logits = PackedLayers.random(SONGS, POSITIONS_PER_BLOCK);
      bias = PackedLayers.random(1, SONGS);
      biasGradient = PackedLayers.random(1, SONGS);
    }

    /** Closes the workers. */
    @TearDown
    public void close() {
      workers.close();
    }
  }

  /** The workers' gradients, and the update of the parameters. */
  @State(Scope.Benchmark)
  public static class Update {

    private Workers workers;
    private ColumnBlocks blocks;
    private ParameterUpdate update;
    private int iteration;

    /** JMH makes it. */
    public Update() {}

    /** Creates parameters and gradients. */
    @Setup
    public void setUp() {
      workers = new Workers(Runtime.getRuntime().availableProcessors());
      Replica replica = new Replica(NETWORK, DataType.FLOAT, null);
      Matrix parameters = replica.flatParameters();
      List<Matrix> gradients =
          IntStream.range(0, workers.threads())
              .mapToObj(worker -> PackedLayers.random(1, parameters.length()))
              .toList();
      blocks = new ColumnBlocks(workers, DataType.FLOAT);
      update = ParameterUpdate.of(new Adam(1e-3), parameters, gradients, blocks);
    }

    /** Closes the workers. */
    @TearDown
    public void close() {
      workers.close();
    }
  }

  /** The network in training, and one step. */
  @State(Scope.Benchmark)
  public static class Step {

    /** The size of the step. */
    @Param public Size size;

    private Workers workers;
    private Dl4jNetwork network;
    private List<PackedChunk> parts;
    private int positions;

    /** JMH makes it. */
    public Step() {}

    /** Creates the network. */
    @Setup
    public void setUp() {
      Random random = new Random(1);
      workers = new Workers(Runtime.getRuntime().availableProcessors());
      network =
          new Dl4jNetwork(
              NETWORK,
              new Adam(1e-3),
              GRADIENT_CLIP,
              DataType.FLOAT,
              workers,
              null,
              ColdSongs.none());
      network.initialise(0.1, random);
      parts = PackedChunk.cut(size.playlists(random), UNROLL, List.of(), workers.threads()).get(0);
      positions = parts.stream().mapToInt(PackedChunk::positions).sum();
    }

    /** Closes the workers. */
    @TearDown
    public void close() {
      workers.close();
    }
  }

  /** How playlists are divided into batches. */
  public enum Grouping {
    /** Steps of 1,340 transitions. */
    SIMILAR_LENGTH,

    /** The paper's batches. */
    IN_ORDER;

    private Batching batching() {
      return switch (this) {
        case SIMILAR_LENGTH -> Batching.similarLength(1340);
        case IN_ORDER -> Batching.inOrder(100);
      };
    }
  }

  /** As many playlists as the training part of yes_big, with the same distribution of lengths. */
  @State(Scope.Benchmark)
  public static class Epoch {

    /** How playlists are divided into batches. */
    @Param public Grouping grouping;

    private final Random random = new Random(1);
    private List<Playlist> playlists;

    /** JMH makes it. */
    public Epoch() {}

    /** Creates the playlists; their lengths are log-normal. */
    @Setup
    public void setUp() {
      playlists =
          IntStream.range(0, 10_406)
              .map(i -> (int) Math.ceil(4.7 * Math.exp(1.43 * random.nextGaussian())))
              .mapToObj(transitions -> playlist(Math.min(transitions, 321), random))
              .toList();
    }
  }

  /**
   * Looks up the vectors of the songs and sums their gradients.
   *
   * @param layers the layers
   */
  @Benchmark
  public void embedding(Layers layers) {
    layers.embedding.forward(layers.activations);
    layers.embedding.backward(layers.gradient);
  }

  /**
   * Runs one of the two LSTM layers, forward alone.
   *
   * @param layers the layers
   */
  @Benchmark
  public void lstmForward(Layers layers) {
    layers.lstm.forward(layers.activations);
  }

  /**
   * Runs one of the two LSTM layers, forward and backward; the backward pass overwrites the results
   * of the forward one.
   *
   * @param layers the layers
   */
  @Benchmark
  public void lstmForwardAndBackward(Layers layers) {
    layers.lstm.forward(layers.activations);
    // The layer adds to the gradients it is given.
    layers.kernels.matrices().copy(layers.gradient, layers.scratch);
    layers.lstm.backward(layers.scratch);
  }

  /**
   * Runs the output layer: products, softmax, loss and gradients.
   *
   * @param layers the layers
   */
  @Benchmark
  public void output(Layers layers) {
    layers.output.backward(layers.output.forward(layers.activations));
  }

  /**
   * Computes softmax, loss and gradient for all positions, block by block as the output layer does
   * it.
   *
   * @param layers the layers
   */
  @Benchmark
  public void softmax(Layers layers) {
    int positions = layers.chunk.positions();
    for (int from = 0; from < positions; from += Layers.POSITIONS_PER_BLOCK) {
      Matrix block =
          layers.logits.columns(0, Math.min(Layers.POSITIONS_PER_BLOCK, positions - from));
      layers
          .kernels
          .softmax()
          .full(block, layers.bias, layers.chunk.targets(), from, 1, 0, layers.biasGradient);
    }
  }

  /**
   * Sums the workers' gradients, clips them and takes a step of Adam.
   *
   * @param update gradients and parameters
   */
  @Benchmark
  public void clipAndAdam(Update update) {
    double norm = Math.sqrt(update.update.sum(update.workers.threads()));
    update.update.update(
        new UpdateStep(Math.min(1, GRADIENT_CLIP / norm), 1, 0, update.iteration++, 0));
  }

  /**
   * Runs the whole step.
   *
   * @param step the network and its step
   * @return the loss
   */
  @Benchmark
  public double step(Step step) {
    return step.network.learn(step.parts, step.positions, 0, 1).loss();
  }

  /**
   * Divides the playlists of an epoch into batches, and cuts those into chunks: about 1,000 steps
   * in the dataset's order, and 100 with length bucketing.
   *
   * @param epoch the playlists
   * @return the number of steps
   */
  @Benchmark
  public int batchesOfAnEpoch(Epoch epoch) {
    int workers = Runtime.getRuntime().availableProcessors();
    return epoch.grouping.batching().batches(epoch.playlists, UNROLL, epoch.random).stream()
        .mapToInt(batch -> PackedChunk.cut(batch, UNROLL, List.of(), workers).size())
        .sum();
  }

  private static Playlist playlist(int transitions, Random random) {
    return Playlist.of(random.ints(transitions + 1, 0, SONGS).toArray());
  }
}
