package dev.segue.dl4j;

import dev.segue.lstm.network.Activations;
import org.bytedeco.javacpp.FloatPointer;

/** Softmax, its loss and its gradient, in the host's memory in single precision. */
final class HostSoftmax implements SoftmaxKernels {

  /** A position's logits, then its probabilities, then its gradients. */
  private float[] scratch = {};

  private float[] biases = {};
  private float[] biasGradients = {};
  private float[] folded = {};
  private float[] upper = {};

  @Override
  public double full(
      Matrix logits,
      Matrix bias,
      int[] targets,
      int first,
      double scale,
      double smoothing,
      Matrix biasGradient) {
    int songs = logits.rows();
    reserve(songs);
    float[] row = scratch;
    bias.read(biases);
    biasGradient.read(biasGradients);
    FloatPointer pointer = logits.pointer();
    long start = pointer.position();
    double loss = 0;
    for (int position = 0; position < logits.columns(); position++) {
      pointer.position(start + (long) position * songs).get(row, 0, songs);
      VectorLoops.add(row, biases, songs);
      float max = max(row, songs);
      int target = targets[first + position];
      loss += max - (double) row[target];
      Activations.exp(row, max, songs);
      double sum = sum(row, songs);
      loss += Math.log(sum);
      VectorLoops.scale(row, (float) (scale / sum), songs);
      if (smoothing > 0) {
        VectorLoops.addConstant(row, (float) (-scale * smoothing / songs), songs);
      }
      row[target] -= (float) (scale * (1 - smoothing));
      VectorLoops.add(biasGradients, row, songs);
      pointer.put(row, 0, songs);
    }
    biasGradient.write(biasGradients);
    return loss;
  }

  @Override
  public double sampled(
      Matrix logits,
      Matrix bias,
      Matrix targetLogits,
      int[] targets,
      double scale,
      Matrix biasGradient) {
    int negatives = logits.rows();
    reserve(negatives + 1);
    float[] row = scratch;
    bias.read(biases);
    biasGradient.read(biasGradients);
    float[] own = targetLogits.read(new float[targets.length]);
    FloatPointer pointer = logits.pointer();
    long start = pointer.position();
    double loss = 0;
    for (int position = 0; position < targets.length; position++) {
      pointer.position(start + (long) position * negatives).get(row, 0, negatives);
      VectorLoops.add(row, biases, negatives);
      if (targets[position] < negatives) {
        row[targets[position]] = Float.NEGATIVE_INFINITY;
      }
      row[negatives] = own[position];
      float max = max(row, negatives + 1);
      loss += max - (double) own[position];
      Activations.exp(row, max, negatives + 1);
      double sum = sum(row, negatives + 1);
      loss += Math.log(sum);
      VectorLoops.scale(row, (float) (scale / sum), negatives + 1);
      own[position] = row[negatives] - (float) scale;
      VectorLoops.add(biasGradients, row, negatives);
      pointer.put(row, 0, negatives);
    }
    targetLogits.write(own);
    biasGradient.write(biasGradients);
    return loss;
  }

  private void reserve(int length) {
    if (scratch.length < length) {
      scratch = new float[length];
      biases = new float[length];
      biasGradients = new float[length];
      folded = new float[length];
      upper = new float[length];
    }
  }

  /** Returns the maximum by folding the upper half onto the lower: no loop carries a value. */
  private float max(float[] values, int n) {
    System.arraycopy(values, 0, folded, 0, n);
    int length = n;
    while (length > 32) {
      int half = length / 2;
      System.arraycopy(folded, length - half, upper, 0, half);
      VectorLoops.max(folded, upper, half);
      length -= half;
    }
    float max = Float.NEGATIVE_INFINITY;
    for (int j = 0; j < length; j++) {
      max = Math.max(max, folded[j]);
    }
    return max;
  }

  /** Sums by folding the upper half onto the lower: accurate, and no loop carries a sum. */
  private double sum(float[] values, int n) {
    System.arraycopy(values, 0, folded, 0, n);
    double sum = 0;
    int length = n;
    while (length > 32) {
      int half = length / 2;
      System.arraycopy(folded, length - half, upper, 0, half);
      if (length % 2 == 1) {
        sum += folded[half];
      }
      VectorLoops.add(folded, upper, half);
      length = half;
    }
    for (int j = 0; j < length; j++) {
      sum += folded[j];
    }
    return sum;
  }
}
