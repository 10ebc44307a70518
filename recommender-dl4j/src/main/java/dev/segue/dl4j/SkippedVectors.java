package dev.segue.dl4j;

import dev.segue.lstm.network.TensorNames;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What the network reads at the positions of songs that were skipped: the song's vector plus a
 * learnt vector that all skips share. One thread at a time.
 */
final class SkippedVectors {

  private final PackedLayer layer;
  private Matrix shifts;
  private Matrix vectors;

  /**
   * Creates the vectors.
   *
   * @param layer which has their parameter
   */
  SkippedVectors(PackedLayer layer, int size, DataType dataType) {
    this.layer = layer;
    this.shifts = Matrix.zeros(dataType, size, 1);
    this.vectors = Matrix.zeros(dataType, size, 1);
  }

  /**
   * Adds the learnt vector.
   *
   * @param skips the positions
   * @param all {@code [size, positions]}: the vectors of the songs
   */
  void forward(int[] skips, Matrix all) {
    if (skips.length > 0) {
      shifts = shifts.reserve(skips.length);
      Matrix shift = shifts.columns(0, skips.length);
      layer.matrices.fillColumns(layer.param(TensorNames.SKIP), shift);
      layer.matrices.add(shift, read(skips, all));
      layer.kernels.songs().put(vectors.columns(0, skips.length), skips, all);
    }
  }

  /** Computes the gradient of the learnt vector; that of the songs' vectors is the same. */
  void backward(int[] skips, Matrix gradients) {
    layer.matrices.clear(layer.gradient(TensorNames.SKIP));
    if (skips.length > 0) {
      layer.matrices.sumColumns(read(skips, gradients), layer.gradient(TensorNames.SKIP));
    }
  }

  private Matrix read(int[] skips, Matrix all) {
    vectors = vectors.reserve(skips.length);
    Matrix some = vectors.columns(0, skips.length);
    layer.kernels.songs().gather(all, skips, some);
    return some;
  }
}
