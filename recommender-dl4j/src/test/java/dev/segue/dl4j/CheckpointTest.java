package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.segue.Catalogue;
import dev.segue.DatasetSplit;
import dev.segue.EpochReport;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.TrainingListener;
import dev.segue.datasets.SyntheticStation;
import dev.segue.lstm.LstmRecommender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.learning.config.Nesterovs;

@Tag("slow")
class CheckpointTest {

  private static final DatasetSplit SPLIT = SyntheticStation.of(60, 200, 1).split(0.8, 0.1, 0.1, 1);
  private static final Duration ALWAYS = Duration.ofNanos(1);

  @TempDir private Path folder;

  private static LstmTrainer.Builder small() {
    return LstmTrainer.builder()
        .embeddingSize(8)
        .hiddenSize(10)
        .batching(Batching.similarLength(100))
        .threads(2);
  }

  /** Stops after some calls of progress, as a kill does, but for the file that it leaves. */
  private static TrainingListener stopAfter(int calls) {
    int[] left = {calls};
    return new TrainingListener() {
      @Override
      public Decision onEpoch(EpochReport report) {
        return Decision.CONTINUE;
      }

      @Override
      public Decision onProgress(int epoch, long done, long total) {
        return --left[0] == 0 ? Decision.STOP : Decision.CONTINUE;
      }
    };
  }

