package dev.segue.cuda;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/** Work for an {@link EmulatedDevice}: it is done at once. */
final class EmulatedQueue implements CudaQueue {

  /** What memory holds that nobody has written to: large numbers, to be seen in any result. */
  private static final byte UNWRITTEN = 0x7f;

  private static final Mark PASSED =
      new Mark() {
        @Override
        public boolean hasPassed() {
          return true;
        }

        @Override
        public void await() {}
      };

  private final NativeLibrary library;
  private final Map<String, Function> kernels = new HashMap<>();
  private final Map<Long, Memory> allocated = new HashMap<>();

  EmulatedQueue(NativeLibrary library) {
    this.library = library;
  }

  @Override
  public DeviceArray allocate(long length) {
    Memory memory = new Memory(Float.BYTES * length + 64);
    memory.setMemory(0, memory.size(), UNWRITTEN);
    long address = (Pointer.nativeValue(memory) + 63) / 64 * 64;
    allocated.put(address, memory);
    DeviceArray array = new DeviceArray(address, length);
    clear(array, length);
    return array;
  }

  @Override
  public void free(DeviceArray array) {
    Memory memory = allocated.remove(array.address());
    memory.setMemory(0, memory.size(), UNWRITTEN);
  }

  @Override
  public HostArray allocateHost(int length) {
    return new HostArray(
        ByteBuffer.allocateDirect(Float.BYTES * length).order(ByteOrder.nativeOrder()));
  }

  @Override
  public void free(HostArray array) {}

  @Override
  public void upload(HostArray from, DeviceArray to, int length) {
    int[] values = new int[length];
    from.ints().get(values);
    pointer(to, length).write(0, values, 0, length);
  }

  @Override
  public void download(DeviceArray from, HostArray to, int length) {
    to.ints().put(pointer(from, length).getIntArray(0, length));
  }

  @Override
  public void copy(DeviceArray from, DeviceArray to, long length) {
    byte[] values = pointer(from, length).getByteArray(0, (int) (Float.BYTES * length));
    pointer(to, length).write(0, values, 0, values.length);
  }

  @Override
  public void clear(DeviceArray array, long length) {
    if (length > 0) {
      pointer(array, length).setMemory(0, Float.BYTES * length, (byte) 0);
    }
  }

  private static Pointer pointer(DeviceArray array, long length) {
    return new Pointer(array.part(0, length).address());
  }

  @Override
  public void launch(String kernel, int blocks, int threads, Object... arguments) {
    if (blocks < 1 || threads < 1 || threads > 1024) {
      throw new CudaException("%s of %d blocks of %d".formatted(kernel, blocks, threads));
    }
    Memory slots = new Memory(8L * Math.max(1, arguments.length));
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i] instanceof Integer value) {
        slots.setInt(8L * i, value);
      } else if (arguments[i] instanceof Float value) {
        slots.setFloat(8L * i, value);
      } else {
        slots.setLong(8L * i, ((DeviceArray) arguments[i]).address());
      }
    }
    int expected;
    synchronized (library) { // whose threads have their places in its variables
      expected =
          kernels
              .computeIfAbsent(kernel, name -> library.getFunction("launch_" + name))
              .invokeInt(new Object[] {blocks, threads, slots, arguments.length});
    }
    if (expected >= 0) {
      throw new CudaException(
          "%s has %d arguments, not %d".formatted(kernel, expected, arguments.length));
    }
  }

  @Override
  public void multiply(
      boolean transposeA,
      DeviceMatrix a,
      boolean transposeB,
      DeviceMatrix b,
      float beta,
      DeviceMatrix c) {
    int inner = transposeA ? a.rows() : a.columns();
    if ((transposeA ? a.columns() : a.rows()) != c.rows()
        || (transposeB ? b.rows() : b.columns()) != c.columns()
        || (transposeB ? b.columns() : b.rows()) != inner) {
      throw new IllegalArgumentException("%s times %s is not %s".formatted(a, b, c));
    }
    library
        .getFunction("multiply")
        .invokeVoid(
            new Object[] {
              transposeA ? 1 : 0,
              transposeB ? 1 : 0,
              c.rows(),
              c.columns(),
              inner,
              new Pointer(a.values().address()),
              a.stride(),
              new Pointer(b.values().address()),
              b.stride(),
              beta,
              new Pointer(c.values().address()),
              c.stride()
            });
  }

  @Override
  public Mark mark() {
    return PASSED;
  }

  @Override
  public void close() {
    allocated.clear();
  }
}
