package dev.segue.cuda;

import static org.bytedeco.cuda.global.cudart.CUDA_ERROR_NO_DEVICE;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT;
import static org.bytedeco.cuda.global.cudart.cuCtxSetCurrent;
import static org.bytedeco.cuda.global.cudart.cuDeviceGet;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetAttribute;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetCount;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetName;
import static org.bytedeco.cuda.global.cudart.cuDevicePrimaryCtxRelease;
import static org.bytedeco.cuda.global.cudart.cuDevicePrimaryCtxRetain;
import static org.bytedeco.cuda.global.cudart.cuDriverGetVersion;
import static org.bytedeco.cuda.global.cudart.cuInit;
import static org.bytedeco.cuda.global.cudart.cuMemGetInfo;
import static org.bytedeco.cuda.global.cudart.cuModuleLoadData;
import static org.bytedeco.cuda.global.cudart.cuModuleUnload;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUctx_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * An NVIDIA GPU, by the driver's interface. Products of matrices round their factors to TF32 (19
 * bits, sums in single precision) where the device has tensor cores for it, unless the system
 * property {@value #TF32} is {@code false}. May be used by several threads at once.
 */
final class NvidiaDevice implements CudaDevice {

  static final String TF32 = "segue.gpu.tf32";

  /** From which compute capability on tensor cores take TF32: Ampere. */
  private static final int TF32_SINCE = 8;

  /** What a small training needs, in bytes. */
  private static final long LEAST_MEMORY = 256_000_000;

  /** Since when the driver says how many arguments a kernel has. */
  private static final int PARAMETERS_SINCE = 12040;

  private final int device;
  private final int driver;
  private final String name;
  private final int major;
  private final int minor;
  private final int multiprocessors;
  private final CUctx_st context = new CUctx_st();
  private final Map<String, CUmod_st> modules = new HashMap<>();
  private final List<NvidiaQueue> queues = new ArrayList<>();
  private boolean closed;

  private NvidiaDevice(int device, int driver) {
    this.device = device;
    this.driver = driver;
    this.name = name(device);
    this.major = attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device);
    this.minor = attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, device);
    this.multiprocessors = attribute(CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, device);
  }

  /**
   * Opens the first device.
   *
   * @param version of CUDA that the presets are for, such as 13
   * @throws CudaException if there is none, or it cannot be used; the message says why
   */
  static NvidiaDevice open(int version) {
    int[] value = new int[1];
    CudaCalls.check(cuDriverGetVersion(value), CudaProblem.start("its driver has no version"));
    int driver = value[0];
    if (driver < 1000 * version) {
      throw new CudaException(CudaProblem.driverVersion(version, driver));
    }
    int result = cuInit(0);
    if (result == CUDA_ERROR_NO_DEVICE
        || (result == 0 && cuDeviceGetCount(value) == 0 && value[0] == 0)) {
      throw new CudaException(CudaProblem.noDevice());
    }
    if (result != 0) {
      throw new CudaException(CudaProblem.start(CudaCalls.error(result)));
    }
    CudaCalls.check(cuDeviceGet(value, 0), "the first GPU cannot be used");
    NvidiaDevice opened = new NvidiaDevice(value[0], driver);
    opened.begin(version);
    return opened;
  }

  private void begin(int version) {
    if (!CudaProblem.knows(version, major, minor)) {
      throw new CudaException(CudaProblem.capability(version, major, minor));
    }
    CudaCalls.check(cuDevicePrimaryCtxRetain(context, device), "%s cannot be used".formatted(name));
    try {
      requireMemory(LEAST_MEMORY);
    } catch (CudaException e) {
      close();
      throw e;
    }
  }

  private static int attribute(int attribute, int device) {
    int[] value = new int[1];
    CudaCalls.check(
        cuDeviceGetAttribute(value, attribute, device), "attribute %d".formatted(attribute));
    return value[0];
  }

  private static String name(int device) {
    byte[] text = new byte[256];
    CudaCalls.check(cuDeviceGetName(text, text.length, device), "the GPU's name");
    return new String(text, StandardCharsets.UTF_8).split("\0", 2)[0].strip();
  }

  @Override
  public String description() {
    return "GPU %d, %s, compute capability %d.%d, %s"
        .formatted(device, name, major, minor, tf32() ? "TF32" : "single precision");
  }

  @Override
  public int multiprocessors() {
    return multiprocessors;
  }

  @Override
  public long freeMemory() {
    return memory()[0];
  }

  @Override
  public void requireMemory(long bytes) {
    long[] memory = memory();
    if (memory[0] < bytes) {
      throw new CudaException(CudaProblem.memory(bytes, memory[0], memory[1]));
    }
  }

  /** How many bytes are free, and how many there are. */
  long[] memory() {
    makeCurrent();
    try (SizeTPointer free = new SizeTPointer(1);
        SizeTPointer total = new SizeTPointer(1)) {
      CudaCalls.check(cuMemGetInfo(free, total), "the GPU's memory");
      return new long[] {free.get(), total.get()};
    }
  }

  /** Whether products of matrices take TF32. */
  boolean tf32() {
    return major >= TF32_SINCE && !System.getProperty(TF32, "true").equals("false");
  }

  /** Its major compute capability. */
  int major() {
    return major;
  }

  /** Whether the driver says how many arguments a kernel has. */
  boolean countsParameters() {
    return driver >= PARAMETERS_SINCE;
  }

  /** Makes the calls of this thread go to the device. */
  void makeCurrent() {
    CudaCalls.check(cuCtxSetCurrent(context), "%s cannot be used".formatted(name));
  }

  @Override
  public CudaQueue queue(String kernels) {
    byte[] code = NvidiaCompiler.compile(kernels, 10 * major + minor);
    synchronized (this) {
      makeCurrent();
      CUmod_st module = modules.get(kernels);
      if (module == null) {
        module = new CUmod_st();
        CudaCalls.check(cuModuleLoadData(module, new BytePointer(code)), "the kernels do not load");
        modules.put(kernels, module);
      }
      NvidiaQueue queue = new NvidiaQueue(this, module);
      queues.add(queue);
      return queue;
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      queues.forEach(NvidiaQueue::close);
      if (cuCtxSetCurrent(context) == 0) {
        modules.values().forEach(module -> cuModuleUnload(module));
      }
      cuDevicePrimaryCtxRelease(device);
    }
  }
}
