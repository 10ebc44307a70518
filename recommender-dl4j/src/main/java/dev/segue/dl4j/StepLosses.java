package dev.segue.dl4j;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Takes what the steps of a training find, in their order, as it becomes known: a device may be
 * several steps behind. One thread at a time.
 */
final class StepLosses {

  private final Hyperparameters.Optimisation optimisation;
  private final Deque<Step> underWay = new ArrayDeque<>();
  private double loss;
  private double largestGradient;

  StepLosses(Hyperparameters.Optimisation optimisation) {
    this.optimisation = optimisation;
  }

  /**
   * A step.
   *
   * @param epoch from 1
   * @param number of the step in the training, from 1
   * @param positions over which its loss is summed
   */
  private record Step(TrainingNetwork.Learnt learnt, int epoch, int number, int positions) {}

  /**
   * Adds a step, and takes what is known of it and those before.
   *
   * @param epoch from 1
   * @param number of the step in the training, from 1
   * @param positions over which its loss is summed
   * @throws Divergence if what one found is not finite
   */
  void add(TrainingNetwork.Learnt learnt, int epoch, int number, int positions) {
    underWay.add(new Step(learnt, epoch, number, positions));
    while (!underWay.isEmpty() && underWay.element().learnt().isKnown()) {
      take(underWay.remove());
    }
  }

  /**
   * Waits for the steps under way.
   *
   * @throws Divergence if what one found is not finite
   */
  void await() {
    while (!underWay.isEmpty()) {
      take(underWay.remove());
    }
  }

  private void take(Step step) {
    TrainingNetwork.Learnt learnt = step.learnt();
    if (!learnt.isFinite()) {
      throw diverged(
          step.epoch(),
          step.number(),
          "the loss is %s nats a transition, and the norm of the gradient %s"
              .formatted(learnt.loss() / step.positions(), learnt.gradientNorm()));
    }
    largestGradient = Math.max(largestGradient, learnt.gradientNorm());
    loss += learnt.loss();
  }

  /** Describes the end of a training. */
  Divergence diverged(int epoch, int step, String how) {
    return new Divergence(
        "training diverged in epoch %d, step %d: %s; the largest gradient before had a norm of %.3g"
                .formatted(epoch, step, how, largestGradient)
            + " (gradientClip %s); try a smaller learningRate than %s, or a smaller gradientClip"
                .formatted(
                    optimisation.gradientClip(), optimisation.optimiser().getLearningRate(0, 0)));
  }

  /** The sum of the losses of the epoch's steps that were taken, in nats. */
  double loss() {
    return loss;
  }

  /** The largest norm of a gradient in the whole training. */
  double largestGradient() {
    return largestGradient;
  }

  /** Begins the next epoch. */
  void nextEpoch() {
    loss = 0;
  }

  /** Goes on from those of another process. */
  void resume(double lossBefore, double largestGradientBefore) {
    loss = lossBefore;
    largestGradient = largestGradientBefore;
  }
}
