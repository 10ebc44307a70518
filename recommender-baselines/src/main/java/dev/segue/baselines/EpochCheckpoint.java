package dev.segue.baselines;

import dev.segue.SequenceRecommender;
import dev.segue.checkpoint.CheckpointFile;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * What is kept of a training, so that another one goes on from it. Does nothing if no checkpoint
 * was asked for. One thread at a time.
 */
final class EpochCheckpoint<R extends SequenceRecommender> {

  private final Optional<CheckpointFile> file;
  private final BestEpoch<R> epochs;
  private final EpochTraining<R> training;

  EpochCheckpoint(Optional<CheckpointFile> file, BestEpoch<R> epochs, EpochTraining<R> training) {
    this.file = file;
    this.epochs = epochs;
    this.training = training;
  }

  /**
   * Goes on from the checkpoint, or writes the first one.
   *
   * @throws UncheckedIOException if it cannot be read or written, is that of another training, or
   *     is not to be gone on from
   */
  void begin() {
    try {
      if (file.isPresent()) {
        begin(file.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void begin(CheckpointFile present) throws IOException {
    Optional<ModelFile> found = present.read();
    if (found.isPresent()) {
      epochs.read(found.get(), training);
    } else {
      present.write(this::write);
    }
  }

  /**
   * Writes the checkpoint if it is time.
   *
   * @param last whether no time will come again
   */
  void during(boolean last) {
    file.filter(each -> last || each.isDue()).ifPresent(each -> each.tryWrite(this::write));
  }

  private void write(ModelFile.Builder checkpoint) {
    epochs.write(checkpoint);
    training.write(checkpoint);
  }
}
