package dev.segue.cuda;

import static org.bytedeco.cuda.global.cublas.CUBLAS_ATOMICS_NOT_ALLOWED;
import static org.bytedeco.cuda.global.cublas.CUBLAS_DEFAULT_MATH;
import static org.bytedeco.cuda.global.cublas.CUBLAS_OP_N;
import static org.bytedeco.cuda.global.cublas.CUBLAS_OP_T;
import static org.bytedeco.cuda.global.cublas.CUBLAS_TF32_TENSOR_OP_MATH;
import static org.bytedeco.cuda.global.cublas.cublasCreate_v2;
import static org.bytedeco.cuda.global.cublas.cublasDestroy_v2;
import static org.bytedeco.cuda.global.cublas.cublasSetAtomicsMode;
import static org.bytedeco.cuda.global.cublas.cublasSetMathMode;
import static org.bytedeco.cuda.global.cublas.cublasSetStream_v2;
import static org.bytedeco.cuda.global.cublas.cublasSetWorkspace_v2;
import static org.bytedeco.cuda.global.cublas.cublasSgemm_v2;

import org.bytedeco.cuda.cublas.cublasContext;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Products of matrices by cuBLAS. Its results are the same bits in every run on one kind of device
 * (by its documentation, <a
 * href="https://docs.nvidia.com/cuda/cublas/#results-reproducibility">Results Reproducibility</a>),
 * if each handle has one stream and a workspace of its own, as here, and atomics are not allowed.
 * One thread at a time.
 */
final class NvidiaProducts {

  private static final String STARTING = "cuBLAS does not start";

  private final cublasContext handle = new cublasContext();
  private final FloatPointer alpha = new FloatPointer(1).put(1f);
  private final FloatPointer beta = new FloatPointer(1);
  private final DevicePointer left = new DevicePointer();
  private final DevicePointer right = new DevicePointer();
  private final DevicePointer product = new DevicePointer();

  /**
   * Creates them.
   *
   * @param stream of the queue
   * @param tf32 whether factors are rounded to TF32
   */
  NvidiaProducts(CUstream_st stream, boolean tf32) {
    CudaCalls.checkBlas(cublasCreate_v2(handle), STARTING);
    CudaCalls.checkBlas(cublasSetStream_v2(handle, stream), STARTING);
    CudaCalls.checkBlas(cublasSetAtomicsMode(handle, CUBLAS_ATOMICS_NOT_ALLOWED), STARTING);
    CudaCalls.checkBlas(
        cublasSetMathMode(handle, tf32 ? CUBLAS_TF32_TENSOR_OP_MATH : CUBLAS_DEFAULT_MATH),
        STARTING);
  }

  /**
   * How large a workspace NVIDIA recommends, in numbers of 32 bits: 32 MiB since Hopper, 4 MiB
   * before.
   *
   * @param major compute capability
   */
  static long workspace(int major) {
    return (major >= 9 ? 32L : 4L) * 1024 * 1024 / Float.BYTES;
  }

  /** Sets the workspace, after the stream, which would set the default one. */
  void workspace(DeviceArray memory) {
    CudaCalls.checkBlas(
        cublasSetWorkspace_v2(
            handle, new DevicePointer().at(memory.address()), Float.BYTES * memory.length()),
        STARTING);
  }

  /** Queues a product, as {@link CudaQueue#multiply} says. */
  void multiply(
      boolean transposeA,
      DeviceMatrix a,
      boolean transposeB,
      DeviceMatrix b,
      float betaOfC,
      DeviceMatrix c) {
    int inner = transposeA ? a.rows() : a.columns();
    if ((transposeA ? a.columns() : a.rows()) != c.rows()
        || (transposeB ? b.rows() : b.columns()) != c.columns()
        || (transposeB ? b.columns() : b.rows()) != inner) {
      throw new IllegalArgumentException("%s times %s is not %s".formatted(a, b, c));
    }
    int result =
        cublasSgemm_v2(
            handle,
            transposeA ? CUBLAS_OP_T : CUBLAS_OP_N,
            transposeB ? CUBLAS_OP_T : CUBLAS_OP_N,
            c.rows(),
            c.columns(),
            inner,
            alpha,
            left.at(a.values().address()),
            a.stride(),
            right.at(b.values().address()),
            b.stride(),
            beta.put(betaOfC),
            product.at(c.values().address()),
            c.stride());
    if (result != 0) {
      CudaCalls.checkBlas(result, "%s times %s".formatted(a, b));
    }
  }

  void close() {
    cublasDestroy_v2(handle);
  }
}
