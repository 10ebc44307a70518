package dev.segue.dl4j;

import dev.segue.lstm.network.MemoryFeatures;
import dev.segue.lstm.network.TensorNames;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What listeners' memories add to logits: each feature of a song in a memory has a weight, which is
 * learnt and depends on the input of the output layer and on the clock. Works on one block of
 * positions after the other. One thread at a time.
 */
final class MemoryTerms {

  private final PackedLayer layer;
  private final Optional<ZoneId> clock;
  private final MemoryFeatures[] features;

  /** {@code [features, positions]}. */
  private final Matrix allWeights;

  /** {@code [features, positions]}. */
  private final Matrix allGradients;

  private final Matrix biasGradient;
  private Matrix weights;
  private Matrix gradients;

  /**
   * Creates the terms.
   *
   * @param layer which has their parameters
   * @param clock the zone of the clock, if there is one
   * @param skips whether skips in the memories count, too
   * @param positions the largest number of positions in a block
   */
  MemoryTerms(
      PackedLayer layer, Optional<ZoneId> clock, boolean skips, int positions, DataType dataType) {
    this.layer = layer;
    this.clock = clock;
    this.features = new MemoryFeatures[positions];
    Arrays.setAll(features, i -> new MemoryFeatures(skips));
    this.allWeights = Matrix.zeros(dataType, MemoryFeatures.count(skips), positions);
    this.allGradients = Matrix.zeros(dataType, MemoryFeatures.count(skips), positions);
    this.biasGradient = Matrix.zeros(dataType, MemoryFeatures.count(skips), 1);
    this.weights = allWeights;
    this.gradients = allGradients;
  }

  /** Begins a chunk. */
  void begin(PackedChunk chunk) {
    if (chunk.starts()) {
      chunk.memories().rewind();
    }
    layer.matrices.clear(layer.gradient(TensorNames.MEMORY_BIAS));
    layer.matrices.clear(layer.gradient(TensorNames.MEMORY_WEIGHTS));
    if (clock.isPresent()) {
      layer.matrices.clear(layer.gradient(TensorNames.MEMORY_CLOCK));
    }
  }

  /** Reads the memories at the positions of the next block, and weighs their features. */
  void forward(Matrix input) {
    for (int position = 0; position < input.columns(); position++) {
      layer.chunk().memories().next(features[position], clock);
    }
    weights = allWeights.columns(0, input.columns());
    gradients = allGradients.columns(0, input.columns());
    layer.matrices.fillColumns(layer.param(TensorNames.MEMORY_BIAS), weights);
    addClock();
    layer.matrices.multiply(
        true, layer.param(TensorNames.MEMORY_WEIGHTS), false, input, 1, weights);
    layer.matrices.clear(gradients);
  }

  private void addClock() {
    for (int position = 0; position < weights.columns(); position++) {
      for (int row : features[position].clock()) {
        Matrix weight = layer.param(TensorNames.MEMORY_CLOCK).columns(row, row + 1);
        layer.matrices.add(weight, weights.columns(position, position + 1));
      }
    }
  }

  private void addClockGradients() {
    for (int position = 0; position < gradients.columns(); position++) {
      for (int row : features[position].clock()) {
        Matrix gradient = layer.gradient(TensorNames.MEMORY_CLOCK).columns(row, row + 1);
        layer.matrices.add(gradients.columns(position, position + 1), gradient);
      }
    }
  }

  /** The memories at the positions of the block. */
  MemoryFeatures[] features() {
    return features;
  }

  /**
   * Adds the terms to logits.
   *
   * @param rows {@code [positions][songs in memory]}: the row of each in the logits; -1 for none
   * @param logits {@code [rows, positions]}, added to
   */
  void add(int[][] rows, Matrix logits) {
    layer.kernels.songs().addMemory(weights, features, rows, logits);
  }

  /** Takes the gradients of logits: the transpose of {@link #add}. */
  void addGradients(int[][] rows, Matrix logits) {
    layer.kernels.songs().addMemoryGradients(logits, features, rows, gradients);
  }

  /**
   * Adds the gradients of the parameters and of the input.
   *
   * @param input of {@link #forward}
   * @param inputGradient {@code [size, positions]}, added to
   */
  void backward(Matrix input, Matrix inputGradient) {
    layer.matrices.sumColumns(gradients, biasGradient);
    layer.matrices.add(biasGradient, layer.gradient(TensorNames.MEMORY_BIAS));
    addClockGradients();

    layer.matrices.multiply(
        false, input, true, gradients, 1, layer.gradient(TensorNames.MEMORY_WEIGHTS));
    layer.matrices.multiply(
        false, layer.param(TensorNames.MEMORY_WEIGHTS), false, gradients, 1, inputGradient);
  }
}
