package dev.segue.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The trained network in plain Java: weights, one step, and the scores of all songs. Immutable; may
 * be shared by threads, each with a {@link State} of its own.
 *
 * <p>All products are sums of scaled rows, four rows at a time: loops that the JIT compiles to
 * vector instructions. Every score is computed by the same operations in the same order, whether
 * for one listener or for many, so that both agree bit for bit.
 */
final class LstmNetwork {

  /** Columns of the output weights that stay in the cache while positions pass by. */
  private static final int COLUMNS_PER_BLOCK = 1024;

  private final float[] embedding;
  private final int embeddingSize;
  private final List<Cell> cells;

  /** {@code [hidden][songs]}. */
  private final float[][] outputWeights;

  /** {@code [songs]}. */
  private final float[] outputBias;

  /**
   * Makes a network.
   *
   * @param embedding {@code [songs, embeddingSize]}, a song's vector together
   * @param cells the LSTM layers, from the input on
   * @param output {@code [songs, hidden]}, a song's weights together
   * @param outputBias {@code [songs]}
   */
  LstmNetwork(float[] embedding, List<Cell> cells, float[] output, float[] outputBias) {
    int songs = outputBias.length;
    this.embedding = embedding;
    this.embeddingSize = embedding.length / songs;
    this.cells = List.copyOf(cells);
    this.outputWeights = transpose(output, songs);
    this.outputBias = outputBias;
  }

  /**
   * Makes a network of named tensors, as docs/model-file.md describes them.
   *
   * @param songs how many songs there are
   * @param layers how many LSTM layers there are
   * @param embeddingSize size of a song's vector
   * @param hiddenSize size of each LSTM layer
   * @param tensors where the values come from
   */
  static <E extends Exception> LstmNetwork of(
      int songs, int layers, int embeddingSize, int hiddenSize, TensorSource<E> tensors) throws E {
    List<Cell> cells = new ArrayList<>();
    for (int layer = 0; layer < layers; layer++) {
      String name = "lstm." + layer;
      int inputs = layer == 0 ? embeddingSize : hiddenSize;
      cells.add(
          Cell.of(
              tensors.get(name + ".W", inputs, 4 * hiddenSize),
              tensors.get(name + ".U", hiddenSize, 4 * hiddenSize),
              tensors.get(name + ".b", 4 * hiddenSize)));
    }
    return new LstmNetwork(
        tensors.get("embedding", songs, embeddingSize),
        cells,
        tensors.get("output.W", songs, hiddenSize),
        tensors.get("output.b", songs));
  }

  /** Gives a tensor of that name and shape: its values with the last index running fastest. */
  @FunctionalInterface
  interface TensorSource<E extends Exception> {
    float[] get(String name, int... shape) throws E;
  }

  /** Shows every tensor with its name and values, as {@link #of} takes them. */
  void forEachTensor(TensorVisitor visitor) {
    visitor.visit("embedding", embedding, songs(), embeddingSize);
    for (int layer = 0; layer < cells.size(); layer++) {
      Cell cell = cells.get(layer);
      String name = "lstm." + layer;
      int gates = cell.bias().length;
      visitor.visit(name + ".W", join(cell.inputWeights()), cell.inputWeights().length, gates);
      visitor.visit(name + ".U", join(cell.recurrentWeights()), cell.size(), gates);
      visitor.visit(name + ".b", cell.bias(), gates);
    }
    float[] output = join(transpose(join(outputWeights), outputWeights.length));
    visitor.visit("output.W", output, songs(), outputWeights.length);
    visitor.visit("output.b", outputBias, songs());
  }

  /** Is shown a tensor: its name, its values with the last index running fastest, its shape. */
  @FunctionalInterface
  interface TensorVisitor {
    void visit(String name, float[] values, int... shape);
  }

  int songs() {
    return outputBias.length;
  }

  /** The state of a listener who has heard nothing. */
  State start() {
    return new State(cells);
  }

  /** Moves the state on by one song heard. */
  void step(int song, State state) {
    float[] input = state.input;
    System.arraycopy(embedding, song * embeddingSize, input, 0, embeddingSize);
    for (int layer = 0; layer < cells.size(); layer++) {
      cells.get(layer).step(input, state, layer);
      input = state.hidden[layer];
    }
  }

  /**
   * Scores all songs as the next one for several listeners.
   *
   * @param outputs {@code [listeners][hidden]}: outputs of the last layer
   * @param listeners how many of them
   * @param scores {@code [listeners][songs]}, filled: logarithms of probabilities up to a constant
   */
  void scores(float[][] outputs, int listeners, float[][] scores) {
    for (int from = 0; from < songs(); from += COLUMNS_PER_BLOCK) {
      int to = Math.min(from + COLUMNS_PER_BLOCK, songs());
      for (int listener = 0; listener < listeners; listener++) {
        System.arraycopy(outputBias, from, scores[listener], from, to - from);
        addScaledRows(scores[listener], outputs[listener], outputWeights, from, to);
      }
    }
  }

