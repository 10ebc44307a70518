package dev.segue.cuda;

/**
 * A queue of work for a device. What a caller queues runs in that order, while the caller goes on,
 * until it {@linkplain Mark#await awaits a mark}. All matrices are column-major; all numbers have
 * 32 bits. The same work gives the same bits on one kind of device. One thread at a time.
 */
public interface CudaQueue extends AutoCloseable {

  /**
   * Allocates memory on the device, which is all zero; {@link #close} frees it.
   *
   * @param length how many numbers, at least 1
   * @throws CudaException if there is not enough memory; the message says how much is asked for
   */
  DeviceArray allocate(long length);

  /** Frees memory that {@link #allocate} has returned, after the work queued before. */
  void free(DeviceArray array);

  /**
   * Allocates memory on the host that copies go to and from; {@link #close} frees it.
   *
   * @param length how many numbers, at least 1
   */
  HostArray allocateHost(int length);

  /** Frees memory that {@link #allocateHost} has returned, after the work queued before. */
  void free(HostArray array);

  /**
   * Copies the first numbers of an array to the device. The host may write to the array again after
   * a mark that follows.
   *
   * @param length how many
   */
  void upload(HostArray from, DeviceArray to, int length);

  /**
   * Copies numbers of the device to the beginning of an array, which has them after a mark that
   * follows.
   *
   * @param length how many
   */
  void download(DeviceArray from, HostArray to, int length);

  /** Copies the first numbers of an array on the device. */
  void copy(DeviceArray from, DeviceArray to, long length);

  /** Sets the first numbers of an array to zero. */
  void clear(DeviceArray array, long length);

  /**
   * Runs a kernel.
   *
   * @param kernel its name
   * @param blocks how many blocks of threads, at least 1
   * @param threads how many threads a block has, from 1 to 1024
   * @param arguments of the kernel: an {@link Integer} for an {@code int}, a {@link Float} for a
   *     {@code float}, a {@link DeviceArray} for a pointer and {@link DeviceArray#NONE} for a null
   *     pointer
   */
  void launch(String kernel, int blocks, int threads, Object... arguments);

  /**
   * Multiplies matrices: {@code c = op(a) op(b) + beta c}, where {@code op} transposes or does not.
   * If {@code beta} is 0, {@code c} need not hold numbers.
   *
   * @throws IllegalArgumentException if the shapes do not match
   */
  void multiply(
      boolean transposeA,
      DeviceMatrix a,
      boolean transposeB,
      DeviceMatrix b,
      float beta,
      DeviceMatrix c);

  /** Marks the end of the work queued so far. */
  Mark mark();

  /** Waits for the work queued, and frees all memory that was allocated here. */
  @Override
  void close();

  /** A place in the queue. May be asked by the thread that uses the queue. */
  interface Mark {

    /** Whether the work before the mark is done. */
    boolean hasPassed();

    /**
     * Waits until the work before the mark is done.
     *
     * @throws CudaException if some of it has failed
     */
    void await();
  }
}
