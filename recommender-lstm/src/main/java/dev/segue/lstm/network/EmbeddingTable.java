package dev.segue.lstm.network;

import dev.segue.lstm.network.SongFeatures.Row;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The embeddings of songs as they are stored: each song's own row, and the rows of the features
 * that songs share. Immutable; may be shared by threads.
 *
 * @param size of a vector
 * @param own {@code [rows, size]}, of the first songs
 * @param features {@code [features, size]}; empty if there are none
 */
@SuppressWarnings("ArrayRecordComponent") // weights, never compared
record EmbeddingTable(int size, float[] own, float[] features) {

  /** Their vectors fit into the cache. */
  private static final int SONGS_PER_BLOCK = 64;

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
    float[] vectors = Arrays.copyOf(own, rows.size() * size);
    IntStream.range(0, rows.size())
        .parallel()
        .forEach(song -> add(rows.get(song), vectors, song * size));
    return vectors;
  }

  /**
   * Computes the vectors of all songs, value by value, some songs at a time.
   *
   * @param songs how many there are
   * @param rows the features of each song; empty if there are none
   * @return {@code [size][songs]}: the sums of own rows and rows of features
   */
  float[][] composeColumns(int songs, List<Row> rows) {
    float[][] columns = new float[size][songs];
    IntStream.range(0, (songs + SONGS_PER_BLOCK - 1) / SONGS_PER_BLOCK)
        .parallel()
        .forEach(block -> composeBlock(block * SONGS_PER_BLOCK, songs, rows, columns));
    return columns;
  }

  private void composeBlock(int from, int songs, List<Row> rows, float[][] columns) {
    int to = Math.min(from + SONGS_PER_BLOCK, songs);
    float[] vectors = new float[(to - from) * size];
    int owned = Math.max(0, Math.min(to, rows()) - from);
    if (owned > 0) {
      System.arraycopy(own, from * size, vectors, 0, owned * size);
    }
    for (int song = from; song < to && !rows.isEmpty(); song++) {
      add(rows.get(song), vectors, (song - from) * size);
    }
    for (int i = 0; i < size; i++) {
      for (int song = from; song < to; song++) {
        columns[i][song] = vectors[(song - from) * size + i];
      }
    }
  }

  /** How many songs have a row of their own: the first ones. */
  int rows() {
    return own.length / size;
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
