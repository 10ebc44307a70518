package dev.segue.dl4j;

import org.nd4j.linalg.learning.config.Adam;

/**
 * One update of Adam (Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, <a
 * href="https://arxiv.org/abs/1412.6980">arXiv:1412.6980</a>), as ND4J defines it: {@code p -= rate
 * m / (sqrt(v) + epsilon)} with {@code rate = lr sqrt(1 - beta2^t) / (1 - beta1^t)}.
 *
 * @param beta1 decay of the mean
 * @param beta2 decay of the variance
 * @param epsilon added to the root of the variance
 * @param rate the learning rate, including both bias corrections
 * @param clip what the gradient is multiplied by first
 * @param kept what the parameters are multiplied by first: weight decay that is decoupled from the
 *     moments (Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR 2019, <a
 *     href="https://arxiv.org/abs/1711.05101">arXiv:1711.05101</a>)
 */
record AdamStep(double beta1, double beta2, double epsilon, double rate, double clip, double kept) {

  static AdamStep of(Adam adam, UpdateStep step) {
    int number = step.iteration() + 1;
    double rate =
        step.learningRateFactor()
            * adam.getLearningRate(step.iteration(), step.epoch())
            * Math.sqrt(1 - Math.pow(adam.getBeta2(), number))
            / (1 - Math.pow(adam.getBeta1(), number));
    return new AdamStep(
        adam.getBeta1(), adam.getBeta2(), adam.getEpsilon(), rate, step.clip(), step.kept(adam));
  }

  /**
   * Updates some parameters in the host's memory, and their moments. Each loop stores to one array,
   * so that the JIT compiles it to vector instructions.
   *
   * @param values parameters
   * @param mean first moments
   * @param variance second moments
   * @param gradient gradients
   * @param length how many parameters
   */
  void apply(float[] values, float[] mean, float[] variance, float[] gradient, int length) {
    mean(mean, gradient, (float) beta1, (float) ((1 - beta1) * clip), length);
    variance(variance, gradient, (float) beta2, (float) ((1 - beta2) * clip * clip), length);
    move(values, mean, variance, (float) rate, (float) epsilon, (float) kept, length);
  }

  private static void mean(float[] m, float[] g, float beta, float share, int n) {
    for (int j = 0; j < n; j++) {
      m[j] = beta * m[j] + share * g[j];
    }
  }

  private static void variance(float[] v, float[] g, float beta, float share, int n) {
    for (int j = 0; j < n; j++) {
      v[j] = beta * v[j] + share * g[j] * g[j];
    }
  }

  private static void move(
      float[] p, float[] m, float[] v, float rate, float epsilon, float kept, int n) {
    for (int j = 0; j < n; j++) {
      p[j] = kept * p[j] - rate * m[j] / ((float) Math.sqrt(v[j]) + epsilon);
    }
  }
}
