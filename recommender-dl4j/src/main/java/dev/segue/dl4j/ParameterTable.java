package dev.segue.dl4j;

import java.util.List;

/** The columns of a table, one per song or feature, that a step works on. */
interface ParameterTable extends ParameterUpdate {

  /** {@code [size, columns]}: the columns that the step works on. */
  Matrix values();

  /** {@code [size, columns]}: for the gradient of each worker. */
  List<Matrix> gradients();
}
