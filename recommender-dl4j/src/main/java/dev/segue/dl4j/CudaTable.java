package dev.segue.dl4j;

import dev.segue.cuda.CudaQueue;
import dev.segue.cuda.DeviceArray;
import dev.segue.cuda.DeviceMatrix;

/**
 * A table of which a step touches few columns, on a device: the gradients of those, which {@link
 * CudaUpdate} applies as {@link LazyTable} does. One thread at a time.
 */
final class CudaTable {

  private final String tensor;
  private final CudaGrowing gradients;
  private DeviceArray columns = DeviceArray.NONE;

  CudaTable(CudaQueue queue, CudaParameters parameters, String tensor) {
    this.tensor = tensor;
    this.gradients = new CudaGrowing(queue, parameters.values(tensor).rows());
  }

  /** The name of the parameter. */
  String tensor() {
    return tensor;
  }

  /**
   * Begins a step.
   *
   * @param touched {@code [touched]} of integers: the columns that the step touches, all different
   */
  void touch(DeviceArray touched) {
    columns = touched;
  }

  /** {@code [touched]} of integers: the columns that the step touches. */
  DeviceArray columns() {
    return columns;
  }

  /** How many columns the step touches. */
  int touched() {
    return (int) columns.length();
  }

  /** {@code [size, touched]}: to be filled by the step. */
  DeviceMatrix gradient() {
    return gradients.columns(touched());
  }
}
