package dev.segue.baselines;

import static java.util.Comparator.naturalOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.segue.EpochReport;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.TrainingListener;
import dev.segue.checkpoint.Checkpointing;
import dev.segue.datasets.SyntheticStation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A training that goes on from its checkpoint is the one that was not interrupted. */
class CheckpointTest {

  private static final Duration ALWAYS = Duration.ofNanos(1);
  private static final Duration SELDOM = Duration.ofHours(1);
  private static final PlaylistDataset STATION = SyntheticStation.of(40, 60, 1);

  @TempDir private Path folder;

  /** Stops after some calls of progress, as a kill does, but for the file that it leaves. */
  private record StopAfter(int[] left, List<EpochReport> reports) implements TrainingListener {

    static StopAfter calls(int calls, List<EpochReport> reports) {
      return new StopAfter(new int[] {calls}, reports);
    }

    @Override
    public Decision onEpoch(EpochReport report) {
      reports.add(report);
      return Decision.CONTINUE;
    }

    @Override
    public Decision onProgress(int epoch, long done, long total) {
      return --left[0] == 0 ? Decision.STOP : Decision.CONTINUE;
    }
  }

  private TrainingHooks hooks(Duration every, TrainingListener listener) {
    return new TrainingHooks(
        List.of(listener),
        Optional.of(new Checkpointing(folder.resolve("a.checkpoint"), every, true)));
  }

