package dev.segue.dl4j;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * What follows the gradients of a step: their sum, the clip by the global norm (Pascanu, Mikolov
 * and Bengio, ICML 2013), and the optimiser's update of the parameters.
 */
interface ParameterUpdate {

  /**
   * Moves the parameters.
   *
   * @param gradients {@code [parameters, 1]} each, to be summed; may be changed
   * @param iteration number of the step from 0
   * @param epoch number of the epoch from 0
   */
  void apply(List<Matrix> gradients, int iteration, int epoch);

  /**
   * Chooses the implementation: for Adam in the host's memory one that passes over the parameters
   * once, on all workers; for anything else ND4J's.
   *
   * @param optimiser turns gradients into updates
   * @param parameters {@code [parameters, 1]}, moved by each update
   * @param gradientClip greatest global norm of the summed gradient
   * @param kernels those of the backend
   * @param workers the threads to use
   */
  static ParameterUpdate of(
      IUpdater optimiser,
      Matrix parameters,
      double gradientClip,
      Kernels kernels,
      Workers workers) {
    return kernels instanceof HostKernels && optimiser.getClass() == Adam.class
        ? new HostAdam((Adam) optimiser, parameters, gradientClip, workers)
        : new ByUpdater(optimiser, parameters.array(), gradientClip);
  }

  /** Any updater, by ND4J's operations. */
  final class ByUpdater implements ParameterUpdate {

    private final INDArray parameters;
    private final double gradientClip;
    private final GradientUpdater<?> updater;

    ByUpdater(IUpdater optimiser, INDArray parameters, double gradientClip) {
      this.parameters = parameters.reshape(1, parameters.length());
      this.gradientClip = gradientClip;
      long stateSize = optimiser.stateSize(parameters.length());
      this.updater =
          optimiser.instantiate(
              stateSize == 0 ? null : Nd4j.create(parameters.dataType(), 1, stateSize), true);
    }

    @Override
    public void apply(List<Matrix> gradients, int iteration, int epoch) {
      INDArray sum = gradients.get(0).array().reshape(1, parameters.length());
      for (Matrix gradient : gradients.subList(1, gradients.size())) {
        sum.addi(gradient.array().reshape(1, parameters.length()));
      }
      double norm = sum.norm2Number().doubleValue();
      if (norm > gradientClip) {
        sum.muli(gradientClip / norm);
      }
      updater.applyUpdater(sum, iteration, epoch);
      parameters.subi(sum);
    }
  }
}
