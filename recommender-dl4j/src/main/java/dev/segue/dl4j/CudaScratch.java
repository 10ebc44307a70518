package dev.segue.dl4j;

import dev.segue.cuda.CudaQueue;
import dev.segue.cuda.DeviceArray;
import dev.segue.cuda.DeviceMatrix;

/**
 * Memory on a device that grows with the arrays asked for. What it holds is lost when it grows. One
 * thread at a time.
 */
final class CudaScratch {

  private final CudaQueue queue;
  private DeviceArray array = DeviceArray.NONE;

  CudaScratch(CudaQueue queue) {
    this.queue = queue;
  }

  /** Returns memory for some numbers, which hold anything. */
  DeviceArray reserve(long length) {
    if (array.length() < length) {
      if (array.length() > 0) {
        queue.free(array);
      }
      array = queue.allocate(length + length / 4);
    }
    return array.part(0, length);
  }

  /** How long it is now. */
  long length() {
    return array.length();
  }

  /** Returns memory for a matrix, which holds anything. */
  DeviceMatrix reserve(int rows, int columns) {
    return DeviceMatrix.of(reserve((long) rows * columns), rows, columns);
  }
}
