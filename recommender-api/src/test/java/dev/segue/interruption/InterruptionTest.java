package dev.segue.interruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import org.junit.jupiter.api.Test;

class InterruptionTest {

  @Test
  void check_doesNothingUnlessTheThreadIsInterrupted() {
    assertThatNoException().isThrownBy(Interruption.of("training")::check);
  }

  @Test
  void check_inAThreadOfAParallelStream_endsTheCall_withItsMessage() {
    ForkJoinPool pool = new ForkJoinPool(1);
    Interruption interruption = Interruption.of("training");
    Thread.currentThread().interrupt();
    try {
      ForkJoinTask<?> check = pool.submit(interruption::check);
      while (!check.isDone()) { // join would clear the flag while it waits
        Thread.onSpinWait();
      }
      assertThatExceptionOfType(CancellationException.class)
          .isThrownBy(check::join)
          .withMessage("training was cancelled: its thread is interrupted");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
      pool.shutdown();
    }
  }
}
