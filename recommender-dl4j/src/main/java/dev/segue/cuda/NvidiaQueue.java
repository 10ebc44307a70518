package dev.segue.cuda;

import static org.bytedeco.cuda.global.cudart.CUDA_ERROR_OUT_OF_MEMORY;
import static org.bytedeco.cuda.global.cudart.CU_STREAM_NON_BLOCKING;
import static org.bytedeco.cuda.global.cudart.cuMemAlloc;
import static org.bytedeco.cuda.global.cudart.cuMemAllocHost;
import static org.bytedeco.cuda.global.cudart.cuMemFree;
import static org.bytedeco.cuda.global.cudart.cuMemFreeHost;
import static org.bytedeco.cuda.global.cudart.cuMemcpyDtoDAsync;
import static org.bytedeco.cuda.global.cudart.cuMemcpyDtoHAsync;
import static org.bytedeco.cuda.global.cudart.cuMemcpyHtoDAsync;
import static org.bytedeco.cuda.global.cudart.cuMemsetD32Async;
import static org.bytedeco.cuda.global.cudart.cuStreamCreate;
import static org.bytedeco.cuda.global.cudart.cuStreamDestroy;
import static org.bytedeco.cuda.global.cudart.cuStreamSynchronize;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * A stream of an {@link NvidiaDevice}. Its kernels and {@linkplain NvidiaProducts products} run one
 * after another, each sum in one order, so that the same work gives the same bits.
 */
final class NvidiaQueue implements CudaQueue {

  private final NvidiaDevice device;
  private final CUmod_st module;
  private final CUstream_st stream = new CUstream_st();
  private final NvidiaMarks marks = new NvidiaMarks(stream);
  private final NvidiaProducts products;
  private final NvidiaKernel.Slots slots = new NvidiaKernel.Slots();
  private final Map<String, NvidiaKernel> kernels = new HashMap<>();
  private final Set<Long> arrays = new HashSet<>();
  private final Map<Long, Pointer> hostArrays = new HashMap<>();
  private final DevicePointer host = new DevicePointer();

  /** The thread whose calls go to the device. */
  private @Nullable Thread current;

  private boolean closed;

  NvidiaQueue(NvidiaDevice device, CUmod_st module) {
    this.device = device;
    this.module = module;
    makeCurrent();
    CudaCalls.check(cuStreamCreate(stream, CU_STREAM_NON_BLOCKING), "a queue");
    products = new NvidiaProducts(stream, device.tf32());
    products.workspace(allocate(NvidiaProducts.workspace(device.major())));
  }

  /** Queues are handed from thread to thread at times; the driver has a device per thread. */
  private void makeCurrent() {
    Thread thread = Thread.currentThread();
    if (current != thread) {
      device.makeCurrent();
      current = thread;
    }
  }

  @Override
  public DeviceArray allocate(long length) {
    makeCurrent();
    long bytes = Float.BYTES * length;
    long[] address = new long[1];
    int result = cuMemAlloc(address, bytes);
    if (result == CUDA_ERROR_OUT_OF_MEMORY) {
      long[] memory = device.memory();
      throw new CudaException(CudaProblem.memory(bytes, memory[0], memory[1]));
    }
    CudaCalls.check(result, "%,d bytes of the GPU's memory".formatted(bytes));
    arrays.add(address[0]);
    DeviceArray array = new DeviceArray(address[0], length);
    clear(array, length);
    return array;
  }

  @Override
  public void free(DeviceArray array) {
    makeCurrent();
    if (!arrays.remove(array.address())) {
      throw new IllegalArgumentException("%s was not allocated here".formatted(array));
    }
    CudaCalls.check(cuMemFree(array.address()), "freeing memory"); // waits for the device
  }

  @Override
  public HostArray allocateHost(int length) {
    makeCurrent();
    long bytes = (long) Float.BYTES * length;
    Pointer memory = new Pointer();
    CudaCalls.check(
        cuMemAllocHost(memory, bytes), "%,d bytes of the host's memory".formatted(bytes));
    hostArrays.put(memory.address(), memory);
    ByteBuffer buffer = new BytePointer(memory).capacity(bytes).asBuffer();
    return new HostArray(buffer.order(ByteOrder.nativeOrder()));
  }

  @Override
  public void free(HostArray array) {
    makeCurrent();
    Pointer memory = hostArrays.remove(host.at(array.bytes()).address());
    if (memory == null) {
      throw new IllegalArgumentException("%s was not allocated here".formatted(array));
    }
    await("a copy to or from the GPU");
    CudaCalls.check(cuMemFreeHost(memory), "freeing memory");
  }

  @Override
  public void upload(HostArray from, DeviceArray to, int length) {
    if (length > 0) {
      makeCurrent();
      Objects.checkFromIndexSize(0, length, from.length());
      CudaCalls.check(
          cuMemcpyHtoDAsync(
              to.part(0, length).address(), host.at(from.bytes()), bytes(length), stream),
          "a copy to the GPU");
    }
  }

  @Override
  public void download(DeviceArray from, HostArray to, int length) {
    if (length > 0) {
      makeCurrent();
      Objects.checkFromIndexSize(0, length, to.length());
      CudaCalls.check(
          cuMemcpyDtoHAsync(
              host.at(to.bytes()), from.part(0, length).address(), bytes(length), stream),
          "a copy from the GPU");
    }
  }

  @Override
  public void copy(DeviceArray from, DeviceArray to, long length) {
    if (length > 0) {
      makeCurrent();
      CudaCalls.check(
          cuMemcpyDtoDAsync(
              to.part(0, length).address(), from.part(0, length).address(), bytes(length), stream),
          "a copy on the GPU");
    }
  }

  @Override
  public void clear(DeviceArray array, long length) {
    if (length > 0) {
      makeCurrent();
      CudaCalls.check(
          cuMemsetD32Async(array.part(0, length).address(), 0, length, stream),
          "clearing the GPU's memory");
    }
  }

  private static long bytes(long length) {
    return Float.BYTES * length;
  }

  @Override
  public void launch(String kernel, int blocks, int threads, Object... arguments) {
    makeCurrent();
    NvidiaKernel found = kernels.get(kernel);
    if (found == null) {
      found = new NvidiaKernel(module, kernel, device.countsParameters());
      kernels.put(kernel, found);
    }
    found.launch(blocks, threads, stream, slots, arguments);
  }

  @Override
  public void multiply(
      boolean transposeA,
      DeviceMatrix a,
      boolean transposeB,
      DeviceMatrix b,
      float beta,
      DeviceMatrix c) {
    makeCurrent();
    products.multiply(transposeA, a, transposeB, b, beta, c);
  }

  @Override
  public Mark mark() {
    makeCurrent();
    return marks.mark();
  }

  private void await(String work) {
    CudaCalls.check(cuStreamSynchronize(stream), work);
  }

  /** What fails here has failed before: an error of the device stays until it is closed. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      makeCurrent();
      cuStreamSynchronize(stream);
      marks.close();
      products.close();
      arrays.forEach(address -> cuMemFree(address));
      hostArrays.values().forEach(memory -> cuMemFreeHost(memory));
      cuStreamDestroy(stream);
    }
  }
}
