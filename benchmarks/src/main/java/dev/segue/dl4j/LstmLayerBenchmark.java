package dev.segue.dl4j;

import dev.segue.Playlist;
import dev.segue.lstm.network.Architecture;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures the forward and backward pass of one LSTM layer with 100 inputs and 100 units, over 20
 * steps of 100 playlists in single precision: Deeplearning4j's layer, libnd4j's fused operations,
 * and ours. Each uses all cores as it does in training.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(value = 2, jvmArgsAppend = "-Xmx4g")
@SuppressWarnings("NullAway.Init") // JMH calls setUp
public class LstmLayerBenchmark {

  private static final int STEPS = 20;
  private static final int PLAYLISTS = 100;
  private static final int SIZE = 100;

  /** JMH makes it. */
  public LstmLayerBenchmark() {}

  /** Deeplearning4j's layer, with a squared error on top, the cheapest loss. */
  @State(Scope.Benchmark)
  public static class Stock {

    private MultiLayerNetwork network;

    /** JMH makes it. */
    public Stock() {}

    /** Creates the layer. */
    @Setup
    public void setUp() {
      network =
          new MultiLayerNetwork(
              new NeuralNetConfiguration.Builder()
                  .dataType(DataType.FLOAT)
                  .list()
                  .layer(new LSTM.Builder().nOut(SIZE).build())
                  .layer(
                      new RnnLossLayer.Builder(LossFunction.MSE)
                          .activation(Activation.IDENTITY)
                          .build())
                  .setInputType(InputType.recurrent(SIZE, RNNFormat.NCW))
                  .build());
      network.init();
      network.setInput(Nd4j.randn(DataType.FLOAT, PLAYLISTS, SIZE, STEPS));
      network.setLabels(Nd4j.randn(DataType.FLOAT, PLAYLISTS, SIZE, STEPS));
    }
  }

  /** The operations {@code lstmLayer} and {@code lstmLayer_bp}, time first. */
  @State(Scope.Benchmark)
  public static class Fused {

    private DynamicCustomOp forward;
    private DynamicCustomOp backward;

    /** JMH makes it. */
    public Fused() {}

    /** Creates the arrays: input, input weights, recurrent weights and bias. */
    @Setup
    public void setUp() {
      INDArray[] inputs = {
        Nd4j.randn(DataType.FLOAT, STEPS, PLAYLISTS, SIZE),
        Nd4j.randn(DataType.FLOAT, SIZE, 4 * SIZE).muli(0.1),
        Nd4j.randn(DataType.FLOAT, SIZE, 4 * SIZE).muli(0.1),
        Nd4j.zeros(DataType.FLOAT, 4 * SIZE)
      };
      INDArray hidden = Nd4j.create(DataType.FLOAT, STEPS, PLAYLISTS, SIZE);
      forward = operation("lstmLayer").addInputs(inputs).addOutputs(hidden).build();
      INDArray hiddenGradient = Nd4j.randn(DataType.FLOAT, STEPS, PLAYLISTS, SIZE);
      backward =
          operation("lstmLayer_bp")
              .addInputs(inputs[0], inputs[1], inputs[2], inputs[3], hiddenGradient)
              .addOutputs(
                  inputs[0].ulike(), inputs[1].ulike(), inputs[2].ulike(), inputs[3].ulike())
              .build();
    }

    private static DynamicCustomOp.DynamicCustomOpsBuilder operation(String name) {
      // [time, playlists, size]; forward; sigmoid gates; tanh for cell and output.
      return DynamicCustomOp.builder(name)
          .addIntegerArguments(0, 0, 2, 0, 0)
          .addFloatingPointArguments(0.0)
          // Bias; no lengths, initial output, initial cell or peepholes; all outputs; no last ones.
          .addBooleanArguments(true, false, false, false, false, true, false, false);
    }
  }

  /** Our layer, with the playlists divided between workers. */
  @State(Scope.Benchmark)
  public static class Packed {

    private final List<PackedLayer> layers = new ArrayList<>();
    private final List<Matrix> inputs = new ArrayList<>();
    private final List<Matrix> hiddenGradients = new ArrayList<>();
    private final List<Matrix> scratch = new ArrayList<>();
    private final Kernels kernels = Kernels.forBackend(DataType.FLOAT);
    private List<PackedChunk> parts;
    private Workers workers;

    /** JMH makes it. */
    public Packed() {}

    /** Creates a layer per worker. */
    @Setup
    public void setUp() {
      workers = new Workers(Runtime.getRuntime().availableProcessors());
      Playlist playlist = Playlist.of(new int[STEPS + 1]);
      parts =
          PackedChunk.cut(
                  Collections.nCopies(PLAYLISTS, playlist), STEPS, List.of(), workers.threads())
              .get(0);
      for (PackedChunk part : parts) {
        layers.add(PackedLayers.of(configuration()).get(0));
        inputs.add(PackedLayers.random(SIZE, part.positions()));
        hiddenGradients.add(PackedLayers.random(SIZE, part.positions()));
        scratch.add(PackedLayers.random(SIZE, part.positions()));
      }
    }

    private static MultiLayerConfiguration configuration() {
      return new NeuralNetConfiguration.Builder()
          .dataType(DataType.FLOAT)
          .list()
          .layer(
              new PackedLstm.Conf(
                  TrainingArchitecture.of(Architecture.plain(1, SIZE, List.of(SIZE))), 0))
          .build();
    }

    /** Closes the workers. */
    @TearDown
    public void close() {
      workers.close();
    }

    private void pass(int part) {
      PackedLayer layer = layers.get(part);
      layer.begin(parts.get(part));
      layer.forward(inputs.get(part));
      // The layer adds to the gradients it is given.
      kernels.matrices().copy(hiddenGradients.get(part), scratch.get(part));
      layer.backward(scratch.get(part));
    }
  }

  /**
   * Runs Deeplearning4j's layer.
   *
   * @param layer the layer
   */
  @Benchmark
  public void stock(Stock layer) {
    layer.network.computeGradientAndScore();
  }

  /**
   * Runs the fused operations; the backward one recomputes the forward pass.
   *
   * @param layer the layer
   */
  @Benchmark
  public void fused(Fused layer) {
    Nd4j.exec(layer.forward);
    Nd4j.exec(layer.backward);
  }

  /**
   * Runs our layer.
   *
   * @param layer the layer
   */
  @Benchmark
  public void packed(Packed layer) {
    layer.workers.run(layer.parts.size(), layer::pass);
  }
}
