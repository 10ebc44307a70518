package dev.segue.baselines;

import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.model.ModelFile;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How much each of the {@link PackedPlaylists} counts by its age. Immutable; may be shared by
 * threads.
 *
 * @param halfLife after which a playlist counts half; if empty, all count alike
 * @param weights {@code [playlists]}
 */
@SuppressWarnings("ArrayRecordComponent") // of the inner loop, never compared
record PlaylistFreshness(Optional<Duration> halfLife, float[] weights) {

  private static final String HALF_LIFE = "half_life_seconds";
  private static final String WEIGHTS = "playlists.freshness";

  static PlaylistFreshness of(PlaylistDataset dataset, Optional<Duration> halfLife) {
    Optional<PlayDecay> decay = halfLife.map(each -> PlayDecay.of(dataset, each));
    try (Stream<Playlist> playlists = dataset.playlists()) {
      double[] exact =
          playlists
              .filter(playlist -> playlist.transitions() > 0)
              .mapToDouble(
                  playlist ->
                      decay.map(each -> each.weight(playlist, playlist.size() - 1)).orElse(1.0))
              .toArray();
      float[] weights = new float[exact.length];
      for (int playlist = 0; playlist < exact.length; playlist++) {
        weights[playlist] = (float) exact[playlist];
      }
      return new PlaylistFreshness(halfLife, weights);
    }
  }

  /** Adds the weights to a model file, unless all are alike. */
  void write(ModelFile.Builder model) {
    halfLife.ifPresent(
        each ->
            model
                .text(HALF_LIFE, Long.toString(each.toSeconds()))
                .floats(WEIGHTS, weights, weights.length));
  }

  /** Reads what {@link #write} wrote. */
  static PlaylistFreshness read(ModelFile model, int playlists) throws FileFormatException {
    if (model.tensorNames().contains(WEIGHTS)) {
      return new PlaylistFreshness(
          Optional.of(halfLife(model)), Probabilities.shares(model, WEIGHTS, playlists));
    }
    float[] alike = new float[playlists];
    Arrays.fill(alike, 1);
    return new PlaylistFreshness(Optional.empty(), alike);
  }

  private static Duration halfLife(ModelFile model) throws FileFormatException {
    try {
      return PlayDecay.checked(Duration.ofSeconds(model.integer(HALF_LIFE)));
    } catch (IllegalArgumentException e) {
      throw model.problem(String.valueOf(e.getMessage()));
    }
  }
}
