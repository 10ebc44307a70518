package dev.segue.baselines;

import dev.segue.checkpoint.Checkpointing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Checks the settings of a builder: each is in its range, and made at most once. One thread at a
 * time.
 */
final class Checks {

  private final Set<String> set = new HashSet<>();

  int atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be > 0, was " + value);
    }
    return once(name, value);
  }

  int notNegative(String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " must be >= 0, was " + value);
    }
    return once(name, value);
  }

  double aboveZero(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " must be > 0 and finite, was " + value);
    }
    return once(name, value);
  }

  double notNegative(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " must be >= 0 and finite, was " + value);
    }
    return once(name, value);
  }

  double finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " must be finite, was " + value);
    }
    return once(name, value);
  }

  Checkpointing checkpoint(Path file, Duration every) {
    return once("checkpoint", new Checkpointing(file, every, false));
  }

  <T> T once(String name, T value) {
    if (!set.add(name)) {
      throw new IllegalStateException(name + " must be set at most once");
    }
    return value;
  }
}
