package dev.segue.dl4j;

import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What workers have found in some rounds. Immutable.
 *
 * @param steps how many the one with the most steps took
 * @param transitions how many they learnt from
 * @param loss the sum over these in nats
 * @param diverged what is wrong, if the numbers of one are no longer finite
 */
record WorkerSteps(int steps, long transitions, double loss, @Nullable String diverged)
    implements Serializable {

  static final WorkerSteps NONE = new WorkerSteps(0, 0, 0, null);

  Optional<String> problem() {
    return Optional.ofNullable(diverged);
  }

  /** Returns what these and other workers have found. */
  WorkerSteps with(WorkerSteps other) {
    return new WorkerSteps(
        Math.max(steps, other.steps),
        transitions + other.transitions,
        loss + other.loss,
        diverged == null ? other.diverged : diverged);
  }
}
