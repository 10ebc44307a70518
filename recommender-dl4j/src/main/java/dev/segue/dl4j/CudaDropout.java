package dev.segue.dl4j;

import dev.segue.cuda.CudaQueue;
import dev.segue.cuda.DeviceArray;
import dev.segue.cuda.DeviceMatrix;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * {@link Dropout} on a device. Masks are not stored: they are numbers of a generator that counts
 * places (Philox: Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011), so that
 * the backward pass draws those of the forward pass again. One thread at a time.
 */
final class CudaDropout {

  private static final int THREADS = 256;

  private final CudaQueue queue;
  private final int columnLimit;
  private final int limit;
  private final float kept;
  private SplittableRandom random = new SplittableRandom(0);
  private int key0;
  private int key1;

  /**
   * Creates a dropout.
   *
   * @param columnRate rate at which all values of a position are dropped, from 0 to less than 1
   * @param rate dropout rate of the other values, from 0 to less than 1
   */
  CudaDropout(CudaQueue queue, double columnRate, double rate) {
    this.queue = queue;
    columnLimit = limit(columnRate);
    limit = limit(rate);
    kept = Regularisation.keptScale(columnRate, rate);
  }

  /** How many of the random numbers of 32 bits drop a value: an unsigned integer. */
  private static int limit(double rate) {
    return (int) Math.min(Math.round(rate * (1L << 32)), (1L << 32) - 1);
  }

  /** Sets the source of the masks. */
  void random(SplittableRandom random) {
    this.random = random;
  }

  /** Whether any values are dropped. */
  boolean drops() {
    return columnLimit != 0 || limit != 0;
  }

  /**
   * Draws a mask, and copies the values with some dropped.
   *
   * @param from {@code [size, positions]}
   * @param to {@code [size, positions]}, filled; may be {@code from}
   * @param residual {@code [size, positions]} that are added afterwards, or null
   */
  void forward(DeviceMatrix from, DeviceMatrix to, @Nullable DeviceMatrix residual) {
    if (drops()) {
      key0 = random.nextInt();
      key1 = random.nextInt();
    }
    launch(from, to, residual);
  }

  /** Turns the gradients of the result of {@link #forward} into those of its argument. */
  void backward(DeviceMatrix gradients) {
    if (drops()) {
      launch(gradients, gradients, null);
    }
  }

  private void launch(DeviceMatrix from, DeviceMatrix to, @Nullable DeviceMatrix residual) {
    int quads = (from.rows() + 3) / 4 * from.columns();
    queue.launch(
        "dropout",
        (quads + THREADS - 1) / THREADS,
        THREADS,
        from.values(),
        from.stride(),
        residual == null ? DeviceArray.NONE : residual.values(),
        residual == null ? 0 : residual.stride(),
        to.values(),
        to.stride(),
        from.rows(),
        from.columns(),
        columnLimit,
        limit,
        kept,
        key0,
        key1);
  }
}
