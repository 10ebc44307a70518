package dev.segue.checkpoint;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Whether and where a training keeps how far it has come, as its builder was told.
 *
 * @param file where the checkpoint is
 * @param every how often it is written, more than zero
 * @param resume whether a training goes on from it if it is there
 */
public record Checkpointing(Path file, Duration every, boolean resume) {

  /**
   * Makes the setting.
   *
   * @param file where the checkpoint is
   * @param every how often it is written
   * @param resume whether a training goes on from it if it is there
   * @throws IllegalArgumentException if {@code every} is zero or negative
   */
  public Checkpointing {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(every, "every");
    if (every.isZero() || every.isNegative()) {
      throw new IllegalArgumentException("checkpoint must be every > 0 s, was " + every);
    }
  }
}
