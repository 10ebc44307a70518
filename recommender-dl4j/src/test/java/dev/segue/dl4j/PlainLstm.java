package dev.segue.dl4j;

import java.util.Arrays;

/**
 * An LSTM layer in training in double precision, as a textbook writes it: what other
 * implementations are compared with. Matrices are {@code double[columns][rows]}.
 */
final class PlainLstm {

  /** {@code [inputs + size + 1][4 size]}: weights of the input, of the hidden state, biases. */
  final double[][] weights;

  final double[][] gradients;
  private final int inputs;
  private final int size;
  private final boolean residual;

  private double[][] hiddenStart = {};
  private double[][] cellStart = {};
  private double[][] input = {};
  private double[][] mask = {};
  private double[][] before = {};
  private double[][] cellsBefore = {};
  private double[][] gates = {};
  private double[][] cells = {};

  PlainLstm(double[][] weights, int size, boolean residual) {
    this.weights = weights;
    this.size = size;
    this.residual = residual;
    inputs = weights.length - size - 1;
    gradients = new double[weights.length][4 * size];
  }

  /**
   * Returns the outputs of all positions.
   *
   * @param dropout {@code [positions][size]}: what the hidden states are multiplied by
   */
  double[][] forward(PackedChunk chunk, double[][] positions, double[][] dropout) {
    int playlists = chunk.counts()[0];
    double[][] hidden = chunk.starts() ? new double[playlists][size] : hiddenStart;
    double[][] cell = chunk.starts() ? new double[playlists][size] : cellStart;
    input = positions;
    mask = dropout;
    before = new double[chunk.positions()][];
    cellsBefore = new double[chunk.positions()][];
    gates = new double[chunk.positions()][];
    cells = new double[chunk.positions()][];
    double[][] output = new double[chunk.positions()][size];
    int position = 0;
    for (int playing : chunk.counts()) {
      for (int playlist = 0; playlist < playing; playlist++, position++) {
        before[position] = hidden[playlist];
        cellsBefore[position] = cell[playlist];
        step(position);
        cell[playlist] = cells[position];
        hidden[playlist] = new double[size];
        for (int unit = 0; unit < size; unit++) {
          double h = gates[position][2 * size + unit] * Math.tanh(cells[position][unit]);
          hidden[playlist][unit] = h;
          output[position][unit] =
              h * mask[position][unit] + (residual ? input[position][unit] : 0);
        }
      }
    }
    hiddenStart = hidden;
    cellStart = cell;
    return output;
  }

  private void step(int position) {
    double[] all = factors(position);
    double[] sums = new double[4 * size];
    for (int k = 0; k < all.length; k++) {
      for (int gate = 0; gate < 4 * size; gate++) {
        sums[gate] += weights[k][gate] * all[k];
      }
    }
    cells[position] = new double[size];
    for (int gate = 0; gate < 4 * size; gate++) {
      sums[gate] = gate < 3 * size ? 1 / (1 + Math.exp(-sums[gate])) : Math.tanh(sums[gate]);
    }
    for (int unit = 0; unit < size; unit++) {
      cells[position][unit] =
          sums[size + unit] * cellsBefore[position][unit] + sums[unit] * sums[3 * size + unit];
    }
    gates[position] = sums;
  }

  /** What the weights are multiplied by: the input, the hidden state, 1. */
  private double[] factors(int position) {
    double[] factors = new double[inputs + size + 1];
    System.arraycopy(input[position], 0, factors, 0, inputs);
    System.arraycopy(before[position], 0, factors, inputs, size);
    factors[inputs + size] = 1;
    return factors;
  }

  /** Computes {@link #gradients}, and returns those of the input of the last forward pass. */
  double[][] backward(PackedChunk chunk, double[][] outputGradient) {
    for (double[] column : gradients) {
      Arrays.fill(column, 0);
    }
    double[][] inputGradient = new double[chunk.positions()][inputs];
    double[][] hiddenGradient = new double[chunk.counts()[0]][size];
    double[][] cellGradient = new double[chunk.counts()[0]][size];
    for (int step = chunk.steps() - 1; step >= 0; step--) {
      for (int playlist = 0; playlist < chunk.counts()[step]; playlist++) {
        int position = chunk.offsets()[step] + playlist;
        for (int unit = 0; unit < size; unit++) {
          hiddenGradient[playlist][unit] += outputGradient[position][unit] * mask[position][unit];
        }
        double[] sums = sumGradients(position, hiddenGradient[playlist], cellGradient[playlist]);
        double[] back = learn(position, sums);
        System.arraycopy(back, 0, inputGradient[position], 0, inputs);
        System.arraycopy(back, inputs, hiddenGradient[playlist], 0, size);
        for (int i = 0; residual && i < inputs; i++) {
          inputGradient[position][i] += outputGradient[position][i];
        }
      }
    }
    return inputGradient;
  }

  /** Those of the gates' sums; the gradient of the cell becomes that of the cell before. */
  private double[] sumGradients(int position, double[] hiddenGradient, double[] cellGradient) {
    double[] sums = new double[4 * size];
    for (int unit = 0; unit < size; unit++) {
      double i = gates[position][unit];
      double f = gates[position][size + unit];
      double o = gates[position][2 * size + unit];
      double g = gates[position][3 * size + unit];
      double tanh = Math.tanh(cells[position][unit]);
      double dc = cellGradient[unit] + hiddenGradient[unit] * o * (1 - tanh * tanh);
      sums[unit] = dc * g * i * (1 - i);
      sums[size + unit] = dc * cellsBefore[position][unit] * f * (1 - f);
      sums[2 * size + unit] = hiddenGradient[unit] * tanh * o * (1 - o);
      sums[3 * size + unit] = dc * i * (1 - g * g);
      cellGradient[unit] = dc * f;
    }
    return sums;
  }

  /** Adds to the gradients of the weights, and returns those of what they are multiplied by. */
  private double[] learn(int position, double[] sums) {
    double[] all = factors(position);
    double[] back = new double[all.length];
    for (int k = 0; k < all.length; k++) {
      for (int gate = 0; gate < 4 * size; gate++) {
        gradients[k][gate] += sums[gate] * all[k];
        back[k] += sums[gate] * weights[k][gate];
      }
    }
    return back;
  }
}
