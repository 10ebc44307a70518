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
}
