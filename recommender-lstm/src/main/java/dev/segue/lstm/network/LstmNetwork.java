package dev.segue.lstm.network;

import dev.segue.lstm.network.SongFeatures.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The trained network in plain Java: weights, one step, and the scores of all songs. Immutable; may
 * be shared by threads, each with a {@link LstmState} of its own.
 *
 * <p>All products are sums of scaled rows, four rows at a time: loops that the JIT compiles to
 * vector instructions. Every score is computed by the same operations in the same order, whether
 * for one listener or for many, so that both agree bit for bit.
 */
public final class LstmNetwork {

  private final Architecture architecture;
  private final EmbeddingTable table;
  private final List<LstmCell> cells;

  /** {@code [songs, embeddingSize]}: the vectors of songs; empty if they score songs too. */
  private final float[] vectors;

  /** {@code [hidden][embeddingSize]}; empty if the last layer's output is of the right size. */
  private final float[][] projection;

  private final SongScorer scorer;

  /** Working space of a step. */
  private final ThreadLocal<Scratch> scratch;

  private LstmNetwork(
      Architecture architecture,
      EmbeddingTable table,
      List<LstmCell> cells,
      float[][] projection,
      float[] output,
      float[] outputBias,
      List<float[]> recencyWeights) {
    this.architecture = architecture;
    this.table = table;
    this.cells = List.copyOf(cells);
    this.projection = projection;
    float[] composed = table.compose(architecture.features());
    this.vectors = architecture.tied() ? new float[0] : composed;
    this.scorer =
        new SongScorer(
            architecture.tied() ? composed : output,
            outputBias,
            architecture.recency(),
            recencyWeights);
    int widest = architecture.hiddenSizes().stream().mapToInt(size -> size).max().orElseThrow();
    this.scratch = ThreadLocal.withInitial(() -> new Scratch(architecture.embeddingSize(), widest));
  }

  /**
   * Makes a network of named tensors, as docs/model-file.md describes them.
   *
   * @param architecture what the network consists of
   * @param tensors where the values come from
   */
  public static <E extends Exception> LstmNetwork of(
      Architecture architecture, TensorSource<E> tensors) throws E {
    int songs = architecture.songs();
    int size = architecture.embeddingSize();
    int features = architecture.featureCount();
    List<LstmCell> cells = new ArrayList<>();
    int inputs = size;
    for (int layer = 0; layer < architecture.hiddenSizes().size(); layer++) {
      String name = "lstm." + layer;
      int hidden = architecture.hiddenSizes().get(layer);
      cells.add(
          LstmCell.of(
              tensors.get(name + ".W", inputs, 4 * hidden),
              tensors.get(name + ".U", hidden, 4 * hidden),
              tensors.get(name + ".b", 4 * hidden)));
      inputs = hidden;
    }
    EmbeddingTable table =
        new EmbeddingTable(
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
            ? RowMatrix.split(tensors.get("projection.W", inputs, size), size)
            : new float[0][],
        architecture.tied() ? new float[0] : tensors.get("output.W", songs, inputs),
        tensors.get("output.b", songs),
        recencyWeights);
  }

  /** Gives a tensor of that name and shape: its values with the last index running fastest. */
  @FunctionalInterface
  public interface TensorSource<E extends Exception> {
    float[] get(String name, int... shape) throws E;
  }

  /** Shows every tensor with its name and values, as {@link #of} takes them. */
  public void forEachTensor(TensorVisitor visitor) {
    int size = table.size();
    visitor.visit("embedding", table.own(), songs(), size);
    if (architecture.featureCount() > 0) {
      visitor.visit("features", table.features(), architecture.featureCount(), size);
    }
    for (int layer = 0; layer < cells.size(); layer++) {
      LstmCell cell = cells.get(layer);
      String name = "lstm." + layer;
      int gates = cell.bias().length;
      visitor.visit(
          name + ".W", RowMatrix.join(cell.inputWeights()), cell.inputWeights().length, gates);
      visitor.visit(name + ".U", RowMatrix.join(cell.recurrentWeights()), cell.size(), gates);
      visitor.visit(name + ".b", cell.bias(), gates);
    }
    if (architecture.projected()) {
      visitor.visit("projection.W", RowMatrix.join(projection), projection.length, size);
    }
    scorer.forEachTensor(!architecture.tied(), visitor);
  }

