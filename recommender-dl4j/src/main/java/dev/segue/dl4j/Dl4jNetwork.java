package dev.segue.dl4j;

import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.LstmNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * The network in training, and its training step. A batch is distributed over workers: each
 * computes the gradient of its part with a {@link Replica}; the gradients are summed, clipped and
 * applied. Deeplearning4j's {@code fit} is not used, because it cannot carry state between chunks,
 * clip by the global norm or keep the loss per transition. One thread at a time.
 */
final class Dl4jNetwork implements TrainingNetwork {

  private final Workers workers;
  private final List<Replica> replicas = new ArrayList<>();
  private final Optional<SongTables> tables;
  private final List<ParameterUpdate> updates = new ArrayList<>();
  private final double gradientClip;
  private final ColumnBlocks blocks;
  private final TrainingArchitecture architecture;
  private final WeightAveraging averaging;
  private @Nullable INDArray average;
  private int iteration;

  /**
   * Creates a network whose parameters are zero.
   *
   * @param architecture of the network
   * @param optimiser turns gradients into updates; Adam if there is a sampler
   * @param gradientClip maximum global norm of a gradient; infinity for no limit
   * @param dataType of the arithmetic
   * @param workers threads that share a batch; not closed by the network
   * @param sampler draws the negatives of each step if the architecture asks for it, or null
   * @param newSongs chooses the songs that a step takes as new
   */
  Dl4jNetwork(
      TrainingArchitecture architecture,
      IUpdater optimiser,
      double gradientClip,
      DataType dataType,
      Workers workers,
      @Nullable NegativeSampler sampler,
      ColdSongs newSongs) {
    this.architecture = architecture;
    this.workers = workers;
    this.gradientClip = gradientClip;
    this.blocks = new ColumnBlocks(workers, dataType);
    this.averaging = WeightAveraging.of(architecture);
    replicas.add(new Replica(architecture, dataType, null));
    while (replicas.size() < workers.threads()) {
      replicas.add(new Replica(architecture, dataType, replicas.get(0).parameters()));
    }
    updates.add(
        ParameterUpdate.of(
            optimiser,
            replicas.get(0).flatParameters(),
            replicas.stream().map(Replica::flatGradients).toList(),
            blocks));
    if (architecture.plainTables()) {
      tables = Optional.empty();
    } else {
      SongTables songs =
          SongTables.of(replicas, architecture.network(), sampler, newSongs, optimiser, blocks);
      updates.addAll(songs.updates());
      tables = Optional.of(songs);
    }
  }

  /** Returns the layers: embedding, LSTM layers, softmax over all songs or over a sample. */
  static MultiLayerConfiguration configuration(TrainingArchitecture training, DataType dataType) {
    Architecture architecture = training.network();
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .dataType(dataType)
            .trainingWorkspaceMode(WorkspaceMode.NONE)
            .inferenceWorkspaceMode(WorkspaceMode.NONE)
            .list();
    list.layer(new SongEmbedding.Conf(training));
    for (int layer = 0; layer < architecture.hiddenSizes().size(); layer++) {
      list.layer(new PackedLstm.Conf(training, layer));
    }
    if (architecture.projected()) {
      list.layer(new Projection.Conf(architecture));
    }
    return list.layer(new OutputLayer.Conf(training)).build();
  }

  @Override
  public void initialise(double range, Random random) {
    replicas.get(0).initialise(range, random);
    random(new SplittableRandom(random.nextLong()));
  }

  @Override
  public void start(LstmNetwork trained) {
    Map<String, Matrix> own = replicas.get(0).tensors(replicas.get(0).parameters());
    trained.forEachTensor(
        (name, values, shape) -> Objects.requireNonNull(own.get(name), name).write(values));
  }

  @Override
  public void random(SplittableRandom random) {
    replicas.forEach(replica -> replica.random(random.split()));
    tables.ifPresent(songs -> songs.random(random.split()));
  }

  @Override
  public int steps() {
    return iteration;
  }

  @Override
  public Map<String, float[]> state() {
    Map<String, float[]> state = new LinkedHashMap<>();
    stateTensors()
        .forEach((name, tensor) -> state.put(name, tensor.read(new float[tensor.length()])));
    return state;
  }

  /** The tensors of {@link #state}, as views. */
  private Map<String, Matrix> stateTensors() {
    Map<String, Matrix> tensors = new LinkedHashMap<>();
    Replica replica = replicas.get(0);
    replica
        .tensors(replica.parameters())
        .forEach((name, tensor) -> tensors.put(WEIGHTS + name, tensor));
    if (average != null) {
      replica.tensors(average).forEach((name, tensor) -> tensors.put(AVERAGE + name, tensor));
    }
    List<Matrix> dense = updates.get(0).moments();
    for (int i = 0; i < dense.size(); i++) {
      String prefix = TrainingNetwork.moment(i);
      replica
          .denseTensors(dense.get(i))
          .forEach((name, tensor) -> tensors.put(prefix + name, tensor));
    }
    tables
        .map(SongTables::moments)
        .orElse(Map.of())
        .forEach(
            (name, moments) -> {
              for (int i = 0; i < moments.size(); i++) {
                tensors.put(TrainingNetwork.moment(i) + name, moments.get(i));
              }
            });
    return tensors;
  }

  @Override
  public <E extends Exception> void restore(int steps, LstmNetwork.TensorSource<E> tensors)
      throws E {
    iteration = steps;
    if (averaging.hasBegun(steps) && average == null) {
      average = replicas.get(0).parameters().dup();
    }
    for (Map.Entry<String, Matrix> each : stateTensors().entrySet()) {
      each.getValue().write(tensors.get(each.getKey(), each.getValue().length()));
    }
  }

  @Override
  public void unscored(int[] songs) {
    replicas.forEach(replica -> replica.output().biases().unscored(songs));
  }

  @Override
  public Learnt learn(
      List<PackedChunk> parts, double divisor, int epoch, double learningRateFactor) {
    List<PackedChunk> chunks = tables.map(each -> each.touch(parts)).orElse(parts);
    double[] losses = new double[chunks.size()];
    workers.run(
        chunks.size(),
        part -> losses[part] = replicas.get(part).lossAndGradient(chunks.get(part), divisor));
    double squares = updates.stream().mapToDouble(update -> update.sum(chunks.size())).sum();
    Learnt learnt = new Known(Arrays.stream(losses).sum(), Math.sqrt(squares));
    if (!learnt.isFinite()) {
      return learnt;
    }
    UpdateStep step =
        new UpdateStep(
            UpdateStep.clip(gradientClip, learnt.gradientNorm()),
            learningRateFactor,
            architecture.regularisation().weightDecay(),
            iteration,
            epoch);
    updates.forEach(update -> update.update(step));
    iteration++;
    if (averaging.isDue(iteration)) {
      average();
    }
    return learnt;
  }

  /** Moves the average towards the parameters. */
  private void average() {
    INDArray parameters = replicas.get(0).parameters();
    if (average == null) {
      average = parameters.dup();
    } else {
      average.addi(parameters.sub(average).muli(averaging.share(iteration)));
    }
  }

  /** The parameters by name, as column-major views. */
  Map<String, INDArray> tensors() {
    return replicas.get(0).tensors();
  }

  @Override
  public Map<String, float[]> weights() {
    Replica replica = replicas.get(0);
    Map<String, float[]> weights = new LinkedHashMap<>();
    replica
        .tensors(average == null ? replica.parameters() : average)
        .forEach((name, tensor) -> weights.put(name, tensor.array().dup('f').data().asFloat()));
    return weights;
  }
}
