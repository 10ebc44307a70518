package dev.segue.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A table with a column per song, of which a step touches few. The workers learn from a copy of the
 * columns touched, and {@linkplain AdamStep Adam} moves these alone, with the moments that they had
 * when they were touched last: the cost of a step does not grow with the table. That is not quite
 * Adam, whose moments fade, and go on to move a parameter, in steps that have no gradient for it.
 * ("Lazy Adam"; PyTorch's {@code SparseAdam} is the same.)
 */
final class LazyTable implements ParameterUpdate {

  private final Adam adam;
  private final Matrix table;
  private final Matrix mean;
  private final Matrix variance;
  private final Blocks blocks;
  private final List<Matrix> gradients;
  private int[] touched = {};
  private Matrix values;
  private Matrix valuesMean;
  private Matrix valuesVariance;

  /**
   * Makes the update of a table.
   *
   * @param adam step size and decay
   * @param table {@code [size, songs]}, moved by each update
   * @param workers how many workers learn
   * @param blocks shares out the work of the update
   */
  LazyTable(Adam adam, Matrix table, int workers, Blocks blocks) {
    this.adam = adam;
    this.table = table;
    this.mean = Matrix.zeros(table.dataType(), table.rows(), table.columns());
    this.variance = Matrix.zeros(table.dataType(), table.rows(), table.columns());
    this.blocks = blocks;
    values = Matrix.zeros(table.dataType(), table.rows(), 1);
    valuesMean = values;
    valuesVariance = values;
    gradients = new ArrayList<>(Collections.nCopies(workers, values));
  }

  /**
   * Begins a step.
   *
   * @param songs those that the step touches, all different
   */
  void touch(int[] songs) {
    touched = songs;
    values = values.reserve(songs.length);
    valuesMean = valuesMean.reserve(songs.length);
    valuesVariance = valuesVariance.reserve(songs.length);
    gradients.replaceAll(gradient -> gradient.reserve(songs.length));
    blocks.run(
        values(),
        (kernels, from, to) -> kernels.gather(table, some(from, to), values.columns(from, to)));
  }

  /** {@code [size, touched]}: the columns touched, in the order given. */
  Matrix values() {
    return values.columns(0, touched.length);
  }

  @Override
  public List<Matrix> gradients() {
    return gradients.stream().map(gradient -> gradient.columns(0, touched.length)).toList();
  }

  @Override
  public void update(double clip, double stepSize, int iteration, int epoch) {
    AdamStep step = AdamStep.of(adam, iteration, epoch, clip, stepSize);
    blocks.run(
        values(),
        (kernels, from, to) -> {
          int[] songs = some(from, to);
          Matrix p = values.columns(from, to);
          Matrix m = valuesMean.columns(from, to);
          Matrix v = valuesVariance.columns(from, to);
          kernels.gather(mean, songs, m);
          kernels.gather(variance, songs, v);
          kernels.adam(step, p, m, v, gradients.get(0).columns(from, to));
          kernels.put(p, songs, table);
          kernels.put(m, songs, mean);
          kernels.put(v, songs, variance);
        });
  }

  private int[] some(int from, int to) {
    return Arrays.copyOfRange(touched, from, to);
  }
}
