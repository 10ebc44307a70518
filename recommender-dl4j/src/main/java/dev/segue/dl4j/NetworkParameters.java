package dev.segue.dl4j;

import dev.segue.dl4j.LayerParameter.Start;
import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.MemoryFeatures;
import dev.segue.lstm.network.Recency;
import dev.segue.lstm.network.TensorNames;
import java.util.ArrayList;
import java.util.List;

/**
 * The parameters of each layer of a network in training, in the order in which their initial values
 * are drawn.
 */
final class NetworkParameters {

  private NetworkParameters() {}

  /** Returns those of all layers, from the input on. */
  static List<LayerParameter> of(TrainingArchitecture training) {
    Architecture architecture = training.network();
    List<LayerParameter> parameters = new ArrayList<>(embedding(training));
    for (int layer = 0; layer < architecture.hiddenSizes().size(); layer++) {
      parameters.addAll(lstm(architecture, layer));
    }
    if (architecture.projected()) {
      parameters.addAll(projection(architecture));
    }
    parameters.addAll(output(training));
    return parameters;
  }

  /**
   * Returns those of the embedding: {@code [size, songs]} and, if there are any features, {@code
   * [size, features]}; {@code [size, 1]} if the network learns from skips.
   */
  static List<LayerParameter> embedding(TrainingArchitecture training) {
    Architecture architecture = training.network();
    int size = architecture.embeddingSize();
    boolean dense = training.plainTables();
    List<LayerParameter> parameters = new ArrayList<>();
    parameters.add(
        new LayerParameter(
            TensorNames.EMBEDDING, size, architecture.songs(), Start.UNIFORM, dense));
    if (architecture.featureCount() > 0) {
      parameters.add(
          new LayerParameter(
              TensorNames.FEATURES, size, architecture.featureCount(), Start.UNIFORM, dense));
    }
    if (architecture.skips()) {
      parameters.add(LayerParameter.of(TensorNames.SKIP, size, 1, Start.ZERO));
    }
    return parameters;
  }

  /**
   * Returns those of an LSTM layer: {@code [4 hidden, inputs]}, {@code [4 hidden, hidden]} and
   * {@code [4 hidden, 1]}.
   */
  static List<LayerParameter> lstm(Architecture architecture, int layer) {
    int inputs =
        layer == 0 ? architecture.embeddingSize() : architecture.hiddenSizes().get(layer - 1);
    int hidden = architecture.hiddenSizes().get(layer);
    int gates = 4 * hidden;
    return List.of(
        LayerParameter.of(TensorNames.inputWeights(layer), gates, inputs, Start.UNIFORM),
        LayerParameter.of(TensorNames.recurrentWeights(layer), gates, hidden, Start.UNIFORM),
        LayerParameter.of(TensorNames.lstmBias(layer), gates, 1, Start.OPEN_FORGET_GATES));
  }

  /** Returns those of the projection: {@code [outputs, inputs]}. */
  static List<LayerParameter> projection(Architecture architecture) {
    return List.of(
        LayerParameter.of(
            TensorNames.PROJECTION,
            architecture.embeddingSize(),
            architecture.lastSize(),
            Start.UNIFORM));
  }

  /**
   * Returns those of the output layer: {@code [1, window]} for each {@link Recency}, those of the
   * memory, the bias of new songs, {@code [1, songs]}, and {@code [size, songs]} unless it is that
   * of the embedding. Songs come last: the tables of a sampled softmax are not part of the flat
   * parameters.
   */
  static List<LayerParameter> output(TrainingArchitecture training) {
    Architecture architecture = training.network();
    int songs = architecture.songs();
    boolean dense = !training.sampled();
    List<LayerParameter> parameters = new ArrayList<>();
    for (Recency each : architecture.recency()) {
      parameters.add(LayerParameter.of(each.group().tensor(), 1, each.window(), Start.ZERO));
    }
    if (architecture.memory()) {
      parameters.addAll(memory(architecture));
    }
    if (architecture.learnsNewSongs()) {
      parameters.add(LayerParameter.of(TensorNames.NEW_SONG_BIAS, 1, 1, Start.ZERO));
    }
    parameters.add(new LayerParameter(TensorNames.OUTPUT_BIAS, 1, songs, Start.ZERO, dense));
    if (!architecture.tied()) {
      parameters.add(
          new LayerParameter(
              TensorNames.OUTPUT_WEIGHTS, architecture.outputs(), songs, Start.UNIFORM, dense));
    }
    return parameters;
  }

  /**
   * {@code [features, 1]}, {@code [size, features]} and, with a clock, {@code [features, rows]}.
   */
  private static List<LayerParameter> memory(Architecture architecture) {
    int features = MemoryFeatures.count(architecture.skips());
    List<LayerParameter> parameters = new ArrayList<>();
    parameters.add(LayerParameter.of(TensorNames.MEMORY_BIAS, features, 1, Start.ZERO));
    parameters.add(
        LayerParameter.of(
            TensorNames.MEMORY_WEIGHTS, architecture.outputs(), features, Start.ZERO));
    if (architecture.clock().isPresent()) {
      parameters.add(
          LayerParameter.of(
              TensorNames.MEMORY_CLOCK, features, MemoryFeatures.CLOCK_ROWS, Start.ZERO));
    }
    return parameters;
  }
}
