package dev.segue.dl4j;

import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.TensorNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The paper's network in training in double precision, as a textbook writes it: an embedding, LSTM
 * layers, and a softmax over all songs.
 */
final class PlainNetwork {

  private final Architecture architecture;
  private final Map<String, float[]> weights;
  private final List<PlainLstm> layers = new ArrayList<>();
  private final Map<String, double[]> gradients = new LinkedHashMap<>();

  /**
   * Creates a network.
   *
   * @param architecture without song features, recency and the like
   * @param weights column-major, by their names in {@link TensorNames}
   */
  PlainNetwork(Architecture architecture, Map<String, float[]> weights) {
    this.architecture = architecture;
    this.weights = weights;
    for (int layer = 0; layer < architecture.hiddenSizes().size(); layer++) {
      int size = architecture.hiddenSizes().get(layer);
      List<double[]> columns = new ArrayList<>();
      for (String tensor : tensors(layer)) {
        columns.addAll(List.of(columns(weights.get(tensor), 4 * size)));
      }
      layers.add(new PlainLstm(columns.toArray(double[][]::new), size, false));
    }
  }

  private static List<String> tensors(int layer) {
    return List.of(
        TensorNames.inputWeights(layer),
        TensorNames.recurrentWeights(layer),
        TensorNames.lstmBias(layer));
  }

  private static double[][] columns(float[] flat, int rows) {
    double[][] columns = new double[flat.length / rows][rows];
    for (int i = 0; i < flat.length; i++) {
      columns[i / rows][i % rows] = flat[i];
    }
    return columns;
  }

  private static double[] flat(double[][] columns) {
    return Arrays.stream(columns).flatMapToDouble(Arrays::stream).toArray();
  }

  /** The gradients of the last chunk, by the names of the weights. */
  Map<String, double[]> gradients() {
    return gradients;
  }

  /**
   * Computes {@link #gradients} of a chunk that goes on from the one before, and returns its loss.
   *
   * @param divisor what the loss is divided by before gradients are computed
   */
  double lossAndGradients(PackedChunk chunk, double divisor) {
    int size = architecture.embeddingSize();
    double[][] embedding = columns(weights.get(TensorNames.EMBEDDING), size);
    double[][] values =
        Arrays.stream(chunk.songs()).mapToObj(song -> embedding[song]).toArray(double[][]::new);
    for (PlainLstm layer : layers) {
      double[][] kept = new double[chunk.positions()][layer.gradients[0].length / 4];
      Arrays.stream(kept).forEach(position -> Arrays.fill(position, 1));
      values = layer.forward(chunk, values, kept);
    }
    double[][] errors = errors(chunk, values);
    double loss = loss(chunk, errors);
    double[][] gradient = output(errors, values, divisor);
    for (int layer = layers.size() - 1; layer >= 0; layer--) {
      gradient = layers.get(layer).backward(chunk, gradient);
      keep(layer);
    }
    double[][] ofSongs = new double[architecture.songs()][size];
    for (int position = 0; position < chunk.positions(); position++) {
      for (int i = 0; i < size; i++) {
        ofSongs[chunk.songs()[position]][i] += gradient[position][i];
      }
    }
    gradients.put(TensorNames.EMBEDDING, flat(ofSongs));
    return loss;
  }

  /** {@code [positions][songs]}: probabilities. */
  private double[][] errors(PackedChunk chunk, double[][] input) {
    double[][] songs = columns(weights.get(TensorNames.OUTPUT_WEIGHTS), architecture.outputs());
    float[] bias = weights.get(TensorNames.OUTPUT_BIAS);
    return IntStream.range(0, chunk.positions())
        .parallel()
        .mapToObj(
            position -> {
              double[] shares = new double[songs.length];
              Arrays.setAll(shares, song -> bias[song] + product(songs[song], input[position]));
              double max = Arrays.stream(shares).max().orElseThrow();
              Arrays.setAll(shares, song -> Math.exp(shares[song] - max));
              double sum = Arrays.stream(shares).sum();
              Arrays.setAll(shares, song -> shares[song] / sum);
              return shares;
            })
        .toArray(double[][]::new);
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Returns the loss of probabilities, and subtracts the targets from them. */
  private static double loss(PackedChunk chunk, double[][] probabilities) {
    double loss = 0;
    for (int position = 0; position < probabilities.length; position++) {
      int target = chunk.targets()[position];
      loss -= Math.log(probabilities[position][target]);
      probabilities[position][target] -= 1;
    }
    return loss;
  }

  /** Computes the gradients of the output layer, and returns those of its input. */
  private double[][] output(double[][] errors, double[][] input, double divisor) {
    int size = architecture.outputs();
    double[][] songs = columns(weights.get(TensorNames.OUTPUT_WEIGHTS), size);
    double[][] ofSongs = new double[songs.length][size];
    double[] ofBias = new double[songs.length];
    IntStream.range(0, songs.length)
        .parallel()
        .forEach(
            song -> {
              for (int position = 0; position < input.length; position++) {
                add(errors[position][song] / divisor, input[position], ofSongs[song]);
                ofBias[song] += errors[position][song] / divisor;
              }
            });
    gradients.put(TensorNames.OUTPUT_WEIGHTS, flat(ofSongs));
    gradients.put(TensorNames.OUTPUT_BIAS, ofBias);
    double[][] ofInput = new double[input.length][size];
    IntStream.range(0, input.length)
        .parallel()
        .forEach(
            position -> {
              for (int song = 0; song < songs.length; song++) {
                add(errors[position][song] / divisor, songs[song], ofInput[position]);
              }
            });
    return ofInput;
  }

  private static void add(double factor, double[] values, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * values[i];
    }
  }

  private void keep(int layer) {
    double[] all = flat(layers.get(layer).gradients);
    int from = 0;
    for (String tensor : tensors(layer)) {
      int length = weights.get(tensor).length;
      gradients.put(tensor, Arrays.copyOfRange(all, from, from + length));
      from += length;
    }
  }
}
