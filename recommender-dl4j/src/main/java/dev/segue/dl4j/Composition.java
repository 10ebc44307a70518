package dev.segue.dl4j;

import dev.segue.lstm.network.SongFeatures;
import java.util.List;

/**
 * The features that vectors are composed of, in addition to their own rows.
 *
 * @param rows {@code [songs][features]}: columns of the matrix of features
 * @param weights {@code [songs][features]}: what each column is multiplied by
 */
@SuppressWarnings("ArrayRecordComponent") // arrays of the inner loop, never compared
record Composition(int[][] rows, float[][] weights) {

  /** Returns the composition of all songs. */
  static Composition of(List<SongFeatures.Row> songs) {
    return new Composition(
        songs.stream().map(SongFeatures.Row::features).toArray(int[][]::new),
        songs.stream().map(SongFeatures.Row::weights).toArray(float[][]::new));
  }

  /** Returns the composition of some songs, whose features get indices. */
  static Composition of(List<SongFeatures.Row> all, int[] songs, IndexMap features) {
    int[][] rows = new int[songs.length][];
    float[][] weights = new float[songs.length][];
    for (int i = 0; i < songs.length; i++) {
      rows[i] = features.indices(all.get(songs[i]).features());
      weights[i] = all.get(songs[i]).weights();
    }
    return new Composition(rows, weights);
  }
}
