package dev.segue.dl4j;

import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.learning.config.IUpdater;

/** A table of which every step works on all columns, where they are stored. */
final class WholeTable implements ParameterTable {

  private final Matrix table;
  private final List<Matrix> gradients;
  private final ParameterUpdate update;

  /**
   * Makes the update of a table.
   *
   * @param optimiser turns gradients into updates
   * @param table {@code [size, columns]}, moved by each update
   * @param workers how many workers learn
   * @param blocks shares out the work of the update
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
  public double sum(int parts) {
    return update.sum(parts);
  }

  @Override
  public void update(Step step) {
    update.update(step);
  }
}