  /** Is shown a tensor: its name, its values with the last index running fastest, its shape. */
  @FunctionalInterface
  public interface TensorVisitor {
    void visit(String name, float[] values, int... shape);
  }

  int songs() {
    return scorer.songs();
  }

  EmbeddingTable table() {
    return table;
  }

  SongScorer scorer() {
    return scorer;
  }

  /** The state of a listener who has heard nothing. */
  LstmState start() {
    int outputs = architecture.projected() ? table.size() : architecture.lastSize();
    return LstmState.start(cells, outputs, architecture.recency());
  }

  /**
   * The network with more songs, which have no rows of their own: their features stand for them. As
   * bias each gets the median of the biases there are.
   *
   * @param more the features of each new song
   */
  public LstmNetwork withSongs(List<Row> more) {
    float[] bias = scorer.biasWith(more.size());
    return new LstmNetwork(
        architecture.withSongs(more),
        new EmbeddingTable(
            table.size(), Arrays.copyOf(table.own(), bias.length * table.size()), table.features()),
        cells,
        projection,
        new float[0],
        bias,
        scorer.recencyWeights());
  }

  /** A value of a song's vector. */
  private float value(int song, int i) {
    return vectors.length == 0 ? scorer.weights()[i][song] : vectors[song * table.size() + i];
  }

  /** The cosine of the angle between the vectors of two songs; 0 if one of them is zero. */
  public double cosine(int one, int other) {
    double norms = Math.sqrt(product(one, one) * product(other, other));
    return norms == 0 ? 0 : product(one, other) / norms;
  }

  private double product(int one, int other) {
    int size = table.size();
    double product = 0;
    for (int i = 0; i < size; i++) {
      product += (double) value(one, i) * value(other, i);
    }
    return product;
  }

  public Architecture architecture() {
    return architecture;
  }

  /** Moves the state on by one song heard. */
  void step(int song, LstmState state) {
    Scratch space = scratch.get();
    for (int i = 0; i < space.input.length; i++) {
      space.input[i] = value(song, i);
    }
    remember(song, state);
    step(space, state);
  }

  /** Puts a song first among those that were played lately. */
  public void remember(int song, LstmState state) {
    for (int i = 0; i < architecture.recency().size(); i++) {
      state.remember(i, architecture.recency().get(i).groupOf()[song]);
    }
  }

  /** Moves the state on by one song heard that the network does not know, but its features. */
  void step(Row features, LstmState state) {
    Scratch space = scratch.get();
    Arrays.fill(space.input, 0);
    table.add(features, space.input, 0);
    remember(features, state);
    step(space, state);
  }

  /** Puts a song that the network does not know first among those that were played lately. */
  public void remember(Row features, LstmState state) {
    for (int i = 0; i < architecture.recency().size(); i++) {
      state.remember(i, architecture.recency().get(i).group().of(-1, features));
    }
  }

  private void step(Scratch space, LstmState state) {
    float[] input = space.input;
    for (int layer = 0; layer < cells.size(); layer++) {
      float[] hidden = state.hidden()[layer];
      cells.get(layer).step(input, hidden, state.cells()[layer], space.sums, space.candidate);
      if (architecture.residual(layer)) {
        addTo(space.residual, input, hidden);
        input = space.residual;
      } else {
        input = hidden;
      }
    }
    if (projection.length > 0) {
      Arrays.fill(state.output(), 0);
      RowMatrix.addScaled(state.output(), input, projection, 0, table.size());
    } else {
      System.arraycopy(input, 0, state.output(), 0, state.output().length);
    }
  }

  /** The sum of two arrays, of which the first may be the second. */
  private static void addTo(float[] sum, float[] one, float[] other) {
    for (int i = 0; i < other.length; i++) {
      sum[i] = one[i] + other[i];
    }
  }

  /** What a step needs beside the weights and the state: one for each thread. */
  private static final class Scratch {

    private final float[] input;
    private final float[] sums;
    private final float[] candidate;
    private final float[] residual;

    Scratch(int inputs, int widest) {
      input = new float[inputs];
      sums = new float[4 * widest];
      candidate = new float[widest];
      residual = new float[widest];
    }
  }
}
