package dev.segue.dl4j;

import dev.segue.cuda.CudaQueue;
import dev.segue.cuda.DeviceArray;

/**
 * The kernel of softmax.cu that suits rows of a length: it keeps a row in the registers of a block
 * of threads if they hold it.
 *
 * @param name of the kernel
 * @param threads in a block
 * @param source the line that makes the kernel, after softmax.cu; empty if it needs none
 */
record SoftmaxKernel(String name, int threads, String source) {

  private static final int MOST_THREADS = 512;
  private static final int LEAST_THREADS = 32;

  /** A thread of 512 has 128 registers: some 40,000 logits in all. */
  private static final int MOST_QUADS = 20;

  /** Returns the kernel of a softmax over all songs, whose rows have a multiple of 8 logits. */
  static SoftmaxKernel full(int row) {
    return of("softmax", "SOFTMAX_ROW", row);
  }

  /** Returns the kernel of a sampled softmax, whose rows have a multiple of 8 negatives. */
  static SoftmaxKernel sampled(int row) {
    return of("sampled", "SAMPLED_ROW", row);
  }

  private static SoftmaxKernel of(String kind, String macro, int row) {
    int quads = row / 4;
    int threads = LEAST_THREADS;
    while (threads < quads && threads < MOST_THREADS) {
      threads *= 2;
    }
    int each = (quads + threads - 1) / threads;
    return each > MOST_QUADS
        ? new SoftmaxKernel(kind + "LongRow", MOST_THREADS, "")
        : new SoftmaxKernel(kind + "Row" + each, threads, "%s(%d)".formatted(macro, each));
  }

  /**
   * Turns logits into gradients.
   *
   * @param logProbability {@code [songs]} if targets have logits of their own
   * @param scale the factor of the gradients
   * @param smoothing the label smoothing
   * @param losses {@code [positions]} of the block, in nats
   */
  void launch(
      CudaQueue queue,
      CudaLogits block,
      DeviceArray logProbability,
      double scale,
      double smoothing,
      DeviceArray losses) {
    queue.launch(
        name,
        block.positions(),
        threads,
        block.values().values(),
        block.values().stride(),
        logProbability,
        block.songs(),
        block.targets(),
        block.own(),
        (float) scale,
        (float) smoothing,
        losses);
  }
}
