package dev.segue.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/** The update of some parameters by an optimiser. */
interface ParameterUpdate {

  /**
   * Sums the gradients of the first workers.
   *
   * @param parts how many workers took part in the step
   * @return the sum of the squares of the summed gradient
   */
  double sum(int parts);

  /**
   * Updates the parameters by the summed gradient.
   *
   * @param step size and number of the step
   */
  void update(UpdateStep step);

  /**
   * What the optimiser remembers of earlier steps: matrices of the shape of the parameters, such as
   * the first and second moments of Adam. Writing to them changes what it remembers.
   */
  List<Matrix> moments();

  /**
   * Chooses the implementation: for Adam one that runs on all workers, otherwise ND4J's.
   *
   * @param optimiser turns gradients into updates
   * @param parameters {@code [1, parameters]}, changed by each update
   * @param gradients {@code [1, parameters]} of each worker; may be changed
   * @param blocks shares out the work
   */
  static ParameterUpdate of(
      IUpdater optimiser, Matrix parameters, List<Matrix> gradients, ColumnBlocks blocks) {
    return optimiser.getClass() == Adam.class
        ? new AdamUpdate((Adam) optimiser, parameters, gradients, blocks)
        : new ByUpdater(optimiser, parameters.array(), gradients, blocks);
  }

  /** An update by any optimiser, with ND4J's operations. */
  final class ByUpdater implements ParameterUpdate {

    private final IUpdater optimiser;
    private final INDArray parameters;
    private final List<Matrix> gradients;
    private final ColumnBlocks blocks;
    private final GradientUpdater<?> updater;
    private final List<Matrix> moments = new ArrayList<>();

    ByUpdater(
        IUpdater optimiser, INDArray parameters, List<Matrix> gradients, ColumnBlocks blocks) {
      this.optimiser = optimiser;
      this.parameters = row(parameters);
      this.gradients = gradients;
      this.blocks = blocks;
      long length = parameters.length();
      long stateSize = optimiser.stateSize(length);
      INDArray state = stateSize == 0 ? null : Nd4j.create(parameters.dataType(), 1, stateSize);
      this.updater = optimiser.instantiate(state, true);
      for (long from = 0; state != null && from + length <= stateSize; from += length) {
        INDArray one = state.get(NDArrayIndex.all(), NDArrayIndex.interval(from, from + length));
        moments.add(Matrix.of(one.reshape('f', parameters.rows(), parameters.columns())));
      }
    }

    @Override
    public List<Matrix> moments() {
      return moments;
    }

    @Override
    public double sum(int parts) {
      return blocks.sum(gradients.subList(0, parts));
    }

    @Override
    public void update(UpdateStep step) {
      INDArray sum = row(gradients.get(0).array());
      if (step.clip() != 1) {
        sum.muli(step.clip());
      }
      updater.applyUpdater(sum, step.iteration(), step.epoch());
      if (step.learningRateFactor() != 1) {
        sum.muli(step.learningRateFactor());
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
