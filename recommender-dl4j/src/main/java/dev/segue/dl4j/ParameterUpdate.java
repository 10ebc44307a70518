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
   * Moves the parameters.
   *
   * @param clip what the gradient is multiplied by first
   * @param stepSize what the optimiser's step is multiplied by
   * @param iteration number of the step from 0
   * @param epoch number of the epoch from 0
   */
  void update(double clip, double stepSize, int iteration, int epoch);

  /**
   * Chooses the implementation: for Adam one that works on all workers; for anything else ND4J's.
   *
   * @param optimiser turns gradients into updates
   * @param parameters {@code [1, parameters]}, moved by each update
   * @param gradients {@code [1, parameters]} of each worker; may be changed
   * @param blocks shares out the work
   */
  static ParameterUpdate of(
      IUpdater optimiser, Matrix parameters, List<Matrix> gradients, Blocks blocks) {
    return optimiser.getClass() == Adam.class
        ? new AdamUpdate((Adam) optimiser, parameters, gradients, blocks)
        : new ByUpdater(optimiser, parameters.array(), gradients, blocks);
  }

  /** Any updater, by ND4J's operations. */
  final class ByUpdater implements ParameterUpdate {

    private final INDArray parameters;
    private final List<Matrix> gradients;
    private final Blocks blocks;
    private final GradientUpdater<?> updater;

    ByUpdater(IUpdater optimiser, INDArray parameters, List<Matrix> gradients, Blocks blocks) {
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
    public void update(double clip, double stepSize, int iteration, int epoch) {
      INDArray sum = row(gradients.get(0).array());
      if (clip != 1) {
        sum.muli(clip);
      }
      updater.applyUpdater(sum, iteration, epoch);
      if (stepSize != 1) {
        sum.muli(stepSize);
      }
      parameters.subi(sum);
    }

    private static INDArray row(INDArray array) {
      return array.reshape(1, array.length());
    }
  }
}
