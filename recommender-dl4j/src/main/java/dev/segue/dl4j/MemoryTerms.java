package dev.segue.dl4j;

import dev.segue.lstm.network.MemoryFeatures;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What listeners' memories add to logits: each feature of a song in the memory has a weight, which
 * is learnt and depends on the input of the output layer. One thread at a time.
 */
final class MemoryTerms {

  static final String BIAS = "memory.b";
  static final String WEIGHTS = "memory.W";

  private final PackedLayer layer;
  private final MemoryFeatures[] features;

  /** {@code [features, positions]}: the weights at each position, then their gradients. */
  private final Matrix weights;

  private final Matrix biasGradient;

  MemoryTerms(PackedLayer layer, int positions, DataType dataType) {
    this.layer = layer;
    this.features = new MemoryFeatures[positions];
    Arrays.setAll(features, i -> new MemoryFeatures());
    this.weights = Matrix.zeros(dataType, MemoryFeatures.COUNT, positions);
    this.biasGradient = Matrix.zeros(dataType, MemoryFeatures.COUNT, 1);
  }

  /** Clears the gradients. */
  void clear() {
    layer.kernels.clear(layer.gradient(BIAS));
    layer.kernels.clear(layer.gradient(WEIGHTS));
  }

  /** Adds to the logits of a block of positions. */
  void add(Matrix input, Matrix block) {
    for (int position = 0; position < block.columns(); position++) {
      layer.chunk().memories().next(features[position]);
    }
    Matrix used = weights.columns(0, block.columns());
    layer.kernels.fillColumns(layer.param(BIAS), used);
    layer.kernels.multiply(true, layer.param(WEIGHTS), false, input, 1, used);
    layer.kernels.addMemory(used, features, block);
  }

  /** Adds gradients: the transpose of {@link #add}. */
  void addGradients(Matrix block, Matrix input, Matrix inputGradient) {
    Matrix used = weights.columns(0, block.columns());
    layer.kernels.addMemoryGradients(block, features, used);
    layer.kernels.sumColumns(used, biasGradient);
    layer.kernels.add(biasGradient, layer.gradient(BIAS));
    layer.kernels.multiply(false, input, true, used, 1, layer.gradient(WEIGHTS));
    layer.kernels.multiply(false, layer.param(WEIGHTS), false, used, 1, inputGradient);
  }
}
