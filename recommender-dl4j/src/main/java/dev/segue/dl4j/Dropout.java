package dev.segue.dl4j;

import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Drops some values in training and scales up the others, so that the mean stays the same
 * (Srivastava et al., "Dropout", JMLR 15, 2014). Each position has its own mask, and the LSTM's
 * recurrent state is not dropped (Zaremba, Sutskever and Vinyals, "Recurrent Neural Network
 * Regularization", 2014, <a href="https://arxiv.org/abs/1409.2329">arXiv:1409.2329</a>). One thread
 * at a time.
 */
final class Dropout {

  private final double columnRate;
  private final double rate;
  private final MatrixKernels matrices;
  private SplittableRandom random = new SplittableRandom(0);
  private Matrix mask;
  private Matrix kept;

  /**
   * Creates a dropout.
   *
   * @param columnRate rate at which all values of a position are dropped, from 0 to less than 1
   * @param rate dropout rate of the other values, from 0 to less than 1
   * @param size number of values of a position
   */
  Dropout(double columnRate, double rate, int size, DataType dataType, MatrixKernels matrices) {
    this.columnRate = columnRate;
    this.rate = rate;
    this.matrices = matrices;
    mask = Matrix.zeros(dataType, size, 1);
    kept = mask.reserve(2);
  }

  /** Sets the source of the masks. */
  void random(SplittableRandom random) {
    this.random = random;
  }

  /** Draws a mask and returns a copy of the values with some dropped, valid until the next call. */
  Matrix forward(Matrix values) {
    if (rate == 0 && columnRate == 0) {
      return values;
    }
    int positions = values.columns();
    mask = mask.reserve(positions);
    kept = kept.reserve(positions);
    Matrix result = kept.columns(0, positions);
    matrices.drawMask(columnRate, rate, random, mask.columns(0, positions));
    matrices.copy(values, result);
    matrices.scale(mask.columns(0, positions), result);
    return result;
  }

  /** Turns the gradients of the result of {@link #forward} into those of its argument. */
  void backward(Matrix gradients) {
    if (rate > 0 || columnRate > 0) {
      matrices.scale(mask.columns(0, gradients.columns()), gradients);
    }
  }
}
