package dev.segue.baselines;

import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.Trainer;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Validates the playlists and then trains. It reads them once from end to end before the first
 * step, so that what is wrong with them is told then, and not after hours. Immutable.
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
    PlaylistDataset checked = training.checked();
    PlaylistDataset checkedValidation = validation.checked();
    checked.catalogue().requireSame("training", checkedValidation.catalogue(), "validation");
    return train(checked, Optional.of(checkedValidation).filter(ValidatingTrainer::hasTargets));
  }

  @Override
  public R train(PlaylistDataset training) {
    Objects.requireNonNull(training, "training");
    return train(training.checked(), Optional.empty());
  }

  /** A part of a split may have no targets; it is then ignored. */
  private static boolean hasTargets(PlaylistDataset validation) {
    return sum(validation, Playlist::targets) > 0;
  }

  private R train(PlaylistDataset training, Optional<PlaylistDataset> validation) {
    if (sum(training, Playlist::transitions) == 0) {
      throw new IllegalArgumentException(
          "training must have at least 1 transition, but has none: give it a playlist of two"
              + " songs");
    }
    return learn.apply(training, validation);
  }

  private static long sum(PlaylistDataset dataset, ToLongFunction<Playlist> number) {
    try (Stream<Playlist> playlists = dataset.playlists()) {
      return playlists.mapToLong(number).sum();
    }
  }
}
