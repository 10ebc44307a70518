package dev.segue.cuda;

import static org.bytedeco.cuda.global.cublas.cublasGetStatusName;
import static org.bytedeco.cuda.global.cudart.cuGetErrorName;
import static org.bytedeco.cuda.global.cudart.cuGetErrorString;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetErrorString;

import org.bytedeco.javacpp.BytePointer;

/** What CUDA's calls return: 0, or a number that has a name. */
final class CudaCalls {

  private CudaCalls() {}

  /**
   * Throws if a call of the driver has failed.
   *
   * @param result of the call
   * @param asked what was asked for, the beginning of the message
   */
  static void check(int result, String asked) {
    if (result != 0) {
      throw new CudaException(asked + ": " + error(result));
    }
  }

  /** The name of an error of the driver, and what it says of it. */
  static String error(int result) {
    BytePointer name = new BytePointer();
    BytePointer text = new BytePointer();
    if (cuGetErrorName(result, name) != 0 || cuGetErrorString(result, text) != 0) {
      return "CUDA error " + result;
    }
    return "%s (%s)".formatted(name.getString(), text.getString());
  }

  /** Throws if a call of cuBLAS has failed. */
  static void checkBlas(int result, String asked) {
    if (result != 0) {
      throw new CudaException(asked + ": " + cublasGetStatusName(result).getString());
    }
  }

  /** Throws if a call of NVRTC has failed. */
  static void checkCompiler(int result, String asked) {
    if (result != 0) {
      throw new CudaException(asked + ": " + nvrtcGetErrorString(result).getString());
    }
  }
}
