package dev.segue.dl4j;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Adam (Kingma and Ba, ICLR 2015) in the host's memory, as ND4J defines it: {@code p -= lr sqrt(1 -
 * beta2^t) / (1 - beta1^t) m / (sqrt(v) + epsilon)}. Sum, clip and update pass over the parameters
 * twice, block by block, on all workers. Its moments and a copy of the parameters are kept on the
 * heap, where the JIT vectorises the loops.
 */
final class HostAdam implements ParameterUpdate {

  private static final int BLOCK = 8192;

  private final Adam adam;
  private final Matrix parameters;
  private final double gradientClip;
  private final Workers workers;
  private final int length;
  private final float[] values;
  private final float[] gradient;
  private final float[] other;
  private final float[] mean;
  private final float[] variance;

  HostAdam(Adam adam, Matrix parameters, double gradientClip, Workers workers) {
    this.adam = adam;
    this.parameters = parameters;
    this.gradientClip = gradientClip;
    this.workers = workers;
    this.length = parameters.length();
    this.values = new float[length];
    this.gradient = new float[length];
    this.other = new float[length];
    this.mean = new float[length];
    this.variance = new float[length];
  }

  @Override
  public void apply(List<Matrix> gradients, int iteration, int epoch) {
    double[] squares = new double[workers.threads()];
    workers.run(workers.threads(), worker -> squares[worker] = sum(gradients, worker));
    double norm = Math.sqrt(Arrays.stream(squares).sum());
    float clip = norm > gradientClip ? (float) (gradientClip / norm) : 1;
    int step = iteration + 1;
    double rate =
        adam.getLearningRate(iteration, epoch)
            * Math.sqrt(1 - Math.pow(adam.getBeta2(), step))
            / (1 - Math.pow(adam.getBeta1(), step));
    workers.run(workers.threads(), worker -> update(worker, clip, (float) rate));
  }

  /** Sums the gradients of one worker's share of the parameters; returns the sum of squares. */
  private double sum(List<Matrix> gradients, int worker) {
    double squares = 0;
    FloatPointer[] pointers = gradients.stream().map(Matrix::pointer).toArray(FloatPointer[]::new);
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

  private void update(int worker, float clip, float rate) {
    float beta1 = (float) adam.getBeta1();
    float beta2 = (float) adam.getBeta2();
    float epsilon = (float) adam.getEpsilon();
    FloatPointer pointer = parameters.pointer();
    for (int from = start(worker); from < start(worker + 1); from += BLOCK) {
      int to = Math.min(from + BLOCK, start(worker + 1));
      pointer.position(from).get(values, from, to - from);
      mean(mean, gradient, beta1, (1 - beta1) * clip, from, to);
      variance(variance, gradient, beta2, (1 - beta2) * clip * clip, from, to);
      move(values, mean, variance, rate, epsilon, from, to);
      pointer.position(from).put(values, from, to - from);
    }
  }

  /** Where a worker's share begins. */
  private int start(int worker) {
    return (int) ((long) length * worker / workers.threads());
  }

  // Each loop stores to one array and is compiled to vector instructions.

  private static void add(float[] to, float[] from, int start, int end) {
    for (int j = start; j < end; j++) {
      to[j] += from[j];
    }
  }

  private static double squares(float[] values, int start, int end) {
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

  private static void mean(float[] m, float[] g, float beta, float share, int start, int end) {
    for (int j = start; j < end; j++) {
      m[j] = beta * m[j] + share * g[j];
    }
  }

  private static void variance(float[] v, float[] g, float beta, float share, int start, int end) {
    for (int j = start; j < end; j++) {
      v[j] = beta * v[j] + share * g[j] * g[j];
    }
  }

  private static void move(
      float[] p, float[] m, float[] v, float rate, float epsilon, int start, int end) {
    for (int j = start; j < end; j++) {
      p[j] -= rate * m[j] / ((float) Math.sqrt(v[j]) + epsilon);
    }
  }
}
