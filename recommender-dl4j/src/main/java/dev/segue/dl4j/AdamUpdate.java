package dev.segue.dl4j;

import java.util.List;
import org.nd4j.linalg.learning.config.Adam;

/** {@linkplain AdamStep Adam} on all workers. */
final class AdamUpdate implements ParameterUpdate {

  private final Adam adam;
  private final Matrix parameters;
  private final Matrix mean;
  private final Matrix variance;
  private final List<Matrix> gradients;
  private final ColumnBlocks blocks;

  AdamUpdate(Adam adam, Matrix parameters, List<Matrix> gradients, ColumnBlocks blocks) {
    this.adam = adam;
    this.parameters = parameters;
    this.mean = Matrix.zeros(parameters.dataType(), parameters.rows(), parameters.columns());
    this.variance = Matrix.zeros(parameters.dataType(), parameters.rows(), parameters.columns());
    this.gradients = gradients;
    this.blocks = blocks;
  }

  @Override
  public List<Matrix> moments() {
    return List.of(mean, variance);
  }

  @Override
  public double sum(int parts) {
    return blocks.sum(gradients.subList(0, parts));
  }

  @Override
  public void update(UpdateStep how) {
    AdamStep step = AdamStep.of(adam, how);
    blocks.run(
        parameters,
        (kernels, from, to) ->
            kernels
                .matrices()
                .adam(
                    step,
                    parameters.columns(from, to),
                    mean.columns(from, to),
                    variance.columns(from, to),
                    gradients.get(0).columns(from, to)));
  }
}
