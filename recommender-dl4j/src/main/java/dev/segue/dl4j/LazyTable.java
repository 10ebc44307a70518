package dev.segue.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * A table with a column per song or feature, of which a step touches few, or all. If it touches
 * few, the workers learn from a copy of these columns, and {@linkplain AdamStep Adam} moves them
 * alone, with the moments that they had when they were touched last: the cost of a step does not
 * grow with the table. That is not quite Adam, whose moments fade, and go on to move a parameter,
 * in steps that have no gradient for it. ("Lazy Adam"; PyTorch's {@code SparseAdam} is the same.)
 * If every step touches all columns, the optimiser may be any.
 */
final class LazyTable implements ParameterUpdate {

  private final IUpdater optimiser;
  private final Matrix table;
  private final Blocks blocks;
  private final List<Matrix> gradients;
  private @Nullable ParameterUpdate whole;
  private @Nullable Moments moments;
  private int[] touched = {};
  private Matrix values;

  /**
   * Makes the update of a table.
   *
   * @param optimiser turns gradients into updates; Adam if a step touches some columns alone
   * @param table {@code [size, columns]}, moved by each update
   * @param workers how many workers learn
   * @param blocks shares out the work of the update
   */
  LazyTable(IUpdater optimiser, Matrix table, int workers, Blocks blocks) {
    this.optimiser = optimiser;
    this.table = table;
    this.blocks = blocks;
    values = Matrix.zeros(table.dataType(), table.rows(), 1);
    gradients = new ArrayList<>(Collections.nCopies(workers, values));
  }

  /** Begins a step that touches all columns, as all others do. */
  void touchAll() {
    if (whole == null) {
      gradients.replaceAll(any -> Matrix.zeros(table.dataType(), table.rows(), table.columns()));
      whole = ParameterUpdate.of(optimiser, table, gradients, blocks);
    }
  }

  /**
   * Begins a step that touches some columns.
   *
   * @param columns which they are, all different
   */
  void touch(int[] columns) {
    touched = columns;
    values = values.reserve(columns.length);
    gradients.replaceAll(gradient -> gradient.reserve(columns.length));
    blocks.run(
        values(),
        (kernels, from, to) -> kernels.gather(table, some(from, to), values.columns(from, to)));
  }

  /** How many columns the table has. */
  int columns() {
    return table.columns();
  }

  /** {@code [size, touched]}: the columns touched, in the order given. */
  Matrix values() {
    return whole == null ? values.columns(0, touched.length) : table;
  }

  /** {@code [size, touched]}: for the gradient of each worker. */
  List<Matrix> gradients() {
    int columns = values().columns();
    return gradients.stream().map(gradient -> gradient.columns(0, columns)).toList();
  }

  @Override
  public double sum(int parts) {
    return blocks.sum(gradients().subList(0, parts));
  }

  @Override
  public void update(Step how) {
    if (whole != null) {
      whole.update(how);
      return;
    }
    if (moments == null) {
      moments = new Moments(table);
    }
    moments.reserve(touched.length);
    Moments all = moments;
    AdamStep step = AdamStep.of((Adam) optimiser, how);
    blocks.run(values(), (kernels, from, to) -> update(step, all, kernels, from, to));
  }

  private void update(AdamStep step, Moments moments, Kernels kernels, int from, int to) {
    int[] columns = some(from, to);
    Matrix p = values.columns(from, to);
    Matrix m = moments.someMeans.columns(from, to);
    Matrix v = moments.someVariances.columns(from, to);
    kernels.gather(moments.mean, columns, m);
    kernels.gather(moments.variance, columns, v);
    kernels.adam(step, p, m, v, gradients.get(0).columns(from, to));
    kernels.put(p, columns, table);
    kernels.put(m, columns, moments.mean);
    kernels.put(v, columns, moments.variance);
  }

  private int[] some(int from, int to) {
    return Arrays.copyOfRange(touched, from, to);
  }

  /** Adam's moments of the whole table, and room for a copy of those touched. */
  private static final class Moments {

    private final Matrix mean;
    private final Matrix variance;
    private Matrix someMeans;
    private Matrix someVariances;

    Moments(Matrix table) {
      mean = Matrix.zeros(table.dataType(), table.rows(), table.columns());
      variance = Matrix.zeros(table.dataType(), table.rows(), table.columns());
      someMeans = Matrix.zeros(table.dataType(), table.rows(), 1);
      someVariances = Matrix.zeros(table.dataType(), table.rows(), 1);
    }

    void reserve(int columns) {
      someMeans = someMeans.reserve(columns);
      someVariances = someVariances.reserve(columns);
    }
  }
}
