package dev.segue.dl4j;

import dev.segue.lstm.network.TensorNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * One worker's copy of the network in training: a Deeplearning4j {@link MultiLayerNetwork} of
 * {@linkplain PackedLayer packed layers} that shares its parameters with the other copies and has
 * its own gradients and states. One thread at a time.
 */
final class Replica {

  private final MultiLayerNetwork network;
  private final List<PackedLayer> layers = new ArrayList<>();
  private final SongEmbedding embedding;
  private final OutputLayer output;
  private final Matrix flatParameters;
  private final Matrix flatGradients;

  /**
   * Creates a copy.
   *
   * @param architecture of the network
   * @param dataType of the arithmetic
   * @param parameters of the other copies, or null for the first one
   */
  Replica(TrainingArchitecture architecture, DataType dataType, @Nullable INDArray parameters) {
    network = new MultiLayerNetwork(Dl4jNetwork.configuration(architecture, dataType));
    network.init(parameters, false);
    for (org.deeplearning4j.nn.api.Layer layer : network.getLayers()) {
      layers.add((PackedLayer) layer);
    }
    embedding = (SongEmbedding) layers.get(0);
    output = (OutputLayer) layers.get(layers.size() - 1);
    List<Tensor> dense = all().filter(tensor -> tensor.parameter().dense()).toList();
    long first =
        all()
            .takeWhile(tensor -> !tensor.parameter().dense())
            .mapToLong(tensor -> tensor.parameter().length())
            .sum(); // the dense ones follow one after another
    long length = dense.stream().mapToLong(tensor -> tensor.parameter().length()).sum();
    flatParameters = flat(network.params(), first, length);
    INDArray gradients = Nd4j.create(network.params().dataType(), length);
    flatGradients = flat(gradients, 0, length);
    long at = 0;
    for (Tensor tensor : dense) {
      LayerParameter parameter = tensor.parameter();
      INDArray view = gradients.get(NDArrayIndex.interval(at, at + parameter.length()));
      tensor
          .layer()
          .replace(
              parameter.tensor(),
              tensor.layer().param(parameter.tensor()),
              Matrix.of(view.reshape('f', parameter.rows(), parameter.columns())));
      at += parameter.length();
    }
  }

  private Stream<Tensor> all() {
    return layers.stream()
        .flatMap(
            layer -> layer.parameters().stream().map(parameter -> new Tensor(layer, parameter)));
  }

  private record Tensor(PackedLayer layer, LayerParameter parameter) {

    /** The stored values, whatever the layer works on. */
    INDArray stored() {
      return Objects.requireNonNull(layer.paramTable().get(parameter.tensor()), parameter.tensor());
    }
  }

  /**
   * Sets all parameters to their initial values.
   *
   * @param range random values lie in {@code -range..range}
   * @param random source of random values
   */
  void initialise(double range, Random random) {
    all()
        .forEach(
            tensor -> {
              LayerParameter parameter = tensor.parameter();
              INDArray stored = tensor.stored();
              float[] values = parameter.initialValues(range, random);
              INDArray array = Nd4j.create(values, stored.shape(), 'f');
              stored.assign(array.castTo(stored.dataType()));
            });
  }

  /** All parameters, for the other copies. */
  INDArray parameters() {
    return network.params();
  }

  /** Sets the source of the layers' random choices. */
  void random(SplittableRandom random) {
    layers.forEach(layer -> layer.random(random));
  }

  SongEmbedding embedding() {
    return embedding;
  }

  OutputLayer output() {
    return output;
  }

  /** Replaces the song vectors that the layers work on, with a gradient of the same shape. */
  void songVectors(Matrix values, Matrix gradient) {
    embedding.replace(TensorNames.EMBEDDING, values, gradient);
    if (output.tied()) {
      output.replace(TensorNames.OUTPUT_WEIGHTS, values, gradient);
    }
  }

  /**
   * {@code [1, parameters]}: the dense parameters; with sampled softmax without the tables of
   * songs.
   */
  Matrix flatParameters() {
    return flatParameters;
  }

  /** {@code [1, parameters]}: the gradients of {@link #flatParameters}. */
  Matrix flatGradients() {
    return flatGradients;
  }

  /**
   * Computes loss and gradients of one chunk, and updates only the states.
   *
   * @param chunk the positions; if it does not start its playlists, it continues the chunk of the
   *     previous call
   * @param divisor what the summed loss is divided by before gradients are computed
   * @return the sum of the losses in nats
   */
  double lossAndGradient(PackedChunk chunk, double divisor) {
    layers.forEach(layer -> layer.begin(chunk));
    Matrix activations = flatParameters; // ignored: the first layer reads the chunk
    for (PackedLayer layer : layers) {
      activations = layer.forward(activations);
    }
    output.gradientScale(1 / divisor);
    Matrix gradient = activations;
    for (int layer = layers.size() - 1; layer >= 0; layer--) {
      gradient = layers.get(layer).backward(gradient);
    }
    return output.loss();
  }

  /**
   * The tensors in an array that is laid out like all parameters, as views {@code [1, length]} by
   * their names in the model file.
   */
  Map<String, Matrix> tensors(INDArray likeParameters) {
    return tensors(flat(likeParameters, 0, likeParameters.length()), all());
  }

  /** The tensors in a matrix of the shape of {@link #flatParameters}, in the same way. */
  Map<String, Matrix> denseTensors(Matrix likeFlatParameters) {
    return tensors(likeFlatParameters, all().filter(tensor -> tensor.parameter().dense()));
  }

  private static Map<String, Matrix> tensors(Matrix flat, Stream<Tensor> layout) {
    Map<String, Matrix> tensors = new LinkedHashMap<>();
    int[] at = {0};
    layout.forEach(
        tensor -> {
          int end = at[0] + (int) tensor.parameter().length();
          tensors.put(tensor.parameter().tensor(), flat.columns(at[0], end));
          at[0] = end;
        });
    return tensors;
  }

  /** The parameters by their names in the model file, as column-major views. */
  Map<String, INDArray> tensors() {
    return named(Tensor::stored);
  }

  /** The gradients by the names of their parameters, as column-major views. */
  Map<String, INDArray> gradients() {
    return named(tensor -> tensor.layer().gradient(tensor.parameter().tensor()).array());
  }

  private Map<String, INDArray> named(Function<Tensor, INDArray> view) {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    all().forEach(tensor -> tensors.put(tensor.parameter().tensor(), view.apply(tensor)));
    return tensors;
  }

  private static Matrix flat(INDArray array, long first, long length) {
    INDArray some = array.reshape(array.length()).get(NDArrayIndex.interval(first, first + length));
    return Matrix.of(some.reshape('f', 1, length));
  }
}
