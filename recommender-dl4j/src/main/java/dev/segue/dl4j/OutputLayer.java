package dev.segue.dl4j;

import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.Recency;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The output layer: scores songs at each position, compares them with the target, and computes loss
 * and gradient in one pass. Positions are processed in blocks small enough for the cache, so that
 * memory grows neither with the chunk nor with the labels.
 */
abstract class OutputLayer extends PackedLayer {

  private static final long serialVersionUID = 1;

  /** Fewer are slower; more take more memory and were no faster (docs/performance.md). */
  static final int POSITIONS_PER_BLOCK = 128;

  private final transient boolean tied;
  private final transient List<Recency> recency;
  private final transient double smoothing;
  private final transient @Nullable MemoryTerms memory;
  private final transient StepBiases biases;
  private transient Matrix inputGradient;
  private transient double gradientScale = 1;
  private transient double loss;

  OutputLayer(NeuralNetConfiguration conf, INDArray paramsView, DataType dataType) {
    super(conf, paramsView, dataType);
    Conf layer = (Conf) conf.getLayer();
    tied = layer.tied;
    recency = layer.recency;
    smoothing = layer.smoothing;
    memory =
        layer.memory
            ? new MemoryTerms(this, layer.clock, layer.skips, POSITIONS_PER_BLOCK, dataType)
            : null;
    biases = new StepBiases(this, layer.newSongs, dataType);
    inputGradient = Matrix.zeros(dataType, layer.size, 1);
  }

  /** Whether the weights are those of the embedding. */
  boolean tied() {
    return tied;
  }

  /** How listeners' memories change scores. */
  @Nullable MemoryTerms memory() {
    return memory;
  }

  /** How songs played recently change scores. */
  List<Recency> recency() {
    return recency;
  }

  /** The label smoothing. */
  double smoothing() {
    return smoothing;
  }

  /** The biases of songs. */
  StepBiases biases() {
    return biases;
  }

  /** Sets the factor of the gradients: the inverse of what the summed loss is divided by. */
  void gradientScale(double scale) {
    gradientScale = scale;
  }

  double gradientScale() {
    return gradientScale;
  }

  /** The sum of the losses of the last backward pass, in nats. */
  double loss() {
    return loss;
  }

  /** Returns the input: the softmax is part of the loss. */
  @Override
  Matrix forward(Matrix input) {
    return input;
  }

  /** Takes the layer's input, which {@link #forward} has returned. */
  @Override
  Matrix backward(Matrix input) {
    int positions = chunk().positions();
    inputGradient = inputGradient.reserve(positions);
    biases.begin();
    recency.forEach(each -> matrices.clear(gradient(each.group().tensor())));
    if (memory != null) {
      memory.begin(chunk());
    }
    loss = 0;
    for (int from = 0; from < positions; from += POSITIONS_PER_BLOCK) {
      int to = Math.min(from + POSITIONS_PER_BLOCK, positions);
      loss += lossAndGradient(from, input.columns(from, to), inputGradient.columns(from, to));
    }
    biases.end();
    return inputGradient.columns(0, positions);
  }

  /**
   * Adds the recency weights of songs played recently to logits.
   *
   * @param members {@code [recency][groups][songs]}: the rows of the logits that belong to a group
   * @param recent {@code [recency][positions * window]}: groups
   * @param first the first of the positions
   */
  void addRecency(List<int[][]> members, List<int[]> recent, int first, Matrix block) {
    for (int i = 0; i < recency.size(); i++) {
      Matrix weights = param(recency.get(i).group().tensor());
      kernels.songs().addRecency(weights, recent.get(i), members.get(i), first, block);
    }
  }

  /**
   * Adds gradients of logits to those of the recency weights: the transpose of {@link #addRecency}.
   */
  void addRecencyGradients(List<int[][]> members, List<int[]> recent, int first, Matrix block) {
    for (int i = 0; i < recency.size(); i++) {
      Matrix gradients = gradient(recency.get(i).group().tensor());
      kernels.songs().addRecencyGradients(block, recent.get(i), members.get(i), first, gradients);
    }
  }

  /**
   * Computes loss and gradients of a block of positions.
   *
   * @param first the first of the positions
   * @param input {@code [size, positions]}
   * @param inputGradient {@code [size, positions]}, filled
   * @return the sum of the losses in nats
   */
  abstract double lossAndGradient(int first, Matrix input, Matrix inputGradient);

  /** The configuration of the layer. */
  static final class Conf extends PackedLayer.Conf {

    private static final long serialVersionUID = 1;

    private final int size;
    private final int songs;
    private final transient List<Recency> recency;
    private final boolean memory;
    private final boolean skips;
    private final transient Optional<ZoneId> clock;
    private final boolean newSongs;
    private final boolean tied;
    private final boolean sampled;
    private final double smoothing;

    Conf(TrainingArchitecture training) {
      super("output", NetworkParameters.output(training));
      Architecture architecture = training.network();
      size = architecture.outputs();
      songs = architecture.songs();
      recency = architecture.recency();
      memory = architecture.memory();
      skips = architecture.skips();
      clock = architecture.clock();
      newSongs = architecture.learnsNewSongs();
      tied = architecture.tied();
      sampled = training.sampled();
      smoothing = training.regularisation().labelSmoothing();
    }

    int size() {
      return size;
    }

    int songs() {
      return songs;
    }

    @Override
    PackedLayer layer(NeuralNetConfiguration conf, INDArray paramsView, DataType type) {
      return sampled
          ? new SampledSoftmax(conf, paramsView, type)
          : new FullSoftmax(conf, paramsView, type);
    }
  }
}
