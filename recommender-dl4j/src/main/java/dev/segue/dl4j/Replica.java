package dev.segue.dl4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * One worker's copy of the network in training: a Deeplearning4j {@link MultiLayerNetwork} of
 * {@linkplain PackedLayer packed layers} that shares its parameters with the other copies, and owns
 * its gradients and the state of its playlists. One thread at a time.
 */
final class Replica {

  private final MultiLayerNetwork network;
  private final List<PackedLayer> layers = new ArrayList<>();
  private final Matrix flatParameters;
  private final Matrix flatGradients;

  /**
   * Makes a copy.
   *
   * @param architecture what the network consists of
   * @param dataType of the arithmetic
   * @param parameters of the other copies, or null for the first one
   */
  Replica(TrainingArchitecture architecture, DataType dataType, @Nullable INDArray parameters) {
    network = new MultiLayerNetwork(TrainingNetwork.configuration(architecture, dataType));
    network.init(parameters, false);
    for (org.deeplearning4j.nn.api.Layer layer : network.getLayers()) {
      layers.add((PackedLayer) layer);
    }
    List<Tensor> dense =
        all().filter(tensor -> dense(architecture, tensor)).toList(); // one after another
    long first =
        all().takeWhile(tensor -> !dense(architecture, tensor)).mapToLong(Tensor::length).sum();
    long length = dense.stream().mapToLong(Tensor::length).sum();
    flatParameters = flat(network.params(), first, length);
    INDArray gradients = Nd4j.create(network.params().dataType(), length);
    flatGradients = flat(gradients, 0, length);
    long at = 0;
    for (Tensor tensor : dense) {
      Matrix values = tensor.layer().param(tensor.name());
      INDArray view = gradients.get(NDArrayIndex.interval(at, at + values.length()));
      tensor
          .layer()
          .replace(
              tensor.name(), values, Matrix.of(view.reshape('f', values.rows(), values.columns())));
      at += values.length();
    }
  }

  /** Whether a step computes the gradient of the whole tensor, in the form that is stored. */
  private static boolean dense(TrainingArchitecture architecture, Tensor tensor) {
    boolean tableOfSongs =
        tensor.layer() instanceof SongEmbedding
            ? !architecture.plainTables()
            : tensor.layer() instanceof SampledSoftmax && OutputLayer.ofSongs(tensor.name());
    return !tableOfSongs;
  }

  private Stream<Tensor> all() {
    return layers.stream()
        .flatMap(
            layer -> layer.paramTable().keySet().stream().map(name -> new Tensor(layer, name)));
  }

  private record Tensor(PackedLayer layer, String name) {
    int length() {
      return layer.param(name).length();
    }
  }

  /** All parameters, as the other copies take them. */
  INDArray parameters() {
    return network.params();
  }

  /** Sets where layers that leave something to chance take it from. */
  void random(SplittableRandom random) {
    layers.forEach(layer -> layer.random(random));
  }

  SongEmbedding embedding() {
    return (SongEmbedding) layers.get(0);
  }

  OutputLayer output() {
    return (OutputLayer) layers.get(layers.size() - 1);
  }

  /**
   * {@code [1, parameters]}: those whose gradients a step computes as a whole; with sampled softmax
   * not the tables of songs.
   */
  Matrix flatParameters() {
    return flatParameters;
  }

  /** {@code [1, parameters]}: the gradients of {@link #flatParameters}. */
  Matrix flatGradients() {
    return flatGradients;
  }

  /**
   * Computes loss and gradients of one chunk, and moves nothing but the state.
   *
   * @param chunk the positions; if it does not start its playlists, the chunk before was the last
   *     one given
   * @param divisor what the summed loss is divided by before it is differentiated
   * @return the sum of the losses in nats
   */
  double differentiate(PackedChunk chunk, double divisor) {
    layers.forEach(layer -> layer.begin(chunk));
    Matrix activations = flatParameters; // the first layer looks at the chunk alone
    for (PackedLayer layer : layers) {
      activations = layer.forward(activations);
    }
    output().gradientScale(1 / divisor);
    Matrix gradient = activations;
    for (int layer = layers.size() - 1; layer >= 0; layer--) {
      gradient = layers.get(layer).backward(gradient);
    }
    return output().loss();
  }

  /** The parameters by name, as column-major views. */
  Map<String, INDArray> tensors() {
    return named((layer, name) -> Objects.requireNonNull(layer.paramTable().get(name), name));
  }

  /** The gradients by the names of their parameters, as column-major views. */
  Map<String, INDArray> gradients() {
    return named((layer, name) -> layer.gradient(name).array());
  }

  private Map<String, INDArray> named(BiFunction<PackedLayer, String, INDArray> view) {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    all()
        .forEach(
            tensor ->
                tensors.put(
                    tensor.layer().nameOf(tensor.name()),
                    view.apply(tensor.layer(), tensor.name())));
    return tensors;
  }

  private static Matrix flat(INDArray array, long first, long length) {
    INDArray some = array.reshape(array.length()).get(NDArrayIndex.interval(first, first + length));
    return Matrix.of(some.reshape('f', 1, length));
  }
}
