package dev.segue.baselines;

import java.util.Arrays;

/**
 * Computes the loss of all transitions from some songs, and its gradient. The probability of {@code
 * j} after {@code i} is the softmax over {@code j} of {@code 2 exit(i) entry(j) + offset(j)}. One
 * thread at a time. The loops run along rows of memory, four products at a time, so that the
 * compiler vectorises them.
 */
final class FollowerSoftmax {

  /** The number of columns that stay in the cache while all rows use them. */
  private static final int TILE = 512;

  private final int songs;
  private final int dimensions;

  /** {@code [rows][songs]}: scores, then the gradient with respect to them. */
  private final float[][] scores;

  /** {@code [rows][dimensions]}: the gradient with respect to the exit points. */
  private final float[][] exitGradient;

  /**
   * {@code [dimensions][songs]}: the gradient with respect to the entry points, with the offsets
   * held constant.
   */
  private final float[][] entryGradient;

  /** {@code [songs]}: the gradient with respect to the offsets. */
  private final float[] offsetGradient;

  private double loss;

  FollowerSoftmax(int songs, int dimensions, int rows) {
    this.songs = songs;
    this.dimensions = dimensions;
    this.scores = new float[rows][songs];
    this.exitGradient = new float[rows][dimensions];
    this.entryGradient = new float[dimensions][songs];
    this.offsetGradient = new float[songs];
  }

  float[] exitGradient(int row) {
    return exitGradient[row];
  }

  float[][] entryGradient() {
    return entryGradient;
  }

  float[] offsetGradient() {
    return offsetGradient;
  }

  double loss() {
    return loss;
  }

  /**
   * Computes the loss and its gradients.
   *
   * @param batch the songs, one for each row
   * @param exits {@code [songs][dimensions]}
   * @param entries {@code [songs][dimensions]}
   * @param columns {@code [dimensions][songs]}: the entry points, transposed
   * @param offsets {@code [songs]}
   * @param scale the factor of the sums over transitions
   */
  void computeGradients(
      int[] batch,
      Transitions transitions,
      float[] exits,
      float[] entries,
      float[][] columns,
      float[] offsets,
      float scale) {
    float[][] twice = twice(batch, exits);
    score(twice, columns, offsets);
    loss = 0;
    Arrays.fill(offsetGradient, 0);
    for (int row = 0; row < batch.length; row++) {
      loss += lossAndGradient(scores[row], batch[row], transitions, scale);
      sumPoints(exitGradient[row], scores[row], entries);
      for (int song = 0; song < songs; song++) {
        offsetGradient[song] += scores[row][song];
      }
    }
    addProducts(twice);
  }

  private float[][] twice(int[] batch, float[] points) {
    float[][] twice = new float[batch.length][dimensions];
    for (int row = 0; row < batch.length; row++) {
      for (int k = 0; k < dimensions; k++) {
        twice[row][k] = 2 * points[batch[row] * dimensions + k];
      }
    }
    return twice;
  }

  private void score(float[][] twice, float[][] columns, float[] offsets) {
    for (int tile = 0; tile < songs; tile += TILE) {
      int end = Math.min(songs, tile + TILE);
      for (int row = 0; row < twice.length; row++) {
        System.arraycopy(offsets, tile, scores[row], tile, end - tile);
        combine(scores[row], twice[row], columns, tile, end);
      }
    }
  }

  /** Replaces scores by the gradient with respect to them and returns the loss. */
  private double lossAndGradient(float[] row, int song, Transitions transitions, float scale) {
    float max = Float.NEGATIVE_INFINITY;
    for (float score : row) {
      max = Math.max(max, score);
    }
    int[] followers = transitions.followers();
    int[] counts = transitions.counts();
    double fit = 0;
    for (int i = transitions.starts()[song]; i < transitions.starts()[song + 1]; i++) {
      fit += counts[i] * (double) (row[followers[i]] - max);
    }
    double sum = 0;
    for (int j = 0; j < row.length; j++) {
      row[j] = (float) Math.exp(row[j] - max);
      sum += row[j];
    }
    float share = (float) (scale * transitions.total(song) / sum);
    for (int j = 0; j < row.length; j++) {
      row[j] *= share;
    }
    for (int i = transitions.starts()[song]; i < transitions.starts()[song + 1]; i++) {
      row[followers[i]] -= scale * counts[i];
    }
    return scale * (transitions.total(song) * Math.log(sum) - fit);
  }

  /** {@code sum[k] = sum over j of 2 weights[j] points[j][k]}. */
  private void sumPoints(float[] sum, float[] weights, float[] points) {
    Arrays.fill(sum, 0);
    int j = 0;
    for (; j + 4 <= songs; j += 4) {
      int a = j * dimensions;
      int b = a + dimensions;
      int c = b + dimensions;
      int d = c + dimensions;
      for (int k = 0; k < dimensions; k++) {
        sum[k] +=
            2 * weights[j] * points[a + k]
                + 2 * weights[j + 1] * points[b + k]
                + 2 * weights[j + 2] * points[c + k]
                + 2 * weights[j + 3] * points[d + k];
      }
    }
    for (; j < songs; j++) {
      for (int k = 0; k < dimensions; k++) {
        sum[k] += 2 * weights[j] * points[j * dimensions + k];
      }
    }
  }

  /** {@code entryGradient[k][j] = sum over rows of twice[row][k] scores[row][j]}. */
  private void addProducts(float[][] twice) {
    float[] weights = new float[twice.length];
    for (int tile = 0; tile < songs; tile += TILE) {
      int end = Math.min(songs, tile + TILE);
      for (int k = 0; k < dimensions; k++) {
        for (int row = 0; row < twice.length; row++) {
          weights[row] = twice[row][k];
        }
        Arrays.fill(entryGradient[k], tile, end, 0);
        combine(entryGradient[k], weights, scores, tile, end);
      }
    }
  }

  /** {@code sums[j] += sum over i of weights[i] rows[i][j]}, for some {@code j}. */
  static void combine(float[] sums, float[] weights, float[][] rows, int from, int to) {
    int i = 0;
    for (; i + 4 <= weights.length; i += 4) {
      float a = weights[i];
      float b = weights[i + 1];
      float c = weights[i + 2];
      float d = weights[i + 3];
      float[] first = rows[i];
      float[] second = rows[i + 1];
      float[] third = rows[i + 2];
      float[] fourth = rows[i + 3];
      for (int j = from; j < to; j++) {
        sums[j] += a * first[j] + b * second[j] + c * third[j] + d * fourth[j];
      }
    }
    for (; i < weights.length; i++) {
      float weight = weights[i];
      float[] row = rows[i];
      for (int j = from; j < to; j++) {
        sums[j] += weight * row[j];
      }
    }
  }
}
