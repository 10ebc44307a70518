package dev.segue.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiFunction;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * The network in training: a Deeplearning4j {@link MultiLayerNetwork} of {@linkplain PackedLayer
 * packed layers}, and the step that learns from a chunk. Its {@code fit} is not used, because it
 * cannot carry state between chunks, clip by the global norm or keep the loss per transition. One
 * thread at a time.
 */
final class TrainingNetwork {

  private final MultiLayerNetwork network;
  private final List<PackedLayer> layers = new ArrayList<>();
  private final SoftmaxOutput output;
  private final INDArray parameters;
  private final INDArray gradients;
  private final GradientUpdater<?> updater;
  private final double gradientClip;
  private int iteration;

  /**
   * Makes a network whose parameters are zero.
   *
   * @param songs how many songs there are
   * @param embeddingSize size of a song's vector
   * @param hiddenSizes size of each LSTM layer, from the input on
   * @param optimiser turns gradients into updates
   * @param gradientClip greatest global norm of a gradient; infinity for no limit
   * @param dataType of the arithmetic
   */
  TrainingNetwork(
      int songs,
      int embeddingSize,
      List<Integer> hiddenSizes,
      IUpdater optimiser,
      double gradientClip,
      DataType dataType) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .dataType(dataType)
            .trainingWorkspaceMode(WorkspaceMode.NONE)
            .inferenceWorkspaceMode(WorkspaceMode.NONE)
            .list();
    list.layer(new SongEmbedding.Conf(songs, embeddingSize));
    int inputs = embeddingSize;
    for (int layer = 0; layer < hiddenSizes.size(); layer++) {
      list.layer(new PackedLstm.Conf("lstm." + layer, inputs, hiddenSizes.get(layer)));
      inputs = hiddenSizes.get(layer);
    }
    MultiLayerConfiguration configuration =
        list.layer(new SoftmaxOutput.Conf(inputs, songs)).build();
    network = new MultiLayerNetwork(configuration);
    network.init();
    network.initGradientsView();
    for (org.deeplearning4j.nn.api.Layer layer : network.getLayers()) {
      layers.add((PackedLayer) layer);
    }
    output = (SoftmaxOutput) layers.get(layers.size() - 1);
    parameters = network.params().reshape(1, network.numParams());
    gradients = network.getFlattenedGradients().reshape(1, network.numParams());
    long stateSize = optimiser.stateSize(network.numParams());
    updater =
        optimiser.instantiate(stateSize == 0 ? null : Nd4j.create(dataType, 1, stateSize), true);
    this.gradientClip = gradientClip;
  }

  /**
   * Draws all weights from a uniform distribution, with biases of zero, except that forget gates
   * start at 1, so that a cell remembers until it learns to forget (Jozefowicz et al., "An
   * Empirical Exploration of Recurrent Network Architectures", ICML 2015).
   *
   * @param range weights lie in {@code -range..range}
   * @param random where the numbers come from
   */
  void initialise(double range, Random random) {
    tensors()
        .forEach(
            (name, tensor) -> {
              float[] values = new float[(int) tensor.length()];
              if (!name.endsWith(".b")) {
                for (int i = 0; i < values.length; i++) {
                  values[i] = (float) (range * (2 * random.nextDouble() - 1));
                }
              } else if (name.startsWith("lstm")) {
                Arrays.fill(values, values.length / 4, values.length / 2, 1);
              }
              set(tensor, values);
            });
  }

  /**
   * Learns from one chunk: forward, backward, clip by the global norm (Pascanu, Mikolov and Bengio,
   * ICML 2013), update.
   *
   * @param chunk the positions; if it does not start its playlists, the chunk before was the last
   *     one given
   * @param divisor what the summed loss is divided by before it is differentiated
   * @param epoch the number of the epoch from 0, for the optimiser's schedule
   * @return the sum of the losses in nats, before the update
   */
  double learn(PackedChunk chunk, double divisor, int epoch) {
    double loss = differentiate(chunk, divisor);
    double norm = gradients.norm2Number().doubleValue();
    if (norm > gradientClip) {
      gradients.muli(gradientClip / norm);
    }
    updater.applyUpdater(gradients, iteration++, epoch);
    parameters.subi(gradients);
    return loss;
  }

  /** Computes loss and gradients of one chunk, and moves nothing but the state. */
  double differentiate(PackedChunk chunk, double divisor) {
    LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
    layers.forEach(layer -> layer.begin(chunk));
    INDArray activations = parameters;
    for (PackedLayer layer : layers) {
      activations = layer.activate(activations, true, none);
    }
    output.gradientScale(1 / divisor);
    INDArray epsilon = activations;
    for (int layer = layers.size() - 1; layer >= 0; layer--) {
      epsilon = layers.get(layer).backpropGradient(epsilon, none).getSecond();
    }
    return output.loss();
  }

  /** The parameters by name, as column-major views. */
  Map<String, INDArray> tensors() {
    return named(PackedLayer::param);
  }

  /** The gradients by the names of their parameters, as column-major views. */
  Map<String, INDArray> gradients() {
    return named(PackedLayer::gradient);
  }

  private Map<String, INDArray> named(BiFunction<PackedLayer, String, INDArray> view) {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    for (PackedLayer layer : layers) {
      String prefix = layer.conf().getLayer().getLayerName();
      for (String name : layer.paramTable().keySet()) {
        tensors.put(name.equals(prefix) ? name : prefix + "." + name, view.apply(layer, name));
      }
    }
    return tensors;
  }

  /** A copy of the parameters for serving. */
  LstmNetwork export() {
    Map<String, INDArray> tensors = tensors();
    int lstmLayers = layers.size() - 2;
    return LstmNetwork.of(
        lstmLayers,
        name -> Objects.requireNonNull(tensors.get(name), name).dup('f').data().asFloat());
  }

  /** Sets a tensor from values in the order of its memory. */
  static void set(INDArray tensor, float[] values) {
    tensor.assign(
        Nd4j.create(values, new long[] {tensor.rows(), tensor.columns()}, 'f')
            .castTo(tensor.dataType()));
  }
}
