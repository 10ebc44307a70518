package dev.segue.dl4j;

import dev.segue.lstm.network.MemoryFeatures;
import dev.segue.lstm.network.Recency;

/**
 * The operations that find songs by their indices: vectors, features, and what adds to the logits
 * of some songs alone. Matrices are column-major, one column per position or song. One thread at a
 * time.
 */
interface SongKernels {

  /**
   * Looks up the vectors of songs.
   *
   * @param table {@code [size, songs]}
   * @param songs {@code [positions]}
   * @param vectors {@code [size, positions]}, filled
   */
  void gather(Matrix table, int[] songs, Matrix vectors);

  /**
   * Stores vectors of songs: the inverse of {@link #gather}.
   *
   * @param vectors {@code [size, positions]}
   * @param songs {@code [positions]}, all different
   * @param table {@code [size, songs]}, of which the columns of the songs are replaced
   */
  void put(Matrix vectors, int[] songs, Matrix table);

  /**
   * Sums gradients of vectors by song: the transpose of {@link #gather}.
   *
   * @param gradients {@code [size, positions]}
   * @param songs {@code [positions]}
   * @param table {@code [size, songs]}, added to
   */
  void scatter(Matrix gradients, int[] songs, Matrix table);

  /**
   * Adds rows of features to vectors.
   *
   * @param features {@code [size, features]}
   * @param composition which features each vector has
   * @param from the first vector
   * @param to after the last vector
   * @param vectors {@code [size, songs]}, of which the columns {@code from} to {@code to - 1} are
   *     added to
   */
  void addFeatures(Matrix features, Composition composition, int from, int to, Matrix vectors);

  /**
   * Adds gradients of vectors to those of their features: the transpose of {@link #addFeatures}.
   *
   * @param gradients {@code [size, songs]}
   * @param composition which features each vector has
   * @param from the first vector
   * @param to after the last vector
   * @param features {@code [size, features]}, added to
   */
  void addFeatureGradients(
      Matrix gradients, Composition composition, int from, int to, Matrix features);

  /**
   * Adds a learnt weight, indexed by lag, to the logits of every song in the groups played
   * recently: see {@link Recency}.
   *
   * @param weights {@code [1, window]}: the first is for the song played last
   * @param recent {@code [positions * window]}: groups, that of the song played last first; -1 for
   *     none
   * @param members {@code [groups][songs]}: rows of the logits
   * @param first the first of the positions
   * @param logits {@code [songs, positions]}, added to
   */
  void addRecency(Matrix weights, int[] recent, int[][] members, int first, Matrix logits);

  /**
   * Adds gradients of logits to those of the recency weights: the transpose of {@link #addRecency}.
   *
   * @param gradients {@code [songs, positions]}
   * @param recent {@code [positions * window]}
   * @param members {@code [groups][songs]}
   * @param first the first of the positions
   * @param weights {@code [1, window]}, added to
   */
  void addRecencyGradients(
      Matrix gradients, int[] recent, int[][] members, int first, Matrix weights);

  /**
   * Adds what listeners' memories say to logits.
   *
   * @param weights {@code [features, positions]}
   * @param features {@code [positions]}
   * @param rows {@code [positions][songs in memory]}: rows of the logits; -1 for none
   * @param logits {@code [songs, positions]}, added to
   */
  void addMemory(Matrix weights, MemoryFeatures[] features, int[][] rows, Matrix logits);

  /**
   * Adds gradients of logits to those of the weights: the transpose of {@link #addMemory}.
   *
   * @param gradients {@code [songs, positions]}
   * @param features {@code [positions]}
   * @param rows {@code [positions][songs in memory]}
   * @param weights {@code [features, positions]}, added to
   */
  void addMemoryGradients(
      Matrix gradients, MemoryFeatures[] features, int[][] rows, Matrix weights);
}
