package dev.segue.scratch;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** No two threads are lent the same scratch space, in whatever order they take and give it. */
public class ScratchPoolThreadsTest {

  private final ScratchPool<AtomicBoolean> pool = new ScratchPool<>(AtomicBoolean::new);

  /** Returns whether nobody else uses what was lent. */
  @Operation
  public boolean use() {
    return pool.use(
        lent -> {
          boolean alone = lent.compareAndSet(false, true);
          lent.set(false);
          return alone;
        });
  }

  @Test
  void use_byTwoThreads_lendsToOneAtATime() {
    new ModelCheckingOptions()
        .threads(2)
        .actorsPerThread(3)
        .iterations(3)
        .invocationsPerIteration(1_000)
        .check(ScratchPoolThreadsTest.class);
  }
}
