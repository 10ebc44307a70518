package dev.segue.baselines;

import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.Trainer;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Validates the playlists and then trains. Immutable.
 *
 * @param learn trains on the training playlists and, if there are any, the validation playlists
 */
record ValidatingTrainer<R extends SequenceRecommender>(
    BiFunction<PlaylistDataset, Optional<PlaylistDataset>, R> learn) implements Trainer<R> {

  /** Returns a trainer that counts the training playlists and ignores validation playlists. */
  static <R extends SequenceRecommender> ValidatingTrainer<R> counting(
      Function<PlaylistDataset, R> count) {
    return new ValidatingTrainer<>((training, validation) -> count.apply(training));
  }

  @Override
  public R train(PlaylistDataset training, PlaylistDataset validation) {
    Objects.requireNonNull(training, "training");
    Objects.requireNonNull(validation, "validation");
    training.catalogue().requireSame("training", validation.catalogue(), "validation");
    return train(training, Optional.of(validation).filter(ValidatingTrainer::hasTargets));
  }

  @Override
  public R train(PlaylistDataset training) {
    Objects.requireNonNull(training, "training");
    return train(training, Optional.empty());
  }

  /** A part of a split may have no targets; it is then ignored. */
  private static boolean hasTargets(PlaylistDataset validation) {
    try (Stream<Playlist> playlists = validation.playlists()) {
      return playlists.anyMatch(playlist -> playlist.targets() > 0);
    }
  }

  private R train(PlaylistDataset training, Optional<PlaylistDataset> validation) {
    try (Stream<Playlist> playlists = training.playlists()) {
      if (playlists.noneMatch(playlist -> playlist.transitions() > 0)) {
        throw new IllegalArgumentException(
            "training must have at least 1 transition, but has none: give it a playlist of two"
                + " songs");
      }
    }
    return learn.apply(training, validation);
  }
}
