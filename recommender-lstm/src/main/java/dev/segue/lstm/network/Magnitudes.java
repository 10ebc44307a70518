package dev.segue.lstm.network;

import dev.segue.lstm.network.SongFeatures.Row;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How large the weights of a network are, and so its sums may become: of floats that overflow,
 * infinities cancel to NaN, and a score would be none. One thread at a time.
 */
public final class Magnitudes {

  /** Floats overflow far above it. */
  private static final double MAX_SUM = 1e36;

  /** Scores may be multiplied by weights of blends of blends. */
  private static final double MAX_SCORE = 1e20;

  /** What the features of one song in a memory sum to at most, with those of its skips. */
  private static final double MEMORY_FEATURES = 3 + 2 * MemoryFeatures.TRACES * 12;

  /** By name of tensor. */
  private final Map<String, Double> largest = new HashMap<>();

  /** Starts without weights. */
  public Magnitudes() {}

  /** Notes the largest absolute value of a tensor. */
  public void note(String tensor, float magnitude) {
    largest.put(tensor, (double) magnitude);
  }

  /** Notes the values of a tensor. */
  void note(String tensor, float[] values) {
    int magnitude = 0; // bits, which are in the order of the values; those of NaN come last
    for (float value : values) {
      magnitude = Math.max(magnitude, Float.floatToRawIntBits(value) & Integer.MAX_VALUE);
    }
    note(tensor, Float.intBitsToFloat(magnitude));
  }

  private double largest(String tensor) {
    return largest.getOrDefault(tensor, 0.0);
  }

  /** Says which sum may overflow; empty if none may, and all weights are numbers. */
  public Optional<String> problem(Architecture architecture) {
    double vector = vector(architecture);
    double input = vector + largest(TensorNames.SKIP);
    if (isTooLarge(input)) {
      return problem("vectors of songs", MAX_SUM, input, TensorNames.EMBEDDING);
    }
    int inputs = architecture.embeddingSize();
    double output = 0;
    for (int layer = 0; layer < architecture.hiddenSizes().size(); layer++) {
      int hidden = architecture.hiddenSizes().get(layer);
      double gate =
          inputs * input * largest(TensorNames.inputWeights(layer))
              + hidden * largest(TensorNames.recurrentWeights(layer))
              + largest(TensorNames.lstmBias(layer));
      if (isTooLarge(gate)) {
        return problem("gates", MAX_SUM, gate, TensorNames.inputWeights(layer));
      }
      output = LstmState.MAX_OUTPUT + (architecture.residual(layer) ? input : 0);
      input = output;
      inputs = hidden;
    }
    if (architecture.projected()) {
      output *= inputs * largest(TensorNames.PROJECTION);
    }
    double score = score(architecture, output, vector);
    return score <= MAX_SCORE
        ? Optional.empty()
        : problem("scores", MAX_SCORE, score, TensorNames.OUTPUT_BIAS);
  }

  private double score(Architecture architecture, double output, double vector) {
    double products =
        architecture.outputs()
            * output
            * (architecture.tied() ? vector : largest(TensorNames.OUTPUT_WEIGHTS));
    double recency = 0;
    for (Recency each : architecture.recency()) {
      recency += each.window() * largest(each.group().tensor());
    }
    double memory =
        largest(TensorNames.MEMORY_BIAS)
            + 3 * largest(TensorNames.MEMORY_CLOCK)
            + architecture.outputs() * output * largest(TensorNames.MEMORY_WEIGHTS);
    return largest(TensorNames.OUTPUT_BIAS)
        + largest(TensorNames.NEW_SONG_BIAS)
        + products
        + recency
        + MEMORY_FEATURES * memory;
  }

  /** Of a song of the catalogue, and of another whose artist and tags are known. */
  private double vector(Architecture architecture) {
    double weights = 1 + Math.sqrt(architecture.featureCount());
    if (!largest.containsKey(TensorNames.VECTORS)) {
      for (Row row : architecture.features()) {
        weights = Math.max(weights, sum(row.weights()));
      }
    }
    double sum = largest(TensorNames.EMBEDDING) + weights * largest(TensorNames.FEATURES);
    return Math.max(sum, largest(TensorNames.VECTORS));
  }

  private static double sum(float[] weights) {
    double sum = 0;
    for (float weight : weights) {
      sum += Math.abs(weight);
    }
    return sum;
  }

  private static boolean isTooLarge(double sum) {
    return !(sum <= MAX_SUM);
  }

  private static Optional<String> problem(String sums, double max, double sum, String tensor) {
    return Optional.of(
        "weights must be so small that %s stay within %s, but they may be %s (tensor '%s')"
            .formatted(sums, max, sum, tensor));
  }
}
