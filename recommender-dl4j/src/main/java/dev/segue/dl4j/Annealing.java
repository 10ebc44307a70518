package dev.segue.dl4j;

/**
 * How the optimiser's step size changes over a training: it rises linearly at first (Goyal et al.,
 * "Accurate, Large Minibatch SGD", 2017, <a
 * href="https://arxiv.org/abs/1706.02677">arXiv:1706.02677</a>), and falls like a cosine over the
 * whole (Loshchilov and Hutter, "SGDR", ICLR 2017, <a
 * href="https://arxiv.org/abs/1608.03983">arXiv:1608.03983</a>, without restarts).
 *
 * @param warmUp the share of the training that the rise takes, from 0 to 1
 * @param annealTo the share of the step size that is left at the end, from 0 to 1
 */
record Annealing(double warmUp, double annealTo) {

  /** The same step size all the time. */
  static final Annealing NONE = new Annealing(0, 1);

  /**
   * What the step size is multiplied by.
   *
   * @param progress the share of the training that is done with the step, from 0 to 1
   */
  double factor(double progress) {
    double rise = progress < warmUp ? progress / warmUp : 1;
    return rise * (annealTo + (1 - annealTo) * (1 + Math.cos(Math.PI * progress)) / 2);
  }
}
