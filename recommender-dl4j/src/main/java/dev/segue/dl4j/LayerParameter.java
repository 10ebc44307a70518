package dev.segue.dl4j;

import java.util.Arrays;
import java.util.Random;

/**
 * A parameter of a layer: a tensor of weights.
 *
 * @param tensor its name: see {@link dev.segue.lstm.network.TensorNames}
 * @param rows of the column-major matrix
 * @param columns of the matrix
 * @param start its initial values
 * @param dense whether a step computes the gradient of the whole tensor as it is stored; otherwise
 *     {@link SongTables} gives the layer other values to work on, and updates the tensor
 */
record LayerParameter(String tensor, int rows, int columns, Start start, boolean dense) {

  /** Creates a parameter whose whole gradient every step computes. */
  static LayerParameter of(String tensor, int rows, int columns, Start start) {
    return new LayerParameter(tensor, rows, columns, start, true);
  }

  long length() {
    return (long) rows * columns;
  }

  /**
   * Returns its initial values.
   *
   * @param range random values lie in {@code -range..range}
   * @param random source of random values
   * @return {@code [length]}
   */
  float[] initialValues(double range, Random random) {
    return start.values((int) length(), range, random);
  }

  /** The initial values. */
  enum Start {
    ZERO {
      @Override
      float[] values(int length, double range, Random random) {
        return new float[length];
      }
    },

    /** Drawn from a uniform distribution. */
    UNIFORM {
      @Override
      float[] values(int length, double range, Random random) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
          values[i] = (float) (range * (2 * random.nextDouble() - 1));
        }
        return values;
      }
    },

    /**
     * The biases of LSTM gates, input, forget, output and candidate: 0, but 1 for the forget gates,
     * so that a cell remembers until it learns to forget (Jozefowicz et al., "An Empirical
     * Exploration of Recurrent Network Architectures", ICML 2015).
     */
    OPEN_FORGET_GATES {
      @Override
      float[] values(int length, double range, Random random) {
        float[] values = new float[length];
        Arrays.fill(values, length / 4, length / 2, 1);
        return values;
      }
    };

    /**
     * Returns the values.
     *
     * @param length how many
     * @param range random values lie in {@code -range..range}
     * @param random source of random values
     */
    abstract float[] values(int length, double range, Random random);
  }
}
