package dev.segue.dl4j;

import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Leaves out some values in training, and scales up the others, so that the mean stays the same
 * (Srivastava et al., "Dropout", JMLR 15, 2014). Each position has a mask of its own, and the
 * LSTM's state is not touched (Zaremba, Sutskever and Vinyals, "Recurrent Neural Network
 * Regularization", 2014, <a href="https://arxiv.org/abs/1409.2329">arXiv:1409.2329</a>). One thread
 * at a time.
 */
final class Dropout {

  private final double columns;
  private final double share;
  private final Kernels kernels;
  private SplittableRandom random = new SplittableRandom(0);
  private Matrix mask;
  private Matrix kept;

  /**
   * Makes a dropout.
   *
   * @param columns share of the positions of which all values are left out, from 0 to less than 1
   * @param share share of the other values that are left out, from 0 to less than 1
   * @param size values of a position
   */
  Dropout(double columns, double share, int size, DataType dataType, Kernels kernels) {
    this.columns = columns;
    this.share = share;
    this.kernels = kernels;
    mask = Matrix.zeros(dataType, size, 1);
    kept = mask.reserve(2);
  }

  /** Sets where the masks come from. */
  void random(SplittableRandom random) {
    this.random = random;
  }

  /** A copy of the values with some left out, valid until the next one; draws a mask. */
  Matrix forward(Matrix values) {
    if (share == 0 && columns == 0) {
      return values;
    }
    int positions = values.columns();
    mask = mask.reserve(positions);
    kept = kept.reserve(positions);
    Matrix result = kept.columns(0, positions);
    kernels.drawMask(columns, share, random, mask.columns(0, positions));
    kernels.copy(values, result);
    kernels.scale(mask.columns(0, positions), result);
    return result;
  }

  /** Turns the gradients of the result of {@link #forward} into those of its argument. */
  void backward(Matrix gradients) {
    if (share > 0 || columns > 0) {
      kernels.scale(mask.columns(0, gradients.columns()), gradients);
    }
  }
}
