package dev.segue.dl4j;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.learning.config.Adam;

/**
 * {@linkplain AdamStep Adam} in the host's memory. Sum and update pass over the parameters once
 * each, block by block, on all workers. The moments and a copy of the parameters are kept on the
 * heap, where the JIT vectorises the loops.
 */
final class HostAdam implements ParameterUpdate {

  private static final int BLOCK = 8192;

  private final Adam adam;
  private final Matrix parameters;
  private final List<Matrix> gradients;
  private final Workers workers;
  private final int length;
  private final float[] values;
  private final float[] gradient;
  private final float[] other;
  private final float[] mean;
  private final float[] variance;

  HostAdam(Adam adam, Matrix parameters, List<Matrix> gradients, Workers workers) {
    this.adam = adam;
    this.parameters = parameters;
    this.gradients = gradients;
    this.workers = workers;
    this.length = parameters.length();
    this.values = new float[length];
    this.gradient = new float[length];
    this.other = new float[length];
    this.mean = new float[length];
    this.variance = new float[length];
  }

  @Override
  public double sum(int parts) {
    double[] squares = new double[workers.threads()];
    workers.run(workers.threads(), worker -> squares[worker] = sum(parts, worker));
    return Arrays.stream(squares).sum();
  }

  @Override
  public void update(double factor, int iteration, int epoch) {
    AdamStep step = AdamStep.of(adam, iteration, epoch, factor);
    workers.run(workers.threads(), worker -> update(step, worker));
  }

  /** Sums the gradients of one worker's share of the parameters; returns the sum of squares. */
  private double sum(int parts, int worker) {
    double squares = 0;
    FloatPointer[] pointers =
        gradients.stream().limit(parts).map(Matrix::pointer).toArray(FloatPointer[]::new);
    for (int from = start(worker); from < start(worker + 1); from += BLOCK) {
      int to = Math.min(from + BLOCK, start(worker + 1));
      pointers[0].position(from).get(gradient, from, to - from);
      for (int i = 1; i < pointers.length; i++) {
        pointers[i].position(from).get(other, from, to - from);
        add(gradient, other, from, to);
      }
      squares += squares(gradient, from, to);
    }
    return squares;
  }

  private void update(AdamStep step, int worker) {
    FloatPointer pointer = parameters.pointer();
    for (int from = start(worker); from < start(worker + 1); from += BLOCK) {
      int to = Math.min(from + BLOCK, start(worker + 1));
      pointer.position(from).get(values, from, to - from);
      step.apply(values, mean, variance, gradient, from, to);
      pointer.position(from).put(values, from, to - from);
    }
  }

  /** Where a worker's share begins. */
  private int start(int worker) {
    return (int) ((long) length * worker / workers.threads());
  }

  private static void add(float[] to, float[] from, int start, int end) {
    for (int j = start; j < end; j++) {
      to[j] += from[j];
    }
  }

  static double squares(float[] values, int start, int end) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int j = start;
    for (; j + 3 < end; j += 4) {
      a += values[j] * values[j];
      b += values[j + 1] * values[j + 1];
      c += values[j + 2] * values[j + 2];
      d += values[j + 3] * values[j + 3];
    }
    for (; j < end; j++) {
      a += values[j] * values[j];
    }
    return a + b + c + d;
  }
}
