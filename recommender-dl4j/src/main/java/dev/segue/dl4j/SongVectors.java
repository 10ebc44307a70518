package dev.segue.dl4j;

import dev.segue.lstm.network.SongFeatures;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of songs in training: each the sum of the song's own row and of the rows of its
 * {@linkplain SongFeatures features}. Those of the songs that a step touches are composed before
 * it, and their gradient is passed on to all rows that they were composed of. One thread at a time.
 */
final class SongVectors implements ParameterUpdate {

  private final LazyTable own;
  private final @Nullable LazyTable features;
  private final List<SongFeatures.Row> rows;
  private final Numbering numbering;
  private final Blocks blocks;
  private Composition composition = new Composition(new int[0][], new float[0][]);
  private Matrix composed;

  /**
   * Makes the vectors.
   *
   * @param own the songs' own rows
   * @param features the rows of the features, or null if there are none
   * @param rows the features of each song
   * @param blocks shares out the work
   */
  SongVectors(
      LazyTable own, @Nullable LazyTable features, List<SongFeatures.Row> rows, Blocks blocks) {
    this.own = own;
    this.features = features;
    this.rows = rows;
    this.numbering = new Numbering(features == null ? 0 : features.columns());
    this.blocks = blocks;
    this.composed = own.values();
  }

  /** Begins a step that touches all songs. */
  void touchAll() {
    own.touchAll();
    if (features != null) {
      features.touchAll();
      if (composition.rows().length < rows.size()) {
        composition = compose(IntStream.range(0, rows.size()).toArray(), null);
      }
    }
    compose();
  }

  /**
   * Begins a step that touches some songs.
   *
   * @param songs which they are, all different
   */
  void touch(int[] songs) {
    own.touch(songs);
    if (features != null) {
      numbering.clear();
      composition = compose(songs, numbering);
      features.touch(numbering.numbered());
    }
    compose();
  }

  /** {@code [size, touched]}: the vectors of the songs touched. */
  Matrix values() {
    return composed.columns(0, own.values().columns());
  }

  /** {@code [size, touched]}: for a worker's gradient of the vectors. */
  Matrix gradient(int worker) {
    return own.gradients().get(worker);
  }

  @Override
  public double sum(int parts) {
    double squares = own.sum(parts);
    if (features != null) {
      LazyTable table = features;
      blocks.share(
          own.values(),
          (worker, kernels, from, to) -> {
            kernels.clear(table.gradients().get(worker));
            kernels.addFeatureGradients(
                gradient(0), composition, from, to, table.gradients().get(worker));
          });
      squares += table.sum(table.gradients().size());
    }
    return squares;
  }

  @Override
  public void update(Step step) {
    own.update(step);
    if (features != null) {
      features.update(step);
    }
  }

  private void compose() {
    if (features == null) {
      composed = own.values();
      return;
    }
    LazyTable table = features;
    composed = composed.reserve(own.values().columns());
    blocks.share(
        own.values(),
        (worker, kernels, from, to) -> {
          kernels.copy(own.values().columns(from, to), composed.columns(from, to));
          kernels.addFeatures(table.values(), composition, from, to, composed);
        });
  }

  private Composition compose(int[] songs, @Nullable Numbering numbers) {
    int[][] columns = new int[songs.length][];
    float[][] weights = new float[songs.length][];
    for (int i = 0; i < songs.length; i++) {
      SongFeatures.Row row = rows.get(songs[i]);
      columns[i] = numbers == null ? row.features() : numbers.numbers(row.features());
      weights[i] = row.weights();
    }
    return new Composition(columns, weights);
  }

  /**
   * What vectors are composed of beside their own rows.
   *
   * @param rows {@code [songs][features]}: columns of the matrix of features
   * @param weights {@code [songs][features]}: what each is multiplied by
   */
  @SuppressWarnings("ArrayRecordComponent") // arrays of the inner loop, never compared
  record Composition(int[][] rows, float[][] weights) {}
}
