package dev.segue.dl4j;

import dev.segue.cuda.CudaQueue;
import dev.segue.cuda.DeviceArray;
import dev.segue.cuda.DeviceMatrix;
import dev.segue.cuda.HostArray;

/** Moves numbers to a device and back. */
final class CudaNumbers {

  private final CudaQueue queue;

  CudaNumbers(CudaQueue queue) {
    this.queue = queue;
  }

  DeviceArray floats(double... values) {
    DeviceArray array = queue.allocate(values.length);
    write(values, array);
    return array;
  }

  DeviceArray ints(int... values) {
    HostArray host = queue.allocateHost(values.length);
    host.ints().put(values);
    DeviceArray array = queue.allocate(values.length);
    queue.upload(host, array, values.length);
    return array;
  }

  void write(double[] values, DeviceArray to) {
    HostArray host = queue.allocateHost(values.length);
    for (int i = 0; i < values.length; i++) {
      host.floats().put(i, (float) values[i]);
    }
    queue.upload(host, to, values.length);
  }

  /** A matrix of which each column begins with numbers given, and ends with others. */
  DeviceMatrix write(double[] values, int rows, DeviceMatrix to, double... below) {
    double[] all = new double[to.rows() * to.columns()];
    for (int column = 0; column < values.length / rows; column++) {
      System.arraycopy(values, column * rows, all, column * to.rows(), rows);
      System.arraycopy(below, 0, all, column * to.rows() + rows, below.length);
    }
    write(all, to.values());
    return to;
  }

  float[] read(DeviceArray array) {
    float[] values = new float[(int) array.length()];
    download(array).floats().get(values);
    return values;
  }

  int[] readInts(DeviceArray array) {
    int[] values = new int[(int) array.length()];
    download(array).ints().get(values);
    return values;
  }

  private HostArray download(DeviceArray array) {
    HostArray host = queue.allocateHost((int) array.length());
    queue.download(array, host, host.length());
    queue.mark().await();
    return host;
  }

  /** Allocates a matrix of numbers given column by column. */
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
