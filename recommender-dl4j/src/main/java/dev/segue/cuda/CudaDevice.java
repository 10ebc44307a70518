package dev.segue.cuda;

/** An NVIDIA GPU, or what takes its place in tests. May be used by several threads at once. */
public interface CudaDevice extends AutoCloseable {

  /** Describes the device in one line. */
  String description();

  /** How many blocks of threads run at once, at least. */
  int multiprocessors();

  /** How much of the device's memory is free, in bytes. */
  long freeMemory();

  /**
   * Makes sure that there is room in the device's memory.
   *
   * @param bytes how much
   * @throws CudaException if less is free; the message says what to do
   */
  void requireMemory(long bytes);

  /**
   * Opens a queue of work. Queues do not wait for each other.
   *
   * @param kernels source of the kernels that it launches, in CUDA C++, each {@code extern "C"}
   */
  CudaQueue queue(String kernels);

  /** Closes all queues, and frees their memory. */
  @Override
  void close();
}
