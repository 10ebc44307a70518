package dev.segue.baselines;

import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.Trainer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Learns by counting, with nothing to choose on validation playlists. Immutable.
 *
 * @param count makes the recommender of what is learnt from
 */
record CountingTrainer<R extends SequenceRecommender>(Function<PlaylistDataset, R> count)
    implements Trainer<R> {

  @Override
  public R train(PlaylistDataset training, PlaylistDataset validation) {
    if (!training.catalogue().fingerprint().equals(validation.catalogue().fingerprint())) {
      throw new IllegalArgumentException(
          "training and validation must share one catalogue, but have %d and %d songs"
              .formatted(training.catalogue().size(), validation.catalogue().size()));
    }
    return train(training);
  }

  @Override
  public R train(PlaylistDataset training) {
    try (Stream<Playlist> playlists = training.playlists()) {
      if (playlists.noneMatch(playlist -> playlist.transitions() > 0)) {
        throw new IllegalArgumentException("training must hold at least 1 transition, was 0");
      }
    }
    return count.apply(training);
  }
}
