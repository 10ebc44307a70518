package dev.segue.dl4j;

import dev.segue.lstm.network.MemoryFeatures;
import dev.segue.lstm.network.Recency;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The operations of a training step. Matrices are column-major, one column per position or song.
 * One thread at a time.
 */
interface MatrixKernels {

  /**
   * Chooses the kernels for the backend in use: on a CPU in single precision those for the host's
   * memory, which are several times faster there, otherwise ND4J's own operations. This is the only
   * place that chooses between them.
   */
  static MatrixKernels forBackend(DataType dataType) {
    return Backend.onCpu() && dataType == DataType.FLOAT ? new HostMatrices() : new Nd4jMatrices();
  }

  /**
   * Computes a matrix product: {@code c = op(a) op(b) + beta c}.
   *
   * @param transposeA whether {@code a} is transposed
   * @param a left factor
   * @param transposeB whether {@code b} is transposed
   * @param b right factor
   * @param beta 0 to overwrite {@code c}, 1 to add to it
   * @param c the result
   */
  void multiply(boolean transposeA, Matrix a, boolean transposeB, Matrix b, double beta, Matrix c);

  /** Sets all values to zero. */
  void clear(Matrix matrix);

  /** Copies all values; both matrices have the same shape and do not overlap. */
  void copy(Matrix from, Matrix to);

  /** Sets every column to the one column of {@code vector}. */
  void fillColumns(Matrix vector, Matrix matrix);

  /** Sets the one column of {@code sum} to the sum of all columns. */
  void sumColumns(Matrix matrix, Matrix sum);

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

  /** Adds the values of a matrix to those of another of the same shape. */
  void add(Matrix from, Matrix to);

  /** Returns the sum of the squares of all values. */
  double squares(Matrix matrix);

  /**
   * Adds to each value the scalar product of a pair of columns.
   *
   * @param a {@code [size, positions]}
   * @param b {@code [size, positions]}
   * @param products {@code [1, positions]}, added to
   */
  void addProducts(Matrix a, Matrix b, Matrix products);

  /**
   * Adds columns, each times a factor of its own.
   *
   * @param factors {@code [1, positions]}
   * @param columns {@code [size, positions]}
   * @param sums {@code [size, positions]}, added to
   */
  void addScaled(Matrix factors, Matrix columns, Matrix sums);

  /**
   * Draws a dropout mask: 0 for dropped columns and dropped values of the other columns, and for
   * the rest the value that keeps the mean at 1.
   *
   * @param columnRate dropout rate of columns, from 0 to less than 1
   * @param rate dropout rate of the values of the other columns, from 0 to less than 1
   * @param random source of randomness
   * @param mask filled
   */
  void drawMask(double columnRate, double rate, SplittableRandom random, Matrix mask);

  /** Multiplies values by those of a mask of the same shape. */
  void scale(Matrix mask, Matrix values);

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

  /**
   * Updates parameters by Adam; all matrices have the same shape.
   *
   * @param step settings of the update
   * @param values parameters, updated
   * @param mean first moments, updated
   * @param variance second moments, updated
   * @param gradient gradients
   */
  void adam(AdamStep step, Matrix values, Matrix mean, Matrix variance, Matrix gradient);

  /**
   * Computes one step of LSTM cells.
   *
   * @param gates {@code [4 hidden, playlists]}: sums before the activation, in the order input,
   *     forget, output, candidate; replaced by the activations
   * @param before {@code [hidden, playlists]}: cell states before the step
   * @param cells {@code [hidden, playlists]}: cell states after the step, filled
   * @param hidden {@code [hidden, playlists]}: outputs, filled
   */
  void cellForward(Matrix gates, Matrix before, Matrix cells, Matrix hidden);

  /**
   * Computes the gradients of one step of LSTM cells.
   *
   * @param gates {@code [4 hidden, playlists]}: activations; replaced by the gradients of the sums
   * @param before {@code [hidden, playlists]}: cell states before the step
   * @param cells {@code [hidden, playlists]}: cell states after the step
   * @param hiddenGradient {@code [hidden, playlists]}: gradients of the outputs
   * @param cellGradient {@code [hidden, playlists]}: gradients of the cell states after the step;
   *     replaced by those of the states before it
   */
  void cellBackward(
      Matrix gates, Matrix before, Matrix cells, Matrix hiddenGradient, Matrix cellGradient);

  /**
   * Computes the loss and gradients of a softmax.
   *
   * @param logits {@code [songs, positions]}: without the bias; replaced by their gradients, that
   *     is {@code scale} times the probability, minus {@code scale} at the target
   * @param bias {@code [1, songs]}
   * @param targets the target at each position
   * @param first index in {@code targets} of the first position
   * @param scale factor of all gradients
   * @param smoothing how much of the target's probability is spread over all songs, for the
   *     gradient only
   * @param biasGradient {@code [1, songs]}: the gradient of the bias is added to it
   * @return the sum of the losses in nats, not scaled
   */
  double softmax(
      Matrix logits,
      Matrix bias,
      int[] targets,
      int first,
      double scale,
      double smoothing,
      Matrix biasGradient);

  /**
   * Computes the loss and gradients of a softmax over the target of each position and negatives
   * that all positions share. If a negative is a position's target, it is ignored there.
   *
   * @param logits {@code [negatives, positions]}: of the negatives, without the bias; replaced by
   *     their gradients
   * @param bias {@code [1, negatives]}
   * @param targetLogits {@code [1, positions]}: of the targets, with their bias; replaced by their
   *     gradients
   * @param targets {@code [positions]}: the index of the target; less than the number of negatives
   *     if it is one of them
   * @param scale factor of all gradients
   * @param biasGradient {@code [1, negatives]}: the gradient of the bias is added to it
   * @return the sum of the losses in nats, not scaled
   */
  double sampledSoftmax(
      Matrix logits,
      Matrix bias,
      Matrix targetLogits,
      int[] targets,
      double scale,
      Matrix biasGradient);
}
