package dev.segue.dl4j;

import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * While an instance is open, each matrix product of the CPU's BLAS runs on the calling thread:
 * threads of its own would spin at every barrier, and slow down badly when another process uses the
 * machine. The number of threads belongs to the process, so it is restored when the last training
 * ends.
 */
final class BlasThreads implements AutoCloseable {

  private static int open;
  private static int before;

  private BlasThreads() {}

  static BlasThreads onePerProduct() {
    synchronized (BlasThreads.class) {
      if (open++ == 0 && Backend.onCpu()) {
        before = openblas_nolapack.blas_get_num_threads();
        openblas_nolapack.blas_set_num_threads(1);
      }
    }
    return new BlasThreads();
  }

  @Override
  public void close() {
    synchronized (BlasThreads.class) {
      if (--open == 0 && Backend.onCpu()) {
        openblas_nolapack.blas_set_num_threads(before);
      }
    }
  }
}
