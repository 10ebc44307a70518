package dev.segue;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A training has come to numbers that are not finite, from which no step leads back. The message
 * says when, and what to change. What was learnt before is offered by {@link #lastGoodEpoch}.
 */
public final class TrainingDivergedException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  private final transient @Nullable SequenceRecommender lastGoodEpoch;

  /**
   * Makes the exception.
   *
   * @param message when the training diverged, how, and what to change
   * @param lastGoodEpoch what the training would have returned after the epoch before
   */
  public TrainingDivergedException(
      String message, Optional<? extends SequenceRecommender> lastGoodEpoch) {
    super(Objects.requireNonNull(message, "message"));
    this.lastGoodEpoch = Objects.requireNonNull(lastGoodEpoch, "lastGoodEpoch").orElse(null);
  }

  /**
   * Returns what the training would have returned after the epoch before: that of the best epoch on
   * the validation playlists, or, without them, of the last one.
   *
   * @return the recommender, whose numbers are finite; empty in the first epoch
   */
  public Optional<SequenceRecommender> lastGoodEpoch() {
    return Optional.ofNullable(lastGoodEpoch);
  }
}
