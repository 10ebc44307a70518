package dev.segue.dl4j;

import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.MemoryFeatures;
import dev.segue.lstm.network.Recency;
import dev.segue.lstm.network.TensorNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The loss of an output layer in double precision, written down as it is defined; its gradients are
 * finite differences.
 */
final class OutputLayerReference {

  /** {@code [outputs, positions]}. */
  static final String INPUT = "input";

  private static final double DIFFERENCE = 1e-4;

  private final Architecture architecture;
  private final PackedChunk chunk;
  private final List<MemoryFeatures> memories;
  private final double smoothing;

  /** Of each position. */
  private final List<List<Feature>> features;

  /** The values of each tensor, column-major. */
  private final Map<String, double[]> tensors = new LinkedHashMap<>();

  /** Creates a layer with random weights. */
  OutputLayerReference(
      Architecture architecture,
      PackedChunk chunk,
      List<MemoryFeatures> memories,
      double smoothing,
      long seed) {
    this.architecture = architecture;
    this.chunk = chunk;
    this.memories = memories;
    this.smoothing = smoothing;
    int count = architecture.memory() ? MemoryFeatures.count(architecture.skips()) : 0;
    this.features = memories.stream().map(each -> features(each, count)).toList();
    Random random = new Random(seed);
    tensors.put(INPUT, random(random, architecture.outputs() * chunk.positions()));
    for (LayerParameter each : NetworkParameters.output(TrainingArchitecture.of(architecture))) {
      tensors.put(each.tensor(), random(random, (int) each.length()));
    }
  }

  /** Numbers that single precision holds. */
  private static double[] random(Random random, int length) {
    return random.doubles(length, -1, 1).map(value -> (float) value).toArray();
  }

  Map<String, double[]> tensors() {
    return tensors;
  }

  /** The logits of some songs at a position. */
  private double[] scores(int position, int[] songs) {
    return IntStream.of(songs)
        .mapToDouble(
            song ->
                product(position, song)
                    + tensors.get(TensorNames.OUTPUT_BIAS)[song]
                    + recency(position, song)
                    + memory(position, song))
        .toArray();
  }

  private double product(int position, int song) {
    int size = architecture.outputs();
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum +=
          tensors.get(INPUT)[position * size + i]
              * tensors.get(TensorNames.OUTPUT_WEIGHTS)[song * size + i];
    }
    return sum;
  }

  private double recency(int position, int song) {
    double sum = 0;
    for (int i = 0; i < architecture.recency().size(); i++) {
      Recency each = architecture.recency().get(i);
      for (int ago = 0; ago < each.window(); ago++) {
        int group = chunk.recent().get(i)[position * each.window() + ago];
        if (group >= 0 && group == each.groupOf()[song]) {
          sum += tensors.get(each.group().tensor())[ago];
        }
      }
    }
    return sum;
  }

  /** The weight of a feature of a memory at a position. */
  private double weight(int position, int feature) {
    int size = architecture.outputs();
    double weight = tensors.get(TensorNames.MEMORY_BIAS)[feature];
    for (int i = 0; i < size; i++) {
      weight +=
          tensors.get(TensorNames.MEMORY_WEIGHTS)[feature * size + i]
              * tensors.get(INPUT)[position * size + i];
    }
    for (int row : memories.get(position).clock()) {
      int features = MemoryFeatures.count(architecture.skips());
      weight += tensors.get(TensorNames.MEMORY_CLOCK)[row * features + feature];
    }
    return weight;
  }

  private double memory(int position, int song) {
    double sum = 0;
    for (Feature each : features.get(position)) {
      if (each.song() == song) {
        sum += each.value() * weight(position, each.feature());
      }
    }
    return sum;
  }

  /** The features of a memory that are not 0. */
  private static List<Feature> features(MemoryFeatures memory, int count) {
    return IntStream.range(0, memory.size())
        .boxed()
        .flatMap(
            i ->
                IntStream.range(0, count)
                    .filter(feature -> memory.value(i, feature) != 0)
                    .mapToObj(
                        feature -> new Feature(memory.song(i), feature, memory.value(i, feature))))
        .toList();
  }

  /** A feature of a song in a memory that is not 0. */
  private record Feature(int song, int feature, double value) {}

  /** The loss of a softmax over all songs at a position. */
  double loss(int position) {
    double[] scores = scores(position, IntStream.range(0, architecture.songs()).toArray());
    return logSum(scores) - scores[chunk.targets()[position]];
  }

  /** What is differentiated instead: the target is smoothed. */
  private double smoothedLoss(int position) {
    double[] scores = scores(position, IntStream.range(0, architecture.songs()).toArray());
    double mean = IntStream.range(0, scores.length).mapToDouble(i -> scores[i]).average().orElse(0);
    return logSum(scores) - (1 - smoothing) * scores[chunk.targets()[position]] - smoothing * mean;
  }

  /** The loss of a sampled softmax at a position. */
  double sampledLoss(int position, int[] negatives, double[] logProbability) {
    int target = chunk.targets()[position];
    double[] scores = scores(position, negatives);
    double[] all = new double[negatives.length + 1];
    all[negatives.length] = scores(position, new int[] {target})[0];
    for (int i = 0; i < negatives.length; i++) {
      all[i] = negatives[i] == target ? Double.NEGATIVE_INFINITY : scores[i] - logProbability[i];
    }
    return logSum(all) - all[negatives.length];
  }

  private static double logSum(double[] scores) {
    return Math.log(IntStream.range(0, scores.length).mapToDouble(i -> Math.exp(scores[i])).sum());
  }

  /** The gradient of a tensor, of the sum of the losses. */
  double[] gradient(String tensor) {
    return gradient(tensor, this::smoothedLoss);
  }

  double[] sampledGradient(String tensor, int[] negatives, double[] logProbability) {
    return gradient(tensor, position -> sampledLoss(position, negatives, logProbability));
  }

  /** Whether a value of a tensor changes the loss at a position. */
  private boolean isRead(String tensor, int index, int position) {
    int size = architecture.outputs();
    int count = MemoryFeatures.count(architecture.skips());
    return switch (tensor) {
      case INPUT -> index / size == position;
      case TensorNames.MEMORY_BIAS -> isThere(index, position);
      case TensorNames.MEMORY_WEIGHTS -> isThere(index / size, position);
      case TensorNames.MEMORY_CLOCK ->
          isThere(index % count, position)
              && IntStream.of(memories.get(position).clock()).anyMatch(row -> row == index / count);
      default -> true;
    };
  }

  private boolean isThere(int feature, int position) {
    return features.get(position).stream().anyMatch(each -> each.feature() == feature);
  }

  private double[] gradient(String tensor, IntToDoubleFunction loss) {
    double[] values = tensors.get(tensor);
    double[] gradient = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double value = values[i];
      int index = i;
      int[] positions =
          IntStream.range(0, chunk.positions())
              .filter(position -> isRead(tensor, index, position))
              .toArray();
      values[i] = value + DIFFERENCE;
      double above = IntStream.of(positions).mapToDouble(loss).sum();
      values[i] = value - DIFFERENCE;
      double below = IntStream.of(positions).mapToDouble(loss).sum();
      values[i] = value;
      gradient[i] = (above - below) / (2 * DIFFERENCE);
    }
    return gradient;
  }
}
