package dev.segue.dl4j;

import dev.segue.lstm.network.Activations;

/** Computes steps of LSTM cells, in the host's memory in single precision. */
final class HostCells implements CellKernels {

  /** {@code [4 hidden, playlists]}: the gates of a playlist together, as in a {@link Matrix}. */
  private float[] gates = {};

  /** {@code [hidden, playlists]} each; the backward pass turns the gates into gradients. */
  private float[] input = {};

  private float[] forget = {};
  private float[] output = {};
  private float[] candidate = {};

  private float[] statesBefore = {};
  private float[] states = {};
  private float[] squashed = {};
  private float[] outputs = {};
  private float[] outputGradients = {};
  private float[] stateGradients = {};
  private float[] stateGradientsBefore = {};
  private float[] candidateGradients = {};

  @Override
  public void forward(Matrix gates, Matrix before, Matrix cells, Matrix hidden) {
    int size = hidden.rows();
    int playlists = hidden.columns();
    int values = size * playlists;
    reserve(values);
    readGates(gates, size, playlists);
    before.read(statesBefore);
    Activations.sigmoid(input, values);
    Activations.sigmoid(forget, values);
    Activations.sigmoid(output, values);
    Activations.tanh(candidate, candidate, values);
    VectorLoops.cells(states, forget, statesBefore, input, candidate, values);
    Activations.tanh(states, squashed, values);
    VectorLoops.product(outputs, output, squashed, values);
    writeGates(gates, size, playlists);
    cells.write(states);
    hidden.write(outputs);
  }

  @Override
  public void backward(
      Matrix gates, Matrix before, Matrix cells, Matrix hiddenGradient, Matrix cellGradient) {
    int size = cells.rows();
    int playlists = cells.columns();
    int values = size * playlists;
    reserve(values);
    readGates(gates, size, playlists);
    before.read(statesBefore);
    cells.read(states);
    hiddenGradient.read(outputGradients);
    cellGradient.read(stateGradients);
    Activations.tanh(states, squashed, values);
    VectorLoops.addCellGradient(stateGradients, outputGradients, output, squashed, values);
    VectorLoops.outputGradient(output, outputGradients, squashed, values);
    // The gradient of the state before the step needs the forget gate before it is overwritten.
    VectorLoops.product(stateGradientsBefore, stateGradients, forget, values);
    VectorLoops.sigmoidGradient(forget, stateGradients, statesBefore, values);
    VectorLoops.product(candidateGradients, input, stateGradients, values);
    VectorLoops.sigmoidGradient(input, stateGradients, candidate, values);
    VectorLoops.tanhGradient(candidate, candidateGradients, values);
    writeGates(gates, size, playlists);
    cellGradient.write(stateGradientsBefore);
  }

  private void reserve(int values) {
    if (input.length < values) {
      gates = new float[4 * values];
      input = new float[values];
      forget = new float[values];
      output = new float[values];
      candidate = new float[values];
      statesBefore = new float[values];
      states = new float[values];
      squashed = new float[values];
      outputs = new float[values];
      outputGradients = new float[values];
      stateGradients = new float[values];
      stateGradientsBefore = new float[values];
      candidateGradients = new float[values];
    }
  }

  private void readGates(Matrix from, int size, int playlists) {
    from.read(gates);
    for (int playlist = 0; playlist < playlists; playlist++) {
      int at = playlist * size;
      System.arraycopy(gates, 4 * at, input, at, size);
      System.arraycopy(gates, 4 * at + size, forget, at, size);
      System.arraycopy(gates, 4 * at + 2 * size, output, at, size);
      System.arraycopy(gates, 4 * at + 3 * size, candidate, at, size);
    }
  }

  private void writeGates(Matrix to, int size, int playlists) {
    for (int playlist = 0; playlist < playlists; playlist++) {
      int at = playlist * size;
      System.arraycopy(input, at, gates, 4 * at, size);
      System.arraycopy(forget, at, gates, 4 * at + size, size);
      System.arraycopy(output, at, gates, 4 * at + 2 * size, size);
      System.arraycopy(candidate, at, gates, 4 * at + 3 * size, size);
    }
    to.write(gates);
  }
}
