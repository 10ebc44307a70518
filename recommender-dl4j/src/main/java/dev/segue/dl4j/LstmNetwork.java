package dev.segue.dl4j;

import dev.segue.dl4j.SongFeatures.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

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

  private final Architecture architecture;
  private final SongTable table;
  private final List<Cell> cells;

  /** {@code [songs, embeddingSize]}: the vectors of songs, composed. */
  private final float[] vectors;

  /** {@code [hidden][embeddingSize]}; empty if the last layer's output is of the right size. */
  private final float[][] projection;

  /** {@code [outputs][songs]}. */
  private final float[][] outputWeights;

  /** {@code [songs]}. */
  private final float[] outputBias;

  /** {@code [recency][window]}: what the songs played last add to the scores of their groups. */
  private final List<float[]> recencyWeights;

  /** {@code [recency][groups][songs]}: the songs of each group. */
  private final List<int[][]> members;

  private LstmNetwork(
      Architecture architecture,
      SongTable table,
      List<Cell> cells,
      float[][] projection,
      float[] output,
      float[] outputBias,
      List<float[]> recencyWeights) {
    this.architecture = architecture;
    this.table = table;
    this.cells = List.copyOf(cells);
    this.vectors = table.compose(architecture.features());
    this.outputWeights = transpose(architecture.tied() ? vectors : output, outputBias.length);
    this.projection = projection;
    this.outputBias = outputBias;
    this.recencyWeights = recencyWeights;
    this.members =
        architecture.recency().stream().map(each -> each.members(outputBias.length)).toList();
  }

  /**
   * Makes a network of named tensors, as docs/model-file.md describes them.
   *
   * @param architecture what the network consists of
   * @param tensors where the values come from
   */
  static <E extends Exception> LstmNetwork of(Architecture architecture, TensorSource<E> tensors)
      throws E {
    int songs = architecture.songs();
    int size = architecture.embeddingSize();
    int features = architecture.featureCount();
    List<Cell> cells = new ArrayList<>();
    int inputs = size;
    for (int layer = 0; layer < architecture.hiddenSizes().size(); layer++) {
      String name = "lstm." + layer;
      int hidden = architecture.hiddenSizes().get(layer);
      cells.add(
          Cell.of(
              tensors.get(name + ".W", inputs, 4 * hidden),
              tensors.get(name + ".U", hidden, 4 * hidden),
              tensors.get(name + ".b", 4 * hidden)));
      inputs = hidden;
    }
    SongTable table =
        new SongTable(
            size,
            tensors.get("embedding", songs, size),
            features == 0 ? new float[0] : tensors.get("features", features, size));
    List<float[]> recencyWeights = new ArrayList<>();
    for (Recency recency : architecture.recency()) {
      recencyWeights.add(tensors.get(recency.group().tensor(), recency.window()));
    }
    return new LstmNetwork(
        architecture,
        table,
        cells,
        architecture.projected()
            ? Cell.rows(tensors.get("projection.W", inputs, size), size)
            : new float[0][],
        architecture.tied() ? new float[0] : tensors.get("output.W", songs, inputs),
        tensors.get("output.b", songs),
        recencyWeights);
  }

  /** Gives a tensor of that name and shape: its values with the last index running fastest. */
  @FunctionalInterface
  interface TensorSource<E extends Exception> {
    float[] get(String name, int... shape) throws E;
  }

  /** Shows every tensor with its name and values, as {@link #of} takes them. */
  void forEachTensor(TensorVisitor visitor) {
    int size = table.size();
    visitor.visit("embedding", table.own(), songs(), size);
    if (architecture.featureCount() > 0) {
      visitor.visit("features", table.features(), architecture.featureCount(), size);
    }
    for (int layer = 0; layer < cells.size(); layer++) {
      Cell cell = cells.get(layer);
      String name = "lstm." + layer;
      int gates = cell.bias().length;
      visitor.visit(name + ".W", join(cell.inputWeights()), cell.inputWeights().length, gates);
      visitor.visit(name + ".U", join(cell.recurrentWeights()), cell.size(), gates);
      visitor.visit(name + ".b", cell.bias(), gates);
    }
    if (architecture.projected()) {
      visitor.visit("projection.W", join(projection), projection.length, size);
    }
    if (!architecture.tied()) {
      float[] output = join(transpose(join(outputWeights), outputWeights.length));
      visitor.visit("output.W", output, songs(), outputWeights.length);
    }
    visitor.visit("output.b", outputBias, songs());
    for (int i = 0; i < recencyWeights.size(); i++) {
      Recency recency = architecture.recency().get(i);
      visitor.visit(recency.group().tensor(), recencyWeights.get(i), recency.window());
    }
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
    int outputs = architecture.projected() ? table.size() : architecture.lastSize();
    return new State(cells, outputs, architecture.recency());
  }

  /**
   * The network with more songs, which have no rows of their own: their features stand for them. As
   * bias each gets the median of the biases there are.
   *
   * @param more the features of each new song
   */
  LstmNetwork withSongs(List<Row> more) {
    int songs = songs();
    float[] sorted = outputBias.clone();
    Arrays.sort(sorted);
    float[] bias = Arrays.copyOf(outputBias, songs + more.size());
    Arrays.fill(bias, songs, bias.length, sorted[songs / 2]);
    return new LstmNetwork(
        architecture.withSongs(more),
        new SongTable(
            table.size(), Arrays.copyOf(table.own(), bias.length * table.size()), table.features()),
        cells,
        projection,
        new float[0],
        bias,
        recencyWeights);
  }

  /** {@code [songs]}: the cosine of the angle between a song's vector and each one; 0 for zero. */
  float[] cosines(int song) {
    int size = table.size();
    float[] cosines = new float[songs()];
    double own = norm(song);
    for (int other = 0; other < cosines.length; other++) {
      double product = 0;
      for (int i = 0; i < size; i++) {
        product += (double) vectors[song * size + i] * vectors[other * size + i];
      }
      double norms = own * norm(other);
      cosines[other] = norms == 0 ? 0 : (float) (product / norms);
    }
    return cosines;
  }

  private double norm(int song) {
    double squares = 0;
    for (int i = song * table.size(); i < (song + 1) * table.size(); i++) {
      squares += (double) vectors[i] * vectors[i];
    }
    return Math.sqrt(squares);
  }

  Architecture architecture() {
    return architecture;
  }

  /** Moves the state on by one song heard. */
  void step(int song, State state) {
    System.arraycopy(vectors, song * table.size(), state.input, 0, table.size());
    remember(song, state);
    step(state);
  }

  /** Puts a song first among those that were played lately. */
  void remember(int song, State state) {
    for (int i = 0; i < members.size(); i++) {
      state.remember(i, architecture.recency().get(i).groupOf()[song]);
    }
  }

  /** Moves the state on by one song heard that the network does not know, but its features. */
  void step(Row features, State state) {
    Arrays.fill(state.input, 0);
    table.add(features, state.input, 0);
    remember(features, state);
    step(state);
  }

  /** Puts a song that the network does not know first among those that were played lately. */
  void remember(Row features, State state) {
    for (int i = 0; i < members.size(); i++) {
      state.remember(i, architecture.recency().get(i).group().of(-1, features));
    }
  }

  private void step(State state) {
    float[] input = state.input;
    for (int layer = 0; layer < cells.size(); layer++) {
      cells.get(layer).step(input, state, layer);
      if (architecture.residual(layer)) {
        input = sum(state.hidden[layer], input, state.residuals[layer]);
      } else {
        input = state.hidden[layer];
      }
    }
    if (projection.length > 0) {
      Arrays.fill(state.output, 0);
      addScaledRows(state.output, input, projection, 0, table.size());
    } else {
      System.arraycopy(input, 0, state.output, 0, input.length);
    }
  }

  private static float[] sum(float[] a, float[] b, float[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a[i] + b[i];
    }
    return sum;
  }

  /**
   * Scores all songs as the next one for several listeners.
   *
   * @param heard what each goes by
   * @param listeners how many of them
   * @param scores {@code [listeners][songs]}, filled: logarithms of probabilities up to a constant
   */
  void scores(Heard[] heard, int listeners, float[][] scores) {
    for (int from = 0; from < songs(); from += COLUMNS_PER_BLOCK) {
      int to = Math.min(from + COLUMNS_PER_BLOCK, songs());
      for (int listener = 0; listener < listeners; listener++) {
        System.arraycopy(outputBias, from, scores[listener], from, to - from);
        addScaledRows(scores[listener], heard[listener].output(), outputWeights, from, to);
      }
    }
    for (int listener = 0; listener < listeners; listener++) {
      for (int i = 0; i < members.size(); i++) {
        addRecency(
            recencyWeights.get(i), heard[listener].recent()[i], members.get(i), scores[listener]);
      }
    }
  }

  private static void addRecency(float[] weights, int[] recent, int[][] members, float[] scores) {
    for (int ago = 0; ago < weights.length; ago++) {
      if (recent[ago] >= 0) {
        for (int song : members[recent[ago]]) {
          scores[song] += weights[ago];
        }
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

  /**
   * What songs are scored by.
   *
   * @param output {@code [outputs]}: the last layer's
   * @param recent {@code [recency][window]}: the groups of the songs played lately, the last one
   *     first; -1 for none
   */
  @SuppressWarnings("ArrayRecordComponent") // of the inner loop, never compared
  record Heard(float[] output, int[][] recent) {

    Heard copy() {
      return new Heard(
          output.clone(), Arrays.stream(recent).map(int[]::clone).toArray(int[][]::new));
    }
  }

  /** What the network remembers of one listener. One thread at a time. */
  static final class State {

    private final float[][] hidden;
    private final float[][] cells;
    private final float[][] sums;
    private final float[] input;
    private final float[] candidate;

    /** {@code [layers][size]}: outputs of residual layers. */
    private final float[][] residuals;

    /** {@code [outputs]}: what songs are scored by. */
    private final float[] output;

    /** {@code [recency][window]}: the song played last comes first; -1 for none. */
    private final int[][] recent;

    private State(List<Cell> layers, int outputs, List<Recency> recency) {
      int widest = layers.stream().mapToInt(Cell::size).max().orElseThrow();
      hidden = layers.stream().map(layer -> new float[layer.size()]).toArray(float[][]::new);
      cells = layers.stream().map(layer -> new float[layer.size()]).toArray(float[][]::new);
      sums = layers.stream().map(layer -> new float[4 * layer.size()]).toArray(float[][]::new);
      input = new float[layers.get(0).inputWeights().length];
      candidate = new float[widest];
      residuals = layers.stream().map(layer -> new float[layer.size()]).toArray(float[][]::new);
      output = new float[outputs];
      recent = recency.stream().map(each -> new int[each.window()]).toArray(int[][]::new);
      forgetRecent();
    }

    private State(State other) {
      hidden = copy(other.hidden);
      cells = copy(other.cells);
      sums = copy(other.sums);
      residuals = copy(other.residuals);
      input = other.input.clone();
      candidate = other.candidate.clone();
      output = other.output.clone();
      recent = Arrays.stream(other.recent).map(int[]::clone).toArray(int[][]::new);
    }

    private static float[][] copy(float[][] rows) {
      return Arrays.stream(rows).map(float[]::clone).toArray(float[][]::new);
    }

    /** Shows the arrays that a snapshot keeps. */
    void forEachArray(Consumer<float[]> visitor) {
      Stream.of(hidden, cells).flatMap(Arrays::stream).forEach(visitor);
      visitor.accept(output);
    }

    /** Another listener who has heard the same. */
    State copy() {
      return new State(this);
    }

    /** What songs are scored by, as long as nothing more is heard. */
    Heard heard() {
      return new Heard(output, recent);
    }

    private void remember(int recency, int group) {
      int[] groups = recent[recency];
      System.arraycopy(groups, 0, groups, 1, groups.length - 1);
      groups[0] = group;
    }

    private void forgetRecent() {
      for (int[] groups : recent) {
        Arrays.fill(groups, -1);
      }
    }

    /** Forgets everything. */
    void clear() {
      forgetRecent();
      Arrays.fill(output, 0);
      for (int layer = 0; layer < hidden.length; layer++) {
        Arrays.fill(hidden[layer], 0);
        Arrays.fill(cells[layer], 0);
      }
    }
  }
}
