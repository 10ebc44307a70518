package dev.segue.dl4j;

import dev.segue.cuda.CudaQueue;
import dev.segue.cuda.DeviceArray;
import dev.segue.cuda.DeviceMatrix;
import dev.segue.cuda.HostArray;

/**
 * A matrix on a device that grows with the number of columns that steps need. Its numbers are lost
 * when it grows. One thread at a time.
 */
final class CudaGrowing {

  private final CudaQueue queue;
  private final int rows;
  private final int ones;
  private final CudaScratch values;

  /** Creates a matrix without columns. */
  CudaGrowing(CudaQueue queue, int rows) {
    this(queue, rows, -1);
  }

  /**
   * Creates a matrix without columns.
   *
   * @param ones the row whose numbers are 1 in new columns, where those of all others are 0
   */
  CudaGrowing(CudaQueue queue, int rows, int ones) {
    this.queue = queue;
    this.rows = rows;
    this.ones = ones;
    this.values = new CudaScratch(queue);
  }

  /** The first columns: all if there are no more. */
  DeviceMatrix columns(int count) {
    long before = values.length();
    DeviceMatrix matrix = values.reserve(rows, count);
    if (ones >= 0 && values.length() > before) {
      fill();
    }
    return matrix;
  }

  private void fill() {
    DeviceArray all = values.reserve(values.length() / rows * rows);
    float[] column = new float[rows];
    column[ones] = 1;
    float[] some = new float[Math.min((int) (all.length() / rows), 1 + (1 << 16) / rows) * rows];
    for (int i = 0; i < some.length; i += rows) {
      System.arraycopy(column, 0, some, i, rows);
    }
    HostArray host = queue.allocateHost(some.length);
    host.floats().put(some);
    for (long from = 0; from < all.length(); from += some.length) {
      queue.upload(host, all.from(from), (int) Math.min(some.length, all.length() - from));
    }
    queue.free(host);
  }
}
