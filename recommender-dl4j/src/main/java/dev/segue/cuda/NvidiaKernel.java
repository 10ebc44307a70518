package dev.segue.cuda;

import static org.bytedeco.cuda.global.cudart.cuFuncGetParamInfo;
import static org.bytedeco.cuda.global.cudart.cuLaunchKernel;
import static org.bytedeco.cuda.global.cudart.cuModuleGetFunction;

import java.nio.LongBuffer;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/** A kernel of a module. One thread at a time. */
final class NvidiaKernel {

  private static final int UNKNOWN = -1;

  private final String name;
  private final CUfunc_st function = new CUfunc_st();
  private final int parameters;

  /**
   * Looks a kernel up.
   *
   * @param module of the kernel
   * @param name of the kernel
   * @param counted whether the driver says how many arguments it has
   */
  NvidiaKernel(CUmod_st module, String name, boolean counted) {
    this.name = name;
    CudaCalls.check(cuModuleGetFunction(function, module, name), "kernel " + name);
    this.parameters = counted ? parameters() : UNKNOWN;
  }

  private int parameters() {
    try (SizeTPointer offset = new SizeTPointer(1);
        SizeTPointer size = new SizeTPointer(1)) {
      int index = 0;
      while (cuFuncGetParamInfo(function, index, offset, size) == 0) {
        index++;
      }
      return index;
    }
  }

  /** Where a call's arguments lie: 8 bytes for each, which the driver copies at the launch. */
  static final class Slots {

    private static final int MOST = 64;
    private static final long LOW_BITS = 0xffff_ffffL;

    private final LongPointer memory = new LongPointer(MOST);
    private final LongBuffer values = memory.asBuffer();
    private final PointerPointer<Pointer> pointers = new PointerPointer<>(MOST);

    Slots() {
      for (int i = 0; i < MOST; i++) {
        pointers.put(i, memory.getPointer(i));
      }
    }

    /** Fills them; the memory is little-endian, so that 32 bits are found where a slot begins. */
    private void fill(Object[] arguments) {
      for (int i = 0; i < arguments.length; i++) {
        values.put(i, bits(arguments[i]));
      }
    }

    private static long bits(Object argument) {
      if (argument instanceof DeviceArray array) {
        return array.address();
      } else if (argument instanceof Integer value) {
        return value & LOW_BITS;
      } else if (argument instanceof Float value) {
        return Float.floatToRawIntBits(value) & LOW_BITS;
      }
      throw new IllegalArgumentException(argument + " cannot be an argument of a kernel");
    }
  }

  /** Queues it. */
  void launch(int blocks, int threads, CUstream_st stream, Slots slots, Object[] arguments) {
    if (parameters != UNKNOWN && parameters != arguments.length) {
      throw new CudaException(
          "%s has %d arguments, not %d".formatted(name, parameters, arguments.length));
    }
    slots.fill(arguments);
    PointerPointer<Pointer> none = null;
    int result =
        cuLaunchKernel(function, blocks, 1, 1, threads, 1, 1, 0, stream, slots.pointers, none);
    if (result != 0) {
      throw new CudaException(
          "%s of %d blocks of %d threads: %s"
              .formatted(name, blocks, threads, CudaCalls.error(result)));
    }
  }
}
