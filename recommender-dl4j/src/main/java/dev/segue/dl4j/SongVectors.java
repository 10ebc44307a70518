package dev.segue.dl4j;

import dev.segue.lstm.network.SongFeatures;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of songs in training: each the sum of the song's own row and of the rows of its
 * {@linkplain SongFeatures features}. Before a step, the vectors of the songs that it touches are
 * composed; after it, their gradients are passed to all rows they were composed of. One thread at a
 * time.
 */
final class SongVectors implements ParameterUpdate {

  private final ParameterTable own;
  private final @Nullable ParameterTable features;
  private final ColumnBlocks blocks;
  private Composition composition = Composition.of(List.of());

  /** Indices of the songs taken as new: without rows of their own in this step. */
  private int[] newSongs = {};

  private Matrix composed;

  /**
   * Creates the vectors.
   *
   * @param own the songs' own rows
   * @param features the rows of the features, or null if there are none
   * @param blocks distributes the work
   */
  SongVectors(ParameterTable own, @Nullable ParameterTable features, ColumnBlocks blocks) {
    this.own = own;
    this.features = features;
    this.blocks = blocks;
    this.composed = own.values().columns(0, 0);
  }

  /**
   * Begins a step: composes the vectors of the songs that it touches.
   *
   * @param next the features that they are composed of
   * @param withoutRows those that are composed of their features alone
   */
  void compose(Composition next, int[] withoutRows) {
    composition = next;
    newSongs = withoutRows;
    if (areOwn()) {
      return;
    }
    composed = composed.reserve(own.values().columns());
    blocks.share(
        own.values(),
        (worker, kernels, from, to) -> {
          kernels.matrices().copy(own.values().columns(from, to), composed.columns(from, to));
          newSongs(from, to)
              .forEach(song -> kernels.matrices().clear(composed.columns(song, song + 1)));
          if (features != null) {
            kernels.songs().addFeatures(features.values(), composition, from, to, composed);
          }
        });
  }

  private boolean areOwn() {
    return features == null && newSongs.length == 0;
  }

  private IntStream newSongs(int from, int to) {
    return Arrays.stream(newSongs).filter(song -> song >= from && song < to);
  }

  /** {@code [size, touched]}: the vectors of the songs touched. */
  Matrix values() {
    return areOwn() ? own.values() : composed.columns(0, own.values().columns());
  }

  /** {@code [size, touched]}: a worker's gradient of the vectors. */
  Matrix gradient(int worker) {
    return own.gradients().get(worker);
  }

  @Override
  public List<Matrix> moments() {
    return features == null
        ? own.moments()
        : Stream.concat(own.moments().stream(), features.moments().stream()).toList();
  }

  @Override
  public double sum(int parts) {
    double squares = own.sum(parts);
    if (features != null) {
      List<Matrix> gradients = features.gradients();
      blocks.share(
          own.values(),
          (worker, kernels, from, to) -> {
            kernels.matrices().clear(gradients.get(worker));
            kernels
                .songs()
                .addFeatureGradients(gradient(0), composition, from, to, gradients.get(worker));
          });
      squares += features.sum(gradients.size());
    }
    return squares - dropGradients();
  }

  /** Clears the gradients of rows that were not used; returns the sum of their squares. */
  private double dropGradients() {
    if (newSongs.length == 0) {
      return 0;
    }
    double[] squares = new double[own.gradients().size()];
    blocks.share(
        own.values(),
        (worker, kernels, from, to) ->
            newSongs(from, to)
                .forEach(
                    song -> {
                      Matrix unused = gradient(0).columns(song, song + 1);
                      squares[worker] += kernels.matrices().squares(unused);
                      kernels.matrices().clear(unused);
                    }));
    return Arrays.stream(squares).sum();
  }

  @Override
  public void update(UpdateStep step) {
    own.update(step);
    if (features != null) {
      features.update(step);
    }
  }
}
