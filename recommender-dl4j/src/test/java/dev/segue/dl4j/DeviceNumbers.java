package dev.segue.dl4j;

import dev.segue.cuda.CudaQueue;
import dev.segue.cuda.DeviceMatrix;
import dev.segue.cuda.HostArray;

/** Writes and reads matrices of a device: a {@code double[columns][rows]} on the host. */
final class DeviceNumbers {

  private DeviceNumbers() {}

  /** Allocates a matrix of the numbers. */
  static DeviceMatrix of(CudaQueue queue, double[][] columns) {
    int rows = columns[0].length;
    DeviceMatrix matrix =
        DeviceMatrix.of(queue.allocate((long) rows * columns.length), rows, columns.length);
    write(queue, columns, matrix);
    return matrix;
  }

  static void write(CudaQueue queue, double[][] columns, DeviceMatrix to) {
    HostArray host = queue.allocateHost(to.rows() * columns.length);
    for (int column = 0; column < columns.length; column++) {
      HostArray part = host.part(column * to.rows(), (column + 1) * to.rows());
      for (int row = 0; row < to.rows(); row++) {
        part.floats().put(row, (float) columns[column][row]);
      }
      queue.upload(part, to.columns(column, column + 1).values(), to.rows());
    }
    queue.free(host);
    queue.mark().await();
  }

  static double[][] read(CudaQueue queue, DeviceMatrix from) {
    double[][] columns = new double[from.columns()][from.rows()];
    HostArray host = queue.allocateHost(from.rows() * columns.length);
    for (int column = 0; column < columns.length; column++) {
      HostArray part = host.part(column * from.rows(), (column + 1) * from.rows());
      queue.download(from.columns(column, column + 1).values(), part, from.rows());
    }
    queue.mark().await();
    for (int column = 0; column < columns.length; column++) {
      for (int row = 0; row < from.rows(); row++) {
        columns[column][row] = host.floats().get(column * from.rows() + row);
      }
    }
    queue.free(host);
    return columns;
  }
}
