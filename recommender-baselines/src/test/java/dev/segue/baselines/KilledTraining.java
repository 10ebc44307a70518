package dev.segue.baselines;

import dev.segue.DatasetSplit;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.baselines.LatentMarkovTraining.SongsCompared;
import dev.segue.checkpoint.Checkpointing;
import dev.segue.datasets.SyntheticStation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A training in a process of its own, which goes on from its checkpoint and writes it after each
 * step; so it may be killed at any moment.
 */
final class KilledTraining {

  private static final DatasetSplit SPLIT =
      SyntheticStation.of(300, 400, 1).split(0.8, 0.1, 0.1, 1);

  private KilledTraining() {}

  /** What is trained: steps of 96 songs, or of up to 1,000 plays of a playlist. */
  enum Variant {
    SINGLE_POINT,
    DUAL_POINT,
    WITHOUT_VALIDATION,
    SAMPLED,
    SAMPLED_WITHOUT_VALIDATION,
    ITEM2VEC,
    ITEM2VEC_WITHOUT_VALIDATION;

    SequenceRecommender train(TrainingHooks hooks) {
      return train(SPLIT.training(), hooks);
    }

    SequenceRecommender train(PlaylistDataset training, TrainingHooks hooks) {
      Optional<PlaylistDataset> validation = Optional.of(SPLIT.validation());
      return switch (this) {
        case SINGLE_POINT -> embedding(training, validation, false, 300, hooks);
        case DUAL_POINT -> embedding(training, validation, true, 300, hooks);
        case WITHOUT_VALIDATION -> embedding(training, Optional.empty(), false, 300, hooks);
        case SAMPLED -> embedding(training, validation, false, 299, hooks);
        case SAMPLED_WITHOUT_VALIDATION -> embedding(training, Optional.empty(), true, 299, hooks);
        case ITEM2VEC -> item2Vec(training, validation, hooks);
        case ITEM2VEC_WITHOUT_VALIDATION -> item2Vec(training, Optional.empty(), hooks);
      };
    }

    private static LatentMarkovEmbedding embedding(
        PlaylistDataset training,
        Optional<PlaylistDataset> validation,
        boolean dualPoint,
        int maxSongsCompared,
        TrainingHooks hooks) {
      return LatentMarkovTraining.run(
          training,
          validation,
          new LatentMarkovEmbedding.Settings(
              dualPoint, 8, 1, true, new GradientDescent(12, 0.1, 7)),
          hooks,
          new SongsCompared(maxSongsCompared, 30));
    }

    /** Beside playlists of a few songs, one of 2,500. */
    private static Item2Vec item2Vec(
        PlaylistDataset training, Optional<PlaylistDataset> validation, TrainingHooks hooks) {
      Playlist station = Playlist.of(IntStream.range(0, 2_500).map(i -> i % 17).toArray());
      List<Playlist> few;
      try (Stream<Playlist> all = training.playlists()) {
        few = Stream.concat(Stream.of(station), all.limit(20)).toList();
      }
      return SkipGram.run(
          PlaylistDataset.of(training.catalogue(), few),
          validation,
          new Item2Vec.Settings(
              8, new Item2Vec.Sampling(5, 3, 0.75), new GradientDescent(3, 0.05, 7)),
          hooks);
    }
  }

  /** Trains a variant with a checkpoint, says when it begins to, and saves the model. */
  public static void main(String[] arguments) throws IOException {
    Variant variant = Variant.valueOf(arguments[0]);
    Checkpointing always = new Checkpointing(Path.of(arguments[1]), Duration.ofNanos(1), true);
    System.out.println("begins");
    variant.train(new TrainingHooks(List.of(), Optional.of(always))).save(Path.of(arguments[2]));
  }
}