  private static byte[] bytes(LstmRecommender recommender) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    recommender.save(out);
    return out.toByteArray();
  }

  /** A training that is stopped five times ends with the model of one that is not. */
  private void assertResumesBitForBit(
      UnaryOperator<LstmTrainer.Builder> setting, DatasetSplit split) throws IOException {
    byte[] whole =
        bytes(setting.apply(small()).build().train(split.training(), split.validation()));
    Path file = folder.resolve("a.checkpoint");
    Random random = new Random(1);
    for (int run = 0; run < 5; run++) {
      setting
          .apply(small())
          .checkpoint(file, ALWAYS)
          .resume(true)
          .listener(stopAfter(1 + random.nextInt(4)))
          .build()
          .train(split.training(), split.validation());
    }
    LstmTrainer last =
        setting.apply(small()).checkpoint(file, Duration.ofHours(1)).resume(true).build();
    assertThat(bytes(last.train(split.training(), split.validation()))).isEqualTo(whole);
    assertThat(bytes(last.train(split.training(), split.validation())))
        .as("of the checkpoint of the end")
        .isEqualTo(whole);
  }

  @Test
  void resumed_fullSoftmax_isBitForBitTheSame() throws IOException {
    assertResumesBitForBit(builder -> builder.epochs(3), SPLIT);
  }

  @Test
  void resumed_sampledSoftmax_isBitForBitTheSame() throws IOException {
    assertResumesBitForBit(builder -> builder.epochs(3).sampledSoftmax(8), SPLIT);
  }

  @Test
  void resumed_withTimes_isBitForBitTheSame() throws IOException {
    assertResumesBitForBit(builder -> builder.epochs(3), inTime());
  }

  @Test
  void resumed_withSkips_isBitForBitTheSame() throws IOException {
    DatasetSplit skipping = SyntheticStation.of(60, 200, 1).withSkips().split(0.8, 0.1, 0.1, 1);
    assertResumesBitForBit(builder -> builder.epochs(3), skipping);
  }

  @Test
  void resumed_untiedWithAnotherOptimiser_isBitForBitTheSame() throws IOException {
    assertResumesBitForBit(
        builder ->
            builder
                .epochs(2)
                .tiedEmbeddings(false)
                .songFeatures(false)
                .weightAveraging(0)
                .optimiser(new Nesterovs(0.1, 0.9)),
        SPLIT);
  }

  @Test
  void resumed_ensemble_isBitForBitTheSame() throws IOException {
    assertResumesBitForBit(builder -> builder.epochs(2).ensemble(2), SPLIT);
  }

  @Test
  void resumed_withoutValidationData_isBitForBitTheSame() throws IOException {
    byte[] whole = bytes(small().epochs(2).build().train(SPLIT.training()));
    Path file = folder.resolve("a.checkpoint");
    LstmTrainer.Builder stopped = small().epochs(2).checkpoint(file, ALWAYS);
    stopped.listener(stopAfter(7)).build().train(SPLIT.training());
    LstmTrainer.Builder resumed = small().epochs(2).checkpoint(file, ALWAYS).resume(true);
    assertThat(bytes(resumed.build().train(SPLIT.training()))).isEqualTo(whole);
  }

  /** Twelve days of a station, of which the last two are for validation. */
  private static DatasetSplit inTime() {
    Random random = new Random(3);
    List<Playlist> days = new ArrayList<>();
    for (int day = 0; day < 12; day++) {
      int[] songs = random.ints(40, 0, 30).toArray();
      long start = day * 86_400L;
      days.add(
          Playlist.of(songs)
              .withTimes(
                  "station", IntStream.range(0, 40).mapToLong(i -> start + 240 * i).toArray()));
    }
    Catalogue songs =
        Catalogue.of(IntStream.range(0, 30).mapToObj(i -> Song.of("song " + i)).toList());
    PlaylistDataset whole = PlaylistDataset.of(songs, days);
    return whole.splitInOrder(0.75, 0.25, 0);
  }

  @Test
  void stopWithinAnEpoch_withoutAnEpochBefore_keepsWhatIsLearnt() throws IOException {
    List<EpochReport> reports = new ArrayList<>();
    LstmRecommender recommender =
        small()
            .epochs(3)
            .listener(stopAfter(2))
            .listener(
                report -> {
                  reports.add(report);
                  return TrainingListener.Decision.CONTINUE;
                })
            .build()
            .train(SPLIT.training(), SPLIT.validation());
    assertThat(reports).isEmpty();
    assertThat(bytes(recommender))
        .isNotEqualTo(
            bytes(
                small()
                    .epochs(3)
                    .listener(stopAfter(3))
                    .build()
                    .train(SPLIT.training(), SPLIT.validation())));
  }

  @Test
  void checkpointThatIsThere_isNotOverwritten() throws IOException {
    Path file = Files.writeString(folder.resolve("a.checkpoint"), "precious");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> small().checkpoint(file, ALWAYS).build().train(SPLIT.training()))
        .withCauseInstanceOf(FileAlreadyExistsException.class)
        .withMessageContaining("go on from this checkpoint (resume), or delete it");
    assertThat(file).hasContent("precious");
  }

  @Test
  void checkpointOfAnotherTraining_isNamedByItsDifference() {
    Path file = folder.resolve("a.checkpoint");
    small().epochs(1).checkpoint(file, ALWAYS).build().train(SPLIT.training());
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(
            () ->
                small()
                    .epochs(1)
                    .seed(7)
                    .checkpoint(file, ALWAYS)
                    .resume(true)
                    .build()
                    .train(SPLIT.training()))
        .withMessageContaining(
            "a.checkpoint: must be a checkpoint of this training, but seed was 42, and is now 7");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(
            () ->
                small().epochs(1).checkpoint(file, ALWAYS).resume(true).build().train(SPLIT.test()))
        .withMessageContaining("must be a checkpoint of this training, but data was ");
  }

  @Test
  void folderThatIsMissing_isToldBeforeTraining() {
    Path file = folder.resolve("missing").resolve("a.checkpoint");
    List<EpochReport> reports = new ArrayList<>();
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(
            () ->
                small()
                    .checkpoint(file, ALWAYS)
                    .listener(
                        report -> {
                          reports.add(report);
                          return TrainingListener.Decision.CONTINUE;
                        })
                    .build()
                    .train(SPLIT.training()));
    assertThat(reports).isEmpty();
  }

  @Test
  @SuppressWarnings("NullAway") // what a caller without the checker does
  void checkpoint_settings() {
    Path file = folder.resolve("a.checkpoint");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> small().checkpoint(file, Duration.ZERO))
        .withMessage("checkpoint must be every > 0 s, was PT0S");
    assertThatIllegalStateException()
        .isThrownBy(() -> small().checkpoint(file, ALWAYS).checkpoint(file, ALWAYS))
        .withMessage("checkpoint must be set at most once");
    assertThatNullPointerException()
        .isThrownBy(() -> small().checkpoint(null, ALWAYS))
        .withMessage("file");
    assertThatNullPointerException()
        .isThrownBy(() -> small().checkpoint(file, null))
        .withMessage("every");
    assertThatIllegalStateException()
        .isThrownBy(() -> small().resume(true).build())
        .withMessage("resume needs a checkpoint, but none is set");
  }
}
