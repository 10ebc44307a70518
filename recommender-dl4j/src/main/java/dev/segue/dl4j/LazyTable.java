package dev.segue.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A table of which a step touches few columns. The workers train on a copy of these columns, and
 * {@linkplain AdamStep Adam} updates only them, with the moments of their last update, so that the
 * cost of a step does not grow with the table. This differs from Adam, whose moments decay, and
 * keep changing a parameter, in steps that have no gradient for it. ("Lazy Adam"; PyTorch's {@code
 * SparseAdam} is the same.)
 */
final class LazyTable implements ParameterTable {

  private final Adam adam;
  private final Matrix table;
  private final Matrix mean;
  private final Matrix variance;
  private final ColumnBlocks blocks;
  private final List<Matrix> gradients;
  private int[] touched = {};
  private Matrix values;
  private Matrix touchedMeans;
  private Matrix touchedVariances;

  /**
   * Creates a table with its update.
   *
   * @param adam the optimiser
   * @param table {@code [size, columns]}, changed by each update
   * @param workers how many workers train
   * @param blocks distributes the work of the update
   */
  LazyTable(Adam adam, Matrix table, int workers, ColumnBlocks blocks) {
    this.adam = adam;
    this.table = table;
    this.blocks = blocks;
    mean = Matrix.zeros(table.dataType(), table.rows(), table.columns());
    variance = Matrix.zeros(table.dataType(), table.rows(), table.columns());
    values = Matrix.zeros(table.dataType(), table.rows(), 1);
    touchedMeans = Matrix.zeros(table.dataType(), table.rows(), 1);
    touchedVariances = Matrix.zeros(table.dataType(), table.rows(), 1);
    gradients = new ArrayList<>(Collections.nCopies(workers, values));
  }

  /**
   * Begins a step.
   *
   * @param columns that the step touches, all different
   */
  void touch(int[] columns) {
    touched = columns;
    values = values.reserve(columns.length);
    touchedMeans = touchedMeans.reserve(columns.length);
    touchedVariances = touchedVariances.reserve(columns.length);
    gradients.replaceAll(gradient -> gradient.reserve(columns.length));
    blocks.run(
        values(),
        (kernels, from, to) ->
            kernels.songs().gather(table, touched(from, to), values.columns(from, to)));
  }

  /** {@code [size, touched]}: the columns touched, in the order given. */
  @Override
  public Matrix values() {
    return values.columns(0, touched.length);
  }

  @Override
  public List<Matrix> gradients() {
    return gradients.stream().map(gradient -> gradient.columns(0, touched.length)).toList();
  }

  @Override
  public List<Matrix> moments() {
    return List.of(mean, variance);
  }

  @Override
  public double sum(int parts) {
    return blocks.sum(gradients().subList(0, parts));
  }

  @Override
  public void update(UpdateStep how) {
    AdamStep step = AdamStep.of(adam, how);
    blocks.run(values(), (kernels, from, to) -> update(step, kernels, from, to));
  }

  private void update(AdamStep step, Kernels kernels, int from, int to) {
    int[] columns = touched(from, to);
    Matrix p = values.columns(from, to);
    Matrix m = touchedMeans.columns(from, to);
    Matrix v = touchedVariances.columns(from, to);
    kernels.songs().gather(mean, columns, m);
    kernels.songs().gather(variance, columns, v);
    kernels.matrices().adam(step, p, m, v, gradients.get(0).columns(from, to));
    kernels.songs().put(p, columns, table);
    kernels.songs().put(m, columns, mean);
    kernels.songs().put(v, columns, variance);
  }

  private int[] touched(int from, int to) {
    return Arrays.copyOfRange(touched, from, to);
  }
}
