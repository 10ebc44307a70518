package dev.segue.dl4j;

import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.learning.config.IUpdater;

/** A table of which every step uses all columns, in place. */
final class WholeTable implements ParameterTable {

  private final Matrix table;
  private final List<Matrix> gradients;
  private final ParameterUpdate update;

  /**
   * Creates a table with its update.
   *
   * @param optimiser turns gradients into updates
   * @param table {@code [size, columns]}, changed by each update
   * @param workers how many workers train
   * @param blocks distributes the work of the update
   */
  WholeTable(IUpdater optimiser, Matrix table, int workers, ColumnBlocks blocks) {
    this.table = table;
    this.gradients =
        Stream.generate(() -> Matrix.zeros(table.dataType(), table.rows(), table.columns()))
            .limit(workers)
            .toList();
    this.update = ParameterUpdate.of(optimiser, table, gradients, blocks);
  }

  @Override
  public Matrix values() {
    return table;
  }

  @Override
  public List<Matrix> gradients() {
    return gradients;
  }

  @Override
  public List<Matrix> moments() {
    return update.moments();
  }

  @Override
  public double sum(int parts) {
    return update.sum(parts);
  }

  @Override
  public void update(UpdateStep step) {
    update.update(step);
  }
}
