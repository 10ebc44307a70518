package dev.segue.dl4j;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/** What an optimiser makes of the gradients of some parameters. */
interface ParameterUpdate {

  /**
   * Sums the gradients of the first workers.
   *
   * @param parts how many workers took part in the step
   * @return the sum of the squares of the summed gradient
   */
  double sum(int parts);

  /**
   * Moves the parameters by the summed gradient.
   *
   * @param step how far
   */
  void update(Step step);

  /**
   * How far a step goes.
   *
   * @param clip what the gradient is multiplied by first
   * @param size what the optimiser's step size is multiplied by
   * @param weightDecay by how much of the step size the parameters shrink first
   * @param iteration number of the step from 0
   * @param epoch number of the epoch from 0
   */
  record Step(double clip, double size, double weightDecay, int iteration, int epoch) {

    /** What is left of the parameters before the optimiser moves them. */
    double kept(IUpdater optimiser) {
      return weightDecay == 0
          ? 1
          : 1 - weightDecay * size * optimiser.getLearningRate(iteration, epoch);
    }
  }

  /**
   * Chooses the implementation: for Adam one that works on all workers; for anything else ND4J's.
   *
   * @param optimiser turns gradients into updates
   * @param parameters {@code [1, parameters]}, moved by each update
   * @param gradients {@code [1, parameters]} of each worker; may be changed
   * @param blocks shares out the work
   */
  static ParameterUpdate of(
      IUpdater optimiser, Matrix parameters, List<Matrix> gradients, ColumnBlocks blocks) {
    return optimiser.getClass() == Adam.class
        ? new AdamUpdate((Adam) optimiser, parameters, gradients, blocks)
        : new ByUpdater(optimiser, parameters.array(), gradients, blocks);
  }

  /** Any updater, by ND4J's operations. */
  final class ByUpdater implements ParameterUpdate {

    private final IUpdater optimiser;
    private final INDArray parameters;
    private final List<Matrix> gradients;
    private final ColumnBlocks blocks;
    private final GradientUpdater<?> updater;

    ByUpdater(
        IUpdater optimiser, INDArray parameters, List<Matrix> gradients, ColumnBlocks blocks) {
      this.optimiser = optimiser;
      this.parameters = row(parameters);
      this.gradients = gradients;
      this.blocks = blocks;
      long stateSize = optimiser.stateSize(parameters.length());
      this.updater =
          optimiser.instantiate(
              stateSize == 0 ? null : Nd4j.create(parameters.dataType(), 1, stateSize), true);
    }

    @Override
    public double sum(int parts) {
      return blocks.sum(gradients.subList(0, parts));
    }

    @Override
    public void update(Step step) {
      INDArray sum = row(gradients.get(0).array());
      if (step.clip() != 1) {
        sum.muli(step.clip());
      }
      updater.applyUpdater(sum, step.iteration(), step.epoch());
      if (step.size() != 1) {
        sum.muli(step.size());
      }
      if (step.weightDecay() != 0) {
        parameters.muli(step.kept(optimiser));
      }
      parameters.subi(sum);
    }

    private static INDArray row(INDArray array) {
      return array.reshape('f', 1, array.length()); // a view
    }
  }
}
