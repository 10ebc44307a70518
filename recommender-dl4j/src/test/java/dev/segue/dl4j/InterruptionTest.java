package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.EpochReport;
import dev.segue.PlaylistDataset;
import dev.segue.TrainingListener;
import dev.segue.datasets.SyntheticStation;
import dev.segue.evaluation.Evaluator;
import dev.segue.evaluation.Metric;
import dev.segue.lstm.LstmRecommender;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class InterruptionTest {

  /** More than a machine under load needs; work that goes on to its end is not cancelled. */
  private static final Duration SOON = Duration.ofSeconds(60);

  private static final PlaylistDataset LARGE = SyntheticStation.of(200, 2000, 1);

  /** Runs the work in a thread of its own and interrupts it once it has begun. */
  private static void assertEndsSoon(Work work) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicBoolean flag = new AtomicBoolean();
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run(begun);
              } catch (RuntimeException e) {
                thrown.set(e);
                flag.set(Thread.currentThread().isInterrupted());
              }
            });
    thread.start();
    begun.await();
    thread.interrupt();
    assertThat(joins(thread)).as("ended within " + SOON).isTrue();
    assertThat(thrown.get()).isInstanceOf(CancellationException.class);
    assertThat(flag).as("interrupt flag").isTrue();
  }

  private static boolean joins(Thread thread) throws InterruptedException {
    thread.join(SOON.toMillis());
    return !thread.isAlive();
  }

  private interface Work {
    void run(CountDownLatch begun);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void training_endsSoon_andLeavesNoThread(int threads) throws InterruptedException {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    assertEndsSoon(
        begun ->
            LstmTrainer.builder()
                .epochs(1000)
                .threads(threads)
                .listener(
                    new TrainingListener() {
                      @Override
                      public Decision onEpoch(EpochReport report) {
                        return Decision.CONTINUE;
                      }

                      @Override
                      public Decision onProgress(int epoch, long done, long total) {
                        begun.countDown();
                        return Decision.CONTINUE;
                      }
                    })
                .build()
                .train(LARGE));
    Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
    left.removeAll(before);
    left.removeIf(thread -> !thread.getName().equals("segue-training"));
    for (Thread thread : left) {
      assertThat(joins(thread)).as("%s ended", thread.getName()).isTrue();
    }
  }

  @Test
  void evaluation_endsSoon() throws InterruptedException {
    LstmRecommender recommender =
        LstmTrainer.builder()
            .epochs(1)
            .listener(report -> TrainingListener.Decision.STOP)
            .build()
            .train(SyntheticStation.of(200, 10, 1));
    assertEndsSoon(
        begun -> {
          while (true) {
            Evaluator.of(Metric.accuracyAt(1))
                .evaluate(recommender, LARGE, transition -> begun.countDown());
          }
        });
  }
}
