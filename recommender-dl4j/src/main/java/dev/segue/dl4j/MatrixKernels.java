package dev.segue.dl4j;

import java.util.SplittableRandom;

/**
 * Arithmetic on matrices. They are column-major, one column per position or song. One thread at a
 * time.
 */
interface MatrixKernels {

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
   * Updates parameters by Adam; all matrices have the same shape.
   *
   * @param step settings of the update
   * @param values parameters, updated
   * @param mean first moments, updated
   * @param variance second moments, updated
   * @param gradient gradients
   */
  void adam(AdamStep step, Matrix values, Matrix mean, Matrix variance, Matrix gradient);
}
