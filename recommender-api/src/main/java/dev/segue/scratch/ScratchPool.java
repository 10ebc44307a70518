package dev.segue.scratch;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Scratch space that threads borrow, and that is gone with its owner. A {@link ThreadLocal} would
 * keep it, its class and the class's loader as long as the thread lives, which in a container is
 * longer than the application. May be shared by threads.
 *
 * @param <T> the type of the scratch space
 */
public final class ScratchPool<T> {

  /**
   * As many as threads can use at once, with some to spare for threads that wait for a processor.
   */
  private static final int SLOTS =
      Integer.highestOneBit(4 * Runtime.getRuntime().availableProcessors());

  /** References in a cache line, so that threads do not write to one line. */
  private static final int STRIDE = 16;

  private final Supplier<T> make;
  private final AtomicReferenceArray<@Nullable T> slots =
      new AtomicReferenceArray<>(SLOTS * STRIDE);

  /**
   * Creates an empty pool.
   *
   * @param make makes more
   */
  public ScratchPool(Supplier<T> make) {
    this.make = make;
  }

  /**
   * Computes with scratch space of one's own.
   *
   * @param computation is given the space, which is as the last user left it
   * @param <R> the type of the result
   * @return its result
   */
  public <R> R use(Function<T, R> computation) {
    int first = (int) Thread.currentThread().getId();
    T scratch = take(first);
    try {
      return computation.apply(scratch);
    } finally {
      give(scratch, first);
    }
  }

  private T take(int first) {
    for (int i = 0; i < SLOTS; i++) {
      int slot = slot(first + i);
      T free = slots.get(slot) == null ? null : slots.getAndSet(slot, null);
      if (free != null) {
        return free;
      }
    }
    return make.get();
  }

  /** Leaves it to the garbage collector if there is no room. */
  private void give(T scratch, int first) {
    for (int i = 0; i < SLOTS; i++) {
      if (slots.compareAndSet(slot(first + i), null, scratch)) {
        return;
      }
    }
  }

  private static int slot(int number) {
    return (number & (SLOTS - 1)) * STRIDE;
  }
}
