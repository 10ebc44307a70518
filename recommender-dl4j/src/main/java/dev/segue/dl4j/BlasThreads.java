package dev.segue.dl4j;

import org.bytedeco.openblas.global.openblas_nolapack;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

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
      if (open++ == 0 && onCpu()) {
        before = openblas_nolapack.blas_get_num_threads();
        openblas_nolapack.blas_set_num_threads(1);
      }
    }
    return new BlasThreads();
  }

  private static boolean onCpu() {
    return Nd4j.getExecutioner().type() == OpExecutioner.ExecutionerType.NATIVE_CPU;
  }

  @Override
  public void close() {
    synchronized (BlasThreads.class) {
      if (--open == 0 && onCpu()) {
        openblas_nolapack.blas_set_num_threads(before);
      }
    }
  }
}
