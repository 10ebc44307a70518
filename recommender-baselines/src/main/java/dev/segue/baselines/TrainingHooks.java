package dev.segue.baselines;

import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.TrainingListener;
import dev.segue.checkpoint.CheckpointFile;
import dev.segue.checkpoint.Checkpointing;
import dev.segue.checkpoint.DataDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a training calls and writes while it learns. Immutable.
 *
 * @param listeners called as it goes on
 * @param checkpoint where it keeps how far it has come, if anywhere
 */
record TrainingHooks(List<TrainingListener> listeners, Optional<Checkpointing> checkpoint) {

  static final TrainingHooks NONE = new TrainingHooks(List.of(), Optional.empty());

  /**
   * Returns the hooks that a builder was told.
   *
   * @param resume whether a training goes on from its checkpoint
   * @throws IllegalStateException if it does, and there is none
   */
  static TrainingHooks of(
      List<TrainingListener> listeners, Optional<Checkpointing> checkpoint, boolean resume) {
    if (resume && checkpoint.isEmpty()) {
      throw new IllegalStateException("resume needs a checkpoint, but none is set");
    }
    return new TrainingHooks(
        List.copyOf(listeners), // the builder may change later
        checkpoint.map(where -> new Checkpointing(where.file(), where.every(), resume)));
  }

  /**
   * Returns the file of the checkpoint, if there is to be one.
   *
   * @param kind of trainer, such as {@code item2vec.checkpoint}
   * @param settings what must be the same beside the playlists so that a training goes on
   */
  Optional<CheckpointFile> file(
      String kind,
      Supplier<Map<String, String>> settings,
      PlaylistDataset dataset,
      Optional<PlaylistDataset> validation) {
    return checkpoint.map(
        where -> {
          Map<String, String> training = new LinkedHashMap<>(settings.get());
          training.put("data", digest(dataset));
          training.put("validation", validation.map(TrainingHooks::digest).orElse("none"));
          return CheckpointFile.of(where, kind, training);
        });
  }

  private static String digest(PlaylistDataset dataset) {
    try (Stream<Playlist> playlists = dataset.playlists()) {
      return new DataDigest().add(dataset.catalogue()).add(playlists).value();
    }
  }
}
