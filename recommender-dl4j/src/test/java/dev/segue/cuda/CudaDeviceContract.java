package dev.segue.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What every device does. */
abstract class CudaDeviceContract {

  static final String KERNELS =
      """
      // Each block sums its numbers, over all its threads.
      extern "C" __global__ void sum(const float* values, float scale, int length, float* sums) {
        __shared__ float parts[256];
        parts[threadIdx.x] = 0;
        for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < length; i += gridDim.x * blockDim.x)
          parts[threadIdx.x] += values[i];
        __syncthreads();
        for (int half = blockDim.x / 2; half > 0; half /= 2) {
          if (threadIdx.x < half) parts[threadIdx.x] += parts[threadIdx.x + half];
          __syncthreads();
        }
        if (threadIdx.x == 0) sums[blockIdx.x] = scale * parts[0];
      }
      """;

  /** Opens the device. */
  abstract CudaDevice device();

  private static float[] read(CudaQueue queue, DeviceArray array) {
    HostArray host = queue.allocateHost((int) array.length());
    queue.download(array, host, host.length());
    queue.mark().await();
    float[] values = new float[host.length()];
    host.floats().get(values);
    return values;
  }

  private static DeviceArray write(CudaQueue queue, float... values) {
    HostArray host = queue.allocateHost(values.length);
    host.floats().put(values);
    DeviceArray array = queue.allocate(values.length);
    queue.upload(host, array, values.length);
    return array;
  }

  @Test
  void launch_runsAllThreadsOfAllBlocks_toEachSync() {
    try (CudaDevice device = device()) {
      CudaQueue queue = device.queue(KERNELS);
      DeviceArray sums = queue.allocate(2);

      queue.launch("sum", 2, 4, write(queue, 1, 2, 3, 4, 5, 6, 7, 8, 9), 0.5f, 9, sums);

      assertThat(read(queue, sums)).containsExactly(9.5f, 13);
    }
  }

  @Test
  void launch_withTooFewArguments_isRefused() {
    try (CudaDevice device = device()) {
      CudaQueue queue = device.queue(KERNELS);

      assertThatThrownBy(() -> queue.launch("sum", 2, 4, queue.allocate(2)))
          .hasMessage("sum has 4 arguments, not 1");
    }
  }

  @Test
  void multiply_ofAPart_leavesTheRest() {
    try (CudaDevice device = device()) {
      CudaQueue queue = device.queue(KERNELS);
      DeviceMatrix a = DeviceMatrix.of(write(queue, 1, 2, 3, 4, 5, 6), 3, 2);
      DeviceMatrix b = DeviceMatrix.of(write(queue, 10, 100), 1, 2);
      DeviceArray c = write(queue, 1, 1, 1, 1);

      // [1 4; 2 5; 3 6] of which the last two rows, times [10; 100]
      queue.multiply(false, a.rows(1, 3), true, b, 2, new DeviceMatrix(c.from(1), 2, 1, 2));

      assertThat(read(queue, c)).containsExactly(1, 522, 632, 1);
    }
  }

  @Test
  void launch_passesIntegersAndNumbersOfAnySign() {
    try (CudaDevice device = device()) {
      CudaQueue queue = device.queue(KERNELS);
      DeviceArray sums = queue.allocate(1);

      queue.launch("sum", 1, 1, DeviceArray.NONE, -2.5f, -3, sums);
      queue.launch("sum", 1, 1, write(queue, 2), -2.5f, 1, sums);

      assertThat(read(queue, sums)).containsExactly(-5);
    }
  }

  @Test
  void launch_ofTooManyThreads_isRefused() {
    try (CudaDevice device = device()) {
      CudaQueue queue = device.queue(KERNELS);

      assertThatThrownBy(
              () -> queue.launch("sum", 2, 2000, DeviceArray.NONE, 1f, 0, queue.allocate(2)))
          .isInstanceOf(CudaException.class)
          .hasMessageStartingWith("sum of 2 blocks of 2000");
    }
  }

  @Test
  void allocate_isZero_andPartsAreCopiedAndCleared() {
    try (CudaDevice device = device()) {
      CudaQueue queue = device.queue(KERNELS);
      DeviceArray array = queue.allocate(5);

      queue.copy(write(queue, 1, 2, 3, 4), array.from(1), 3);
      queue.clear(array.from(2), 1);

      assertThat(read(queue, array)).containsExactly(0, 1, 0, 3, 0);
    }
  }

  @Test
  void upload_ofAPart_leavesTheRest() {
    try (CudaDevice device = device()) {
      CudaQueue queue = device.queue(KERNELS);
      HostArray host = queue.allocateHost(4);
      host.ints().put(new int[] {Float.floatToIntBits(1), 2, 3, 4});
      DeviceArray array = queue.allocate(3);

      queue.upload(host.part(0, 1), array.from(1), 1);
      queue.upload(host, array, 0);

      assertThat(read(queue, array)).containsExactly(0, 1, 0);
      assertThatThrownBy(() -> queue.upload(host, array, 4))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void multiply_transposesEither() {
    try (CudaDevice device = device()) {
      CudaQueue queue = device.queue(KERNELS);
      DeviceMatrix a = DeviceMatrix.of(write(queue, 1, 2, 3, 4, 5, 6), 2, 3);
      DeviceMatrix b = DeviceMatrix.of(write(queue, 1, 10), 2, 1);
      DeviceMatrix c = DeviceMatrix.of(queue.allocate(3), 3, 1);

      queue.multiply(true, a, false, b, 0, c);

      assertThat(read(queue, c.values())).containsExactly(21, 43, 65);
    }
  }

  @Test
  void multiply_ofShapesThatDoNotMatch_isRefused() {
    try (CudaDevice device = device()) {
      CudaQueue queue = device.queue(KERNELS);
      DeviceMatrix a = DeviceMatrix.of(queue.allocate(6), 2, 3);

      assertThatThrownBy(() -> queue.multiply(false, a, false, a, 0, a))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void mark_passes_alsoWhenTheQueueIsClosed() {
    try (CudaDevice device = device()) {
      CudaQueue queue = device.queue(KERNELS);
      CudaQueue.Mark first = queue.mark();
      CudaQueue.Mark second = queue.mark();
      CudaQueue.Mark third = queue.mark();

      while (!first.hasPassed()) {
        Thread.onSpinWait();
      }
      second.await();
      second.await();
      queue.mark().await();
      queue.close();

      assertThat(second.hasPassed()).isTrue();
      assertThat(third.hasPassed()).isTrue();
    }
  }

  @Test
  void memory_isFreed_andAnotherQueueGoesOn() {
    try (CudaDevice device = device()) {
      CudaQueue queue = device.queue(KERNELS);
      queue.free(queue.allocate(10));
      queue.free(queue.allocateHost(10));
      CudaQueue other = device.queue(KERNELS);
      DeviceArray array = write(other, 1, 2);
      queue.close();

      assertThat(read(other, array)).containsExactly(1, 2);
      assertThat(device.freeMemory()).isPositive();
      assertThat(device.multiprocessors()).isPositive();
    }
  }
}
