package dev.segue.dl4j;

import java.util.Arrays;
import java.util.Random;

/**
 * A tensor of weights that a layer learns.
 *
 * @param name what the layer calls it
 * @param tensor its name in the model file
 * @param rows of the column-major matrix
 * @param columns of the matrix
 * @param start what it is before the first step
 * @param dense whether a step computes the gradient of the whole tensor, in the form that is
 *     stored; otherwise {@link SongTables} lets the layer work on something else, and moves it
 */
record LayerParameter(
    String name, String tensor, int rows, int columns, Start start, boolean dense) {

  /** A parameter whose gradient every step computes as a whole. */
  static LayerParameter of(String name, String tensor, int rows, int columns, Start start) {
    return new LayerParameter(name, tensor, rows, columns, start, true);
  }

  long length() {
    return (long) rows * columns;
  }

  /** The values before the first step. */
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
     * Draws the values.
     *
     * @param length how many
     * @param range those drawn lie in {@code -range..range}
     * @param random where they come from
     */
    abstract float[] values(int length, double range, Random random);
  }
}
