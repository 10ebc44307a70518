package dev.segue.dl4j;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * What follows the gradients of a step: their sum over the workers, and the optimiser's update of
 * the parameters. The clip by the global norm lies between the two.
 */
interface ParameterUpdate {

  /**
   * Sums the gradients of the first workers.
   *
   * @param parts how many workers took part in the step
   * @return the sum of the squares of the summed gradient
   */
  double sum(int parts);

  /**
   * Moves the parameters by what the optimiser makes of the summed gradient.
   *
   * @param factor what the gradient is multiplied by first
   * @param iteration number of the step from 0
   * @param epoch number of the epoch from 0
   */
  void update(double factor, int iteration, int epoch);

  /**
   * Chooses the implementation: for Adam in the host's memory one that works on all workers; for
   * anything else ND4J's.
   *
   * @param optimiser turns gradients into updates
   * @param parameters {@code [parameters, 1]}, moved by each update
   * @param gradients {@code [parameters, 1]} of each worker; may be changed
   * @param workers the threads to use
   */
  static ParameterUpdate of(
      IUpdater optimiser, Matrix parameters, List<Matrix> gradients, Workers workers) {
    boolean host = Kernels.forBackend(parameters.dataType()) instanceof HostKernels;
    return host && optimiser.getClass() == Adam.class
        ? new HostAdam((Adam) optimiser, parameters, gradients, workers)
        : new ByUpdater(optimiser, parameters.array(), gradients);
  }

  /** Any updater, by ND4J's operations. */
  final class ByUpdater implements ParameterUpdate {

    private final INDArray parameters;
    private final List<Matrix> gradients;
    private final GradientUpdater<?> updater;

    ByUpdater(IUpdater optimiser, INDArray parameters, List<Matrix> gradients) {
      this.parameters = row(parameters);
      this.gradients = gradients;
      long stateSize = optimiser.stateSize(parameters.length());
      this.updater =
          optimiser.instantiate(
              stateSize == 0 ? null : Nd4j.create(parameters.dataType(), 1, stateSize), true);
    }

    @Override
    public double sum(int parts) {
      for (Matrix gradient : gradients.subList(1, parts)) {
        sum().addi(row(gradient.array()));
      }
      double norm = sum().norm2Number().doubleValue();
      return norm * norm;
    }

    @Override
    public void update(double factor, int iteration, int epoch) {
      INDArray sum = sum();
      if (factor != 1) {
        sum.muli(factor);
      }
      updater.applyUpdater(sum, iteration, epoch);
      parameters.subi(sum);
    }

    private INDArray sum() {
      return row(gradients.get(0).array());
    }

    private static INDArray row(INDArray array) {
      return array.reshape(1, array.length());
    }
  }
}
