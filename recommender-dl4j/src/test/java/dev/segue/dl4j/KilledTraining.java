package dev.segue.dl4j;

import dev.segue.Catalogue;
import dev.segue.DatasetSplit;
import dev.segue.EpochReport;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.TrainingListener;
import dev.segue.datasets.SyntheticStation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A training in a process of its own, which goes on from its checkpoint and writes it after each
 * batch; so it may be killed at any moment.
 */
final class KilledTraining {

  private KilledTraining() {}

  /** What is trained. */
  enum Variant {
    FULL,
    SAMPLED,
    ENSEMBLE,
    IN_TIME;

    DatasetSplit data() {
      return this == IN_TIME ? inTime() : SyntheticStation.of(60, 200, 1).split(0.8, 0.2, 0, 1);
    }

    LstmTrainer.Builder trainer() {
      LstmTrainer.Builder builder =
          LstmTrainer.builder()
              .embeddingSize(16)
              .hiddenSize(16)
              .batching(Batching.similarLength(50))
              .threads(2);
      return switch (this) {
        case FULL, IN_TIME -> builder.epochs(4);
        case SAMPLED -> builder.epochs(4).sampledSoftmax(10);
        case ENSEMBLE -> builder.epochs(2).ensemble(2);
      };
    }
  }

  /** Twelve days of a station. */
  private static DatasetSplit inTime() {
    Random random = new Random(3);
    List<Playlist> days = new ArrayList<>();
    for (int day = 0; day < 12; day++) {
      long start = day * 86_400L;
      days.add(
          Playlist.of(random.ints(100, 0, 30).toArray())
              .withTimes(
                  "station", IntStream.range(0, 100).mapToLong(i -> start + 240 * i).toArray()));
    }
    Catalogue songs =
        Catalogue.of(IntStream.range(0, 30).mapToObj(i -> Song.of("song " + i)).toList());
    return PlaylistDataset.of(songs, days).splitInOrder(0.75, 0.25, 0);
  }

  /** Trains a variant with a checkpoint, says when it begins to, and saves the model. */
  public static void main(String[] arguments) throws IOException {
    Variant variant = Variant.valueOf(arguments[0]);
    DatasetSplit data = variant.data();
    variant
        .trainer()
        .checkpoint(Path.of(arguments[1]), Duration.ofNanos(1))
        .resume(true)
        .listener(
            new TrainingListener() {
              @Override
              public void onStart(String device) {
                System.out.println("begins");
              }

              @Override
              public Decision onEpoch(EpochReport report) {
                return Decision.CONTINUE;
              }
            })
        .build()
        .train(data.training(), data.validation())
        .save(Path.of(arguments[2]));
  }
}