  /** Adds to columns of {@code sums} the rows, each scaled by its factor. */
  private static void addScaledRows(
      float[] sums, float[] factors, float[][] rows, int from, int to) {
    int row = 0;
    for (; row + 3 < rows.length; row += 4) {
      addFour(
          sums,
          factors[row],
          rows[row],
          factors[row + 1],
          rows[row + 1],
          factors[row + 2],
          rows[row + 2],
          factors[row + 3],
          rows[row + 3],
          from,
          to);
    }
    for (; row < rows.length; row++) {
      addOne(sums, factors[row], rows[row], from, to);
    }
  }

  private static void addFour(
      float[] sums,
      float a,
      float[] rowA,
      float b,
      float[] rowB,
      float c,
      float[] rowC,
      float d,
      float[] rowD,
      int from,
      int to) {
    for (int j = from; j < to; j++) {
      sums[j] =
          Math.fma(
              d,
              rowD[j],
              Math.fma(c, rowC[j], Math.fma(b, rowB[j], Math.fma(a, rowA[j], sums[j]))));
    }
  }

  private static void addOne(float[] sums, float a, float[] row, int from, int to) {
    for (int j = from; j < to; j++) {
      sums[j] = Math.fma(a, row[j], sums[j]);
    }
  }

  private static float[] join(float[][] rows) {
    float[] joined = new float[rows.length * rows[0].length];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, joined, row * rows[row].length, rows[row].length);
    }
    return joined;
  }

  /** {@code [rows, columns]} with a row together, as {@code [columns][rows]}. */
  private static float[][] transpose(float[] matrix, int rows) {
    int columns = matrix.length / rows;
    float[][] transposed = new float[columns][rows];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        transposed[column][row] = matrix[row * columns + column];
      }
    }
    return transposed;
  }

  /**
   * One LSTM layer.
   *
   * @param inputWeights {@code [inputs][4 size]}, gates in the order input, forget, output,
   *     candidate
   * @param recurrentWeights {@code [size][4 size]}
   * @param bias {@code [4 size]}
   */
  @SuppressWarnings("ArrayRecordComponent") // weights of the inner loop, never compared
  record Cell(float[][] inputWeights, float[][] recurrentWeights, float[] bias) {

    /** Makes a cell of matrices whose rows lie one after another. */
    static Cell of(float[] inputWeights, float[] recurrentWeights, float[] bias) {
      return new Cell(rows(inputWeights, bias.length), rows(recurrentWeights, bias.length), bias);
    }

    int size() {
      return recurrentWeights.length;
    }

    private void step(float[] input, State state, int layer) {
      int size = size();
      float[] sums = state.sums[layer];
      System.arraycopy(bias, 0, sums, 0, sums.length);
      addScaledRows(sums, input, inputWeights, 0, sums.length);
      addScaledRows(sums, state.hidden[layer], recurrentWeights, 0, sums.length);
      Activations.sigmoid(sums, 3 * size);
      System.arraycopy(sums, 3 * size, state.candidate, 0, size);
      Activations.tanh(state.candidate, state.candidate, size);
      float[] cell = state.cells[layer];
      for (int i = 0; i < size; i++) {
        cell[i] = sums[size + i] * cell[i] + sums[i] * state.candidate[i];
      }
      Activations.tanh(cell, state.candidate, size);
      float[] hidden = state.hidden[layer];
      for (int i = 0; i < size; i++) {
        hidden[i] = sums[2 * size + i] * state.candidate[i];
      }
    }

    private static float[][] rows(float[] matrix, int length) {
      float[][] rows = new float[matrix.length / length][];
      Arrays.setAll(rows, row -> Arrays.copyOfRange(matrix, row * length, (row + 1) * length));
      return rows;
    }
  }

  /** What the network remembers of one listener. One thread at a time. */
  static final class State {

    private final float[][] hidden;
    private final float[][] cells;
    private final float[][] sums;
    private final float[] input;
    private final float[] candidate;

    private State(List<Cell> layers) {
      int widest = layers.stream().mapToInt(Cell::size).max().orElseThrow();
      hidden = layers.stream().map(layer -> new float[layer.size()]).toArray(float[][]::new);
      cells = layers.stream().map(layer -> new float[layer.size()]).toArray(float[][]::new);
      sums = layers.stream().map(layer -> new float[4 * layer.size()]).toArray(float[][]::new);
      input = new float[layers.get(0).inputWeights().length];
      candidate = new float[widest];
    }

    /** {@code [hidden]}: the output of the last layer. */
    float[] output() {
      return hidden[hidden.length - 1];
    }

    /** Forgets everything. */
    void clear() {
      for (int layer = 0; layer < hidden.length; layer++) {
        Arrays.fill(hidden[layer], 0);
        Arrays.fill(cells[layer], 0);
      }
    }
  }
}
