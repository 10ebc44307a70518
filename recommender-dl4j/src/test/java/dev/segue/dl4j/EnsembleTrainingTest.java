package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.segue.DatasetSplit;
import dev.segue.EpochReport;
import dev.segue.PlaylistDataset;
import dev.segue.TrainingDivergedException;
import dev.segue.TrainingListener;
import dev.segue.checkpoint.Checkpointing;
import dev.segue.lstm.LstmRecommender;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ensembles whose networks are trained at once. */
class EnsembleTrainingTest {

  private static final DatasetSplit STATION = TrainingDeviceTest.station();

  /** The networks end after epochs of their own. */
  private static final Hyperparameters THREE =
      TrainingDeviceTest.with(Hyperparameters.DEFAULTS.run().epochs(6).patience(1).ensemble(3));

  @TempDir private Path folder;

  @AfterEach
  void noThreadIsLeft() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("segue-task")) {
        thread.join(60_000);
        assertThat(thread.isAlive()).isFalse();
      }
    }
  }

  /** Calls a listener with the progress, and at the end of each epoch. */
  private interface Watch extends TrainingListener {

    @Override
    default Decision onEpoch(EpochReport report) {
      return Decision.CONTINUE;
    }

    @Override
    Decision onProgress(int epoch, long done, long total);
  }

  private static LstmRecommender train(
      int atOnce,
      Hyperparameters settings,
      Optional<Checkpointing> checkpointing,
      TrainingListener listener,
      boolean validated) {
    return TrainingDeviceTest.train(
        new BiasNetwork.Device(2, 3, atOnce),
        settings,
        checkpointing,
        listener,
        STATION.training(),
        Optional.<PlaylistDataset>of(STATION.validation()).filter(any -> validated));
  }

  private static LstmRecommender train(int atOnce, Hyperparameters settings, Watch watch) {
    return train(atOnce, settings, Optional.empty(), watch, true);
  }

  private static Watch nothing() {
    return (epoch, done, total) -> TrainingListener.Decision.CONTINUE;
  }

  private static byte[] bytes(LstmRecommender recommender) throws IOException {
    return TrainingDeviceTest.bytes(recommender);
  }

  @ParameterizedTest
  @CsvSource({"2, true", "3, true", "8, true", "2, false"})
  void networksAtOnce_areThoseOfOneAfterAnother(int atOnce, boolean validated) throws IOException {
    assertThat(bytes(train(atOnce, THREE, Optional.empty(), nothing(), validated)))
        .isEqualTo(bytes(train(1, THREE, Optional.empty(), nothing(), validated)));
  }

  @Test
  void listener_isCalledByOneThreadAtATime_withEpochsInOrder() {
    AtomicInteger calls = new AtomicInteger();
    List<EpochReport> reports = new ArrayList<>();
    List<Long> progress = new ArrayList<>();
    Hyperparameters settings =
        TrainingDeviceTest.with(Hyperparameters.DEFAULTS.run().epochs(4).patience(9).ensemble(3));

    train(
        3,
        settings,
        new Watch() {
          @Override
          public Decision onProgress(int epoch, long done, long total) {
            assertThat(calls.incrementAndGet()).isEqualTo(1);
            assertThat(epoch).isEqualTo(reports.size() + 1);
            progress.add(total * epoch + done);
            assertThat(calls.decrementAndGet()).isZero();
            return Decision.CONTINUE;
          }

          @Override
          public Decision onEpoch(EpochReport report) {
            assertThat(calls.incrementAndGet()).isEqualTo(1);
            reports.add(report);
            assertThat(calls.decrementAndGet()).isZero();
            return Decision.CONTINUE;
          }
        });

    assertThat(reports.stream().map(EpochReport::epoch))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 12).boxed().toList());
    assertThat(reports).allMatch(report -> report.epochs() == 12);
    assertThat(reports.get(11).timeLeft()).isZero();
    assertThat(progress).as("never falls back").isSorted();
  }

  @Test
  void timeLeft_isThatOfNetworksSideBySide() {
    List<EpochReport> reports = new ArrayList<>();
    EpochReports ofTwo =
        new EpochReports(
            List.of(
                report -> {
                  reports.add(report);
                  return TrainingListener.Decision.CONTINUE;
                }),
            100,
            8,
            2);

    ofTwo.epoch(
        Duration.ofSeconds(8), Duration.ofSeconds(10), 1, Optional.empty(), OptionalDouble.empty());
    ofTwo.epoch(
        Duration.ofSeconds(8), Duration.ofSeconds(10), 1, Optional.empty(), OptionalDouble.empty());

    assertThat(reports.get(1).timeLeft()).as("6 epochs of 10 s, 2 at once").hasSeconds(30);
    assertThat(reports.get(1).trainingTime()).hasSeconds(8);
    assertThat(reports.get(1).validationAccuracyAt10()).isEqualTo(OptionalDouble.empty());
  }

  /** Trains until it is killed after some batches; whether it came to its end. */
  private Optional<LstmRecommender> trainUntil(int batches, boolean killed, int atOnce) {
    int[] left = {batches};
    Watch stop =
        (epoch, done, total) -> {
          if (--left[0] > 0) {
            return TrainingListener.Decision.CONTINUE;
          }
          if (killed) {
            throw new IllegalStateException("killed");
          }
          return TrainingListener.Decision.STOP;
        };
    Checkpointing checkpointing =
        new Checkpointing(folder.resolve("a.checkpoint"), Duration.ofNanos(1), true);
    try {
      LstmRecommender recommender = train(atOnce, THREE, Optional.of(checkpointing), stop, true);
      return left[0] > 0 ? Optional.of(recommender) : Optional.empty();
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("killed");
      return Optional.empty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void resumedTraining_isBitForBitTheSame_howeverManyAtOnce(int seed) throws IOException {
    Random random = new Random(seed);
    Optional<LstmRecommender> resumed = Optional.empty();
    for (int run = 0; resumed.isEmpty(); run++) {
      int atOnce = seed == 0 ? 3 : 1 + random.nextInt(4);
      resumed = trainUntil(1 + random.nextInt(20) + 10 * run, random.nextBoolean(), atOnce);
    }

    assertThat(bytes(resumed.get())).isEqualTo(bytes(train(1, THREE, nothing())));
    assertThat(bytes(trainUntil(1, true, 3).orElseThrow()))
        .as("of the checkpoint of the end")
        .isEqualTo(bytes(resumed.get()));
  }

  @Test
  void stop_endsAllNetworksAtTheirNextBatch() {
    int[] calls = {0};
    List<EpochReport> reports = new ArrayList<>();

    LstmRecommender recommender =
        train(
            3,
            THREE,
            new Watch() {
              @Override
              public Decision onProgress(int epoch, long done, long total) {
                return ++calls[0] >= 5 ? Decision.STOP : Decision.CONTINUE;
              }

              @Override
              public Decision onEpoch(EpochReport report) {
                reports.add(report);
                return Decision.CONTINUE;
              }
            });

    assertThat(calls[0]).as("those within a batch end it").isBetween(5, 7);
    assertThat(reports).isEmpty();
    assertThat(recommender).hasToString("3 LSTMs over 60 songs");
  }

  @Test
  void divergenceOfOneNetwork_endsAll_andOffersTheGoodEpochOfEach() {
    AtomicReference<Thread> exploding = new AtomicReference<>();
    CountDownLatch secondEpochs = new CountDownLatch(3);
    Schedule schedule =
        (progress, logLikelihoods) -> {
          if (logLikelihoods.isEmpty()) {
            return 1;
          }
          secondEpochs.countDown();
          exploding.compareAndSet(null, Thread.currentThread());
          await(exploding.get() == Thread.currentThread() ? secondEpochs : new CountDownLatch(1));
          return 1e38;
        };
    Hyperparameters settings =
        TrainingDeviceTest.with(Hyperparameters.DEFAULTS.run().epochs(2).ensemble(3));
    Hyperparameters diverging =
        new Hyperparameters(
            settings.network(),
            settings.songs(),
            settings.time(),
            settings.regularisation(),
            settings.optimisation().schedule(schedule),
            settings.run());
    Hyperparameters oneEpoch =
        TrainingDeviceTest.with(Hyperparameters.DEFAULTS.run().epochs(1).ensemble(3));

    TrainingDivergedException thrown =
        catchThrowableOfType(
            TrainingDivergedException.class,
            () -> train(3, diverging, Optional.empty(), nothing(), false));

    assertThat(thrown).hasMessageContaining("training diverged in epoch 2, step ");
    assertThat(thrown.lastGoodEpoch().orElseThrow().recommend(List.of(), 60))
        .isEqualTo(train(3, oneEpoch, Optional.empty(), nothing(), false).recommend(List.of(), 60));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void exceptionOfOneNetwork_endsAll_andReachesTheCaller() {
    IllegalStateException own = new IllegalStateException("a listener's own");
    Hyperparameters endless =
        TrainingDeviceTest.with(Hyperparameters.DEFAULTS.run().epochs(1_000_000).ensemble(3));

    assertThatThrownBy(
            () ->
                train(
                    3,
                    endless,
                    Optional.empty(),
                    (Watch)
                        (epoch, done, total) -> {
                          if (epoch >= 4) { // networks may end several epochs between two calls
                            throw own;
                          }
                          return TrainingListener.Decision.CONTINUE;
                        },
                    false))
        .isSameAs(own);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void interruption_endsAllNetworks(boolean validated) throws InterruptedException {
    Hyperparameters endless =
        TrainingDeviceTest.with(
            Hyperparameters.DEFAULTS.run().epochs(1_000_000).patience(1_000_000).ensemble(3));
    CountDownLatch begun = new CountDownLatch(20);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicBoolean flag = new AtomicBoolean();
    Watch watch =
        (epoch, done, total) -> {
          begun.countDown();
          return TrainingListener.Decision.CONTINUE;
        };
    Thread caller =
        new Thread(
            () -> {
              thrown.set(
                  catchThrowable(() -> train(3, endless, Optional.empty(), watch, validated)));
              flag.set(Thread.currentThread().isInterrupted());
            });

    caller.start();
    begun.await();
    caller.interrupt();
    caller.join(60_000);

    assertThat(caller.isAlive()).isFalse();
    assertThat(thrown.get())
        .isInstanceOf(CancellationException.class)
        .hasMessageEndingWith("was cancelled: its thread is interrupted");
    assertThat(flag).as("interrupt flag").isTrue();
  }
}
