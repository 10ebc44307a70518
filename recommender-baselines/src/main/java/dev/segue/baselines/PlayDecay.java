package dev.segue.baselines;

import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How much a play counts: half after each half-life that it was before the end of the training
 * playlists. Immutable.
 *
 * @param end when the last song of all began
 * @param halfLife above 0
 */
record PlayDecay(Instant end, Duration halfLife) {

  private static final Duration MAX_HALF_LIFE = Duration.ofSeconds(Integer.MAX_VALUE);

  /** Returns a half-life that is in its range. */
  static Duration checked(Duration halfLife) {
    Objects.requireNonNull(halfLife, "halfLife");
    if (halfLife.toSeconds() < 1 || halfLife.compareTo(MAX_HALF_LIFE) > 0) {
      throw new IllegalArgumentException(
          "halfLife must be in %s..%s, was %s"
              .formatted(Duration.ofSeconds(1), MAX_HALF_LIFE, halfLife));
    }
    return halfLife;
  }

  static PlayDecay of(PlaylistDataset dataset, Duration halfLife) {
    try (Stream<Playlist> playlists = dataset.playlists()) {
      Instant end =
          playlists
              .filter(playlist -> playlist.size() > 0 && playlist.listener().isPresent())
              .map(playlist -> playlist.time(playlist.size() - 1))
              .reduce(Instant.MIN, (one, other) -> one.isAfter(other) ? one : other);
      return new PlayDecay(end, halfLife);
    }
  }

  /**
   * Returns the weight of a play.
   *
   * @return above 0, up to 1; 1 if the playlist has no times
   */
  double weight(Playlist playlist, int position) {
    if (playlist.listener().isEmpty()) {
      return 1;
    }
    double seconds = Duration.between(playlist.time(position), end).toSeconds();
    return Math.pow(2, -seconds / halfLife.toSeconds());
  }
}
