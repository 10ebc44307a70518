package dev.segue.lstm.network;

import dev.segue.lstm.network.SongFeatures.Row;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The embeddings of songs as they are stored: each song's own row, and the rows of the features
 * that songs share. Immutable; may be shared by threads.
 *
 * @param size of a vector
 * @param own {@code [songs, size]}
 * @param features {@code [features, size]}; empty if there are none
 */
@SuppressWarnings("ArrayRecordComponent") // weights, never compared
record EmbeddingTable(int size, float[] own, float[] features) {

  /**
   * Computes the vectors of all songs.
   *
   * @param rows the features of each song; empty if there are none
   * @return {@code [songs, size]}: the sums of own rows and rows of features
   */
  float[] compose(List<Row> rows) {
    if (rows.isEmpty()) {
      return own;
    }
    float[] vectors = own.clone();
    IntStream.range(0, rows.size())
        .parallel()
        .forEach(song -> add(rows.get(song), vectors, song * size));
    return vectors;
  }

  /** Adds the rows of some features to a vector. */
  void add(Row row, float[] vectors, int at) {
    for (int i = 0; i < row.features().length; i++) {
      float weight = row.weights()[i];
      int from = row.features()[i] * size;
      for (int j = 0; j < size; j++) {
        vectors[at + j] += weight * features[from + j];
      }
    }
  }
}
