package dev.segue.cuda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.bytedeco.cuda.global.nvrtc.NVRTC_SUCCESS;
import static org.bytedeco.cuda.global.nvrtc.nvrtcCompileProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcCreateProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcDestroyProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBIN;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBINSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetNumSupportedArchs;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetPTX;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetPTXSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLog;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLogSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetSupportedArchs;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * NVIDIA's compiler at run time, NVRTC. What it has compiled is kept as long as the process lives.
 * May be used by several threads at once.
 */
final class NvidiaCompiler {

  private static final String COMPILING = "the kernels do not compile";

  private static final ConcurrentHashMap<Kernels, byte[]> COMPILED = new ConcurrentHashMap<>();

  /**
   * What is compiled.
   *
   * @param architecture of the device: ten times its compute capability
   */
  private record Kernels(String source, int architecture) {}

  private NvidiaCompiler() {}

  /**
   * Compiles kernels, to code of the device, or of the newest one that this compiler knows, which
   * the driver translates.
   *
   * @param source in CUDA C++
   * @param architecture of the device: ten times its compute capability
   * @return what the driver loads
   * @throws CudaException if they do not compile; the message says why
   */
  static byte[] compile(String source, int architecture) {
    return COMPILED.computeIfAbsent(new Kernels(source, architecture), NvidiaCompiler::compile);
  }

  private static byte[] compile(Kernels kernels) {
    int known = newestKnown(kernels.architecture());
    boolean translated = known < kernels.architecture();
    _nvrtcProgram program = new _nvrtcProgram();
    try (BytePointer source = new BytePointer(kernels.source(), UTF_8);
        BytePointer name = new BytePointer("kernels.cu", UTF_8);
        PointerPointer<BytePointer> options =
            new PointerPointer<>(
                "--gpu-architecture=" + (translated ? "compute_" : "sm_") + known, "--std=c++17")) {
      PointerPointer<Pointer> none = null;
      CudaCalls.checkCompiler(nvrtcCreateProgram(program, source, name, 0, none, none), COMPILING);
      try {
        if (nvrtcCompileProgram(program, (int) options.capacity(), options) != NVRTC_SUCCESS) {
          throw new CudaException(COMPILING + ": " + log(program));
        }
        return code(program, translated);
      } finally {
        nvrtcDestroyProgram(program);
      }
    }
  }

  private static int newestKnown(int architecture) {
    int[] count = new int[1];
    CudaCalls.checkCompiler(nvrtcGetNumSupportedArchs(count), COMPILING);
    int[] known = new int[count[0]];
    CudaCalls.checkCompiler(nvrtcGetSupportedArchs(known), COMPILING);
    return Arrays.stream(known)
        .filter(each -> each <= architecture)
        .max()
        .orElseThrow(
            () ->
                new CudaException(
                    "%s: compute capability %.1f is too old for the installed NVRTC"
                        .formatted(COMPILING, architecture / 10.0)));
  }

  private static byte[] code(_nvrtcProgram program, boolean translated) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      CudaCalls.checkCompiler(
          translated ? nvrtcGetPTXSize(program, size) : nvrtcGetCUBINSize(program, size),
          COMPILING);
      byte[] code = new byte[(int) size.get()];
      CudaCalls.checkCompiler(
          translated ? nvrtcGetPTX(program, code) : nvrtcGetCUBIN(program, code), COMPILING);
      return code;
    }
  }

  private static String log(_nvrtcProgram program) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      nvrtcGetProgramLogSize(program, size);
      byte[] log = new byte[(int) size.get()];
      nvrtcGetProgramLog(program, log);
      return new String(log, 0, Math.max(0, log.length - 1), UTF_8).strip();
    }
  }
}
