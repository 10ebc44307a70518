package dev.segue.dl4j;

import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * While one is open, each matrix product of the CPU's BLAS runs on the thread that asks for it:
 * threads of its own would spin at every barrier, and lose most of the machine as soon as another
 * process wants it. The number of threads is the process's, not ours: it is put back when the last
 * training ends.
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