  private static byte[] bytes(SequenceRecommender recommender) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    recommender.save(out);
    return out.toByteArray();
  }

  @ParameterizedTest
  @EnumSource
  void resumed_isBitForBitTheSame(KilledTraining.Variant variant) throws IOException {
    List<EpochReport> uninterrupted = new ArrayList<>();
    byte[] whole =
        bytes(
            variant.train(
                new TrainingHooks(List.of(StopAfter.calls(-1, uninterrupted)), Optional.empty())));
    List<EpochReport> reports = new ArrayList<>();
    Random random = new Random(1);
    for (int run = 0; run < 8; run++) { // in the first step, at the end of an epoch, within one
      int calls = run < 4 ? 1 + run : 1 + random.nextInt(9);
      Duration every = run % 2 == 0 ? ALWAYS : SELDOM;
      variant.train(hooks(every, StopAfter.calls(calls, reports)));
    }
    StopAfter never = StopAfter.calls(-1, reports);
    assertThat(bytes(variant.train(hooks(SELDOM, never)))).isEqualTo(whole);
    assertThat(reports)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("trainingTime", "timeLeft")
        .isEqualTo(uninterrupted);

    List<EpochReport> none = new ArrayList<>();
    StopAfter first = StopAfter.calls(1, none);
    assertThat(bytes(variant.train(hooks(ALWAYS, first)))).as("once more").isEqualTo(whole);
    assertThat(first.left()).as("its learning is over").containsExactly(1);
    assertThat(none).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void stoppedAfterAnEpoch_goesOnWithTheNext(KilledTraining.Variant variant) throws IOException {
    byte[] whole = bytes(variant.train(TrainingHooks.NONE));
    List<Integer> epochs = new ArrayList<>();
    TrainingListener stop =
        report -> {
          epochs.add(report.epoch());
          return TrainingListener.Decision.STOP;
        };
    variant.train(hooks(SELDOM, stop));
    variant.train(hooks(SELDOM, stop));
    assertThat(epochs).containsExactly(1, 2);
    assertThat(bytes(variant.train(hooks(SELDOM, StopAfter.calls(-1, new ArrayList<>())))))
        .isEqualTo(whole);
  }

  private static Item2Vec.Builder item2Vec() {
    return item2Vec(2);
  }

  private static Item2Vec.Builder item2Vec(int epochs) {
    return Item2Vec.builder().dimensions(4).epochs(epochs);
  }

  private static LatentMarkovEmbedding.Builder embedding() {
    return LatentMarkovEmbedding.builder().dimensions(4).epochs(2);
  }

  @Test
  void builders_keepACheckpoint_andGoOnFromIt() throws IOException {
    Path one = folder.resolve("one.checkpoint");
    Path other = folder.resolve("other.checkpoint");
    StopAfter stop = StopAfter.calls(1, new ArrayList<>());
    item2Vec().checkpoint(one, SELDOM).listener(stop).build().train(STATION);
    stop = StopAfter.calls(1, new ArrayList<>());
    embedding().checkpoint(other, SELDOM).listener(stop).build().train(STATION);

    assertThat(bytes(item2Vec().checkpoint(one, SELDOM).resume(true).build().train(STATION)))
        .isEqualTo(bytes(item2Vec().build().train(STATION)));
    assertThat(bytes(embedding().checkpoint(other, SELDOM).resume(true).build().train(STATION)))
        .isEqualTo(bytes(embedding().build().train(STATION)));
  }

  @Test
  void checkpointThatIsThere_isNotOverwritten() throws IOException {
    Path file = Files.writeString(folder.resolve("a.checkpoint"), "precious");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> embedding().checkpoint(file, ALWAYS).build().train(STATION))
        .withCauseInstanceOf(FileAlreadyExistsException.class)
        .withMessageContaining("go on from this checkpoint (resume), or delete it");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> item2Vec().checkpoint(file, ALWAYS).build().train(STATION))
        .withCauseInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("precious");
  }

  @Test
  void checkpointOfAnotherTraining_isNamedByItsDifference() {
    Path file = folder.resolve("a.checkpoint");
    embedding().checkpoint(file, ALWAYS).build().train(STATION);
    LatentMarkovEmbedding.Builder otherSeed = embedding().seed(7);
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> otherSeed.checkpoint(file, ALWAYS).resume(true).build().train(STATION))
        .withMessageContaining(
            "a.checkpoint: must be a checkpoint of this training, but seed was 42, and is now 7");
    var same = embedding().checkpoint(file, ALWAYS).resume(true).build();
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> same.train(SyntheticStation.of(40, 60, 2)))
        .withMessageContaining("must be a checkpoint of this training, but data was ");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> same.train(STATION, STATION))
        .withMessageContaining(
            "must be a checkpoint of this training, but validation was none, and is now ");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> item2Vec().checkpoint(file, ALWAYS).resume(true).build().train(STATION))
        .withMessageContaining(
            "must be a checkpoint of kind 'item2vec.checkpoint',"
                + " was 'latent_markov_embedding.checkpoint'");
  }

  @Test
  void settingsOfACheckpoint_areAllThatABuilderHas() {
    assertThat(Item2Vec.Settings.DEFAULTS.describe())
        .containsOnlyKeys(
            "dimensions",
            "window",
            "negatives",
            "negative_power",
            "epochs",
            "learning_rate",
            "seed");
    assertThat(LatentMarkovEmbedding.Settings.DEFAULTS.describe())
        .containsOnlyKeys(
            "dual_point",
            "dimensions",
            "regularisation",
            "tags",
            "epochs",
            "learning_rate",
            "seed");
  }

  @Test
  void folderThatIsMissing_isToldBeforeTraining() {
    Path file = folder.resolve("missing").resolve("a.checkpoint");
    StopAfter stop = StopAfter.calls(1, new ArrayList<>());
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(
            () -> embedding().checkpoint(file, ALWAYS).listener(stop).build().train(STATION));
    assertThat(stop.left()).containsExactly(1);
  }

  @Test
  void fileThatCannotBeWrittenAnyMore_doesNotEndTheTraining() throws IOException {
    Path gone = Files.createDirectory(folder.resolve("gone"));
    Path file = gone.resolve("a.checkpoint");
    TrainingListener removes =
        new TrainingListener() {
          @Override
          public Decision onEpoch(EpochReport report) {
            return Decision.CONTINUE;
          }

          @Override
          public Decision onProgress(int epoch, long done, long total) {
            try {
              Files.deleteIfExists(file);
              Files.deleteIfExists(gone);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            return Decision.CONTINUE;
          }
        };
    assertThat(bytes(embedding().checkpoint(file, ALWAYS).listener(removes).build().train(STATION)))
        .isEqualTo(bytes(embedding().build().train(STATION)));
  }

  @Test
  void timeOfAnEpoch_countsThatBeforeItWasStopped() {
    TrainingListener slow =
        new TrainingListener() {
          @Override
          public Decision onEpoch(EpochReport report) {
            return Decision.CONTINUE;
          }

          @Override
          public Decision onProgress(int epoch, long done, long total) {
            LockSupport.parkNanos(500_000_000);
            return Decision.STOP;
          }
        };
    Path file = folder.resolve("a.checkpoint");
    item2Vec(9).checkpoint(file, SELDOM).listener(slow).build().train(STATION);
    List<EpochReport> reports = new ArrayList<>();
    item2Vec(9)
        .checkpoint(file, SELDOM)
        .resume(true)
        .listener(StopAfter.calls(-1, reports))
        .build()
        .train(STATION);
    assertThat(reports.get(0).trainingTime()).isGreaterThan(Duration.ofMillis(400));
    assertThat(reports.stream().skip(1).map(EpochReport::trainingTime).min(naturalOrder()))
        .as("the fastest of the other epochs, which paused nowhere")
        .hasValueSatisfying(time -> assertThat(time).isLessThan(reports.get(0).trainingTime()));
  }
}
