package dev.segue.lstm.network;

import dev.segue.lstm.network.SongFeatures.Row;
import dev.segue.scratch.ScratchPool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The trained network in plain Java: its weights, its step, and the scores of all songs. Immutable;
 * may be shared by threads, each with its own {@link LstmState}.
 *
 * <p>All products are sums of scaled rows, four rows at a time, in loops that the JIT compiles to
 * vector instructions. Every score is computed by the same operations in the same order, for one
 * listener or for many, so that both agree bit for bit.
 */
public final class LstmNetwork {

  private final Architecture architecture;
  private final EmbeddingTable table;
  private final List<LstmCell> cells;

  /** {@code [songs, embeddingSize]}: the vectors of songs; empty if embeddings are tied. */
  private final float[] vectors;

  /** {@code [hidden][embeddingSize]}; empty if the last layer's output has the right size. */
  private final float[][] projection;

  /**
   * {@code [embeddingSize]}: what is added to the vectors of songs that were skipped; empty if
   * nothing was learnt from skips.
   */
  private final float[] skip;

  private final SongScorer scorer;

  /** The largest number that the output of a step may hold. */
  private final float maxOutput;

  /** Scratch arrays of a step. */
  private final ScratchPool<Scratch> scratch;

  private LstmNetwork(
      Architecture architecture,
      EmbeddingTable table,
      Vectors vectors,
      float[] skip,
      List<LstmCell> cells,
      float[][] projection,
      float[] outputBias,
      float[] newSongBias,
      List<float[]> recencyWeights,
      @Nullable MemoryWeights memory) {
    this.architecture = architecture;
    this.table = table;
    this.skip = skip;
    this.cells = List.copyOf(cells);
    this.projection = projection;
    this.vectors = vectors.input;
    this.scorer =
        new SongScorer(
            vectors.output,
            outputBias,
            newSongBias,
            architecture.recency(),
            recencyWeights,
            memory);
    this.maxOutput = maxOutput(architecture, projection);
    int widest = architecture.hiddenSizes().stream().mapToInt(size -> size).max().orElseThrow();
    this.scratch = new ScratchPool<>(() -> new Scratch(architecture.embeddingSize(), widest));
  }

  /**
   * The vectors of songs.
   *
   * @param input {@code [songs, embeddingSize]}; empty if embeddings are tied
   * @param output {@code [outputs][songs]}
   */
  @SuppressWarnings("ArrayRecordComponent") // weights, never compared
  private record Vectors(float[] input, float[][] output) {

    /** Composes vectors from the rows of songs and features. */
    static Vectors composed(Architecture architecture, EmbeddingTable table, float[] output) {
      List<Row> features = architecture.features();
      int songs = architecture.songs();
      return architecture.tied()
          ? new Vectors(new float[0], table.composeColumns(songs, features))
          : new Vectors(table.compose(features), RowMatrix.transpose(output, songs));
    }
  }

  /**
   * Creates a network from named tensors, as docs/model-file.md describes them, but for {@link
   * TensorNames#VECTORS}, which are composed.
   *
   * @param architecture of the network
   * @param tensors source of the values
   */
  public static <E extends Exception> LstmNetwork of(
      Architecture architecture, TensorSource<E> tensors) throws E {
    return of(architecture, tensors, false);
  }

  /** Creates a network from the tensors of a model file. */
  public static <E extends Exception> LstmNetwork restored(
      Architecture architecture, TensorSource<E> tensors) throws E {
    return of(architecture, tensors, architecture.storesVectors());
  }

  private static <E extends Exception> LstmNetwork of(
      Architecture architecture, TensorSource<E> tensors, boolean stored) throws E {
    int songs = architecture.songs();
    int size = architecture.embeddingSize();
    int features = architecture.featureCount();
    List<LstmCell> cells = new ArrayList<>();
    int inputs = size;
    for (int layer = 0; layer < architecture.hiddenSizes().size(); layer++) {
      int hidden = architecture.hiddenSizes().get(layer);
      cells.add(
          LstmCell.of(
              tensors.get(TensorNames.inputWeights(layer), inputs, 4 * hidden),
              tensors.get(TensorNames.recurrentWeights(layer), hidden, 4 * hidden),
              tensors.get(TensorNames.lstmBias(layer), 4 * hidden)));
      inputs = hidden;
    }
    EmbeddingTable table =
        new EmbeddingTable(
            size,
            tensors.get(TensorNames.EMBEDDING, architecture.ownRows(), size),
            features == 0 ? new float[0] : tensors.get(TensorNames.FEATURES, features, size));
    List<float[]> recencyWeights = new ArrayList<>();
    for (Recency recency : architecture.recency()) {
      recencyWeights.add(tensors.get(recency.group().tensor(), recency.window()));
    }
    Vectors vectors =
        stored
            ? new Vectors(
                new float[0], RowMatrix.split(tensors.get(TensorNames.VECTORS, size, songs), songs))
            : Vectors.composed(
                architecture,
                table,
                architecture.tied()
                    ? new float[0]
                    : tensors.get(TensorNames.OUTPUT_WEIGHTS, songs, inputs));
    return new LstmNetwork(
        architecture,
        table,
        vectors,
        architecture.skips() ? tensors.get(TensorNames.SKIP, size) : new float[0],
        cells,
        architecture.projected()
            ? RowMatrix.split(tensors.get(TensorNames.PROJECTION, inputs, size), size)
            : new float[0][],
        tensors.get(TensorNames.OUTPUT_BIAS, songs),
        architecture.learnsNewSongs() ? tensors.get(TensorNames.NEW_SONG_BIAS, 1) : new float[0],
        recencyWeights,
        architecture.memory() ? memory(tensors, architecture) : null);
  }

  private static <E extends Exception> MemoryWeights memory(
      TensorSource<E> tensors, Architecture architecture) throws E {
    int features = MemoryFeatures.count(architecture.skips());
    float[] weights = tensors.get(TensorNames.MEMORY_WEIGHTS, features, architecture.outputs());
    return new MemoryWeights(
        tensors.get(TensorNames.MEMORY_BIAS, features),
        RowMatrix.transpose(weights, features),
        architecture.clock().isPresent()
            ? tensors.get(TensorNames.MEMORY_CLOCK, ClockRows.COUNT, features)
            : new float[0]);
  }

  /** Returns the values of a tensor by name and shape, in row-major order. */
  @FunctionalInterface
  public interface TensorSource<E extends Exception> {
    float[] get(String name, int... shape) throws E;
  }

  /** Passes every tensor to the visitor, as {@link #of} takes them. */
  public void forEachTensor(TensorVisitor visitor) {
    int size = table.size();
    visitor.visit(TensorNames.EMBEDDING, table.own(), table.rows(), size);
    if (architecture.featureCount() > 0) {
      visitor.visit(TensorNames.FEATURES, table.features(), architecture.featureCount(), size);
    }
    if (architecture.skips()) {
      visitor.visit(TensorNames.SKIP, skip, size);
    }
    for (int layer = 0; layer < cells.size(); layer++) {
      LstmCell cell = cells.get(layer);
      int gates = cell.bias().length;
      visitor.visit(
          TensorNames.inputWeights(layer),
          RowMatrix.join(cell.inputWeights()),
          cell.inputWeights().length,
          gates);
      visitor.visit(
          TensorNames.recurrentWeights(layer),
          RowMatrix.join(cell.recurrentWeights()),
          cell.size(),
          gates);
      visitor.visit(TensorNames.lstmBias(layer), cell.bias(), gates);
    }
    if (architecture.projected()) {
      visitor.visit(TensorNames.PROJECTION, RowMatrix.join(projection), projection.length, size);
    }
    scorer.forEachTensor(!architecture.tied(), visitor);
  }

  /** Passes the vectors that a model file stores to the visitor, if it stores any. */
  public void forStoredVectors(TensorVisitor visitor) {
    if (architecture.storesVectors()) {
      float[] stored = RowMatrix.join(scorer.weights());
      visitor.visit(TensorNames.VECTORS, stored, table.size(), songs());
    }
  }

  /** Whether all weights are finite, and so small that all scores are. */
  public boolean isFinite() {
    Magnitudes magnitudes = new Magnitudes();
    forEachTensor((name, values, shape) -> magnitudes.note(name, values));
    return magnitudes.problem(architecture).isEmpty();
  }

  /** Called with a tensor's name, its values in row-major order, and its shape. */
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

  private static float maxOutput(Architecture architecture, float[][] projection) {
    float ofLayers = LstmState.MAX_OUTPUT * architecture.hiddenSizes().size();
    float max = projection.length == 0 ? ofLayers : 0;
    for (int i = 0; projection.length > 0 && i < projection[0].length; i++) {
      float sum = 0;
      for (float[] row : projection) {
        sum += ofLayers * Math.abs(row[i]);
      }
      max = Math.max(max, sum);
    }
    return max;
  }

  /**
   * Checks a state that was restored.
   *
   * @param steps how many songs it has heard
   * @throws IllegalArgumentException if no songs could have led to it
   */
  public void check(LstmState state, int steps) {
    state.check(steps, maxOutput);
  }

  /** Returns the state of a listener who has heard nothing. */
  LstmState start() {
    return LstmState.start(cells, architecture.outputs(), architecture.recency());
  }

  /**
   * Returns the network with more songs. New songs have no rows of their own, only features; the
   * bias of each is that of new songs.
   *
   * @param more the features of each new song
   */
  public LstmNetwork withSongs(List<Row> more) {
    float[] bias = scorer.biasWith(more.size());
    Architecture larger = architecture.withSongs(more);
    return new LstmNetwork(
        larger,
        table,
        Vectors.composed(larger, table, new float[0]),
        skip,
        cells,
        projection,
        bias,
        scorer.newSongBias(),
        scorer.recencyWeights(),
        scorer.memory());
  }

  /**
   * Returns the network with rows for more songs and features, all of them 0, so that it scores the
   * songs that it has as before. The bias of each new song is that of new songs.
   *
   * @param larger the architecture with these songs first
   * @param featureRows {@code [features]}: the row that each feature has in the larger network
   */
  LstmNetwork withRows(Architecture larger, int[] featureRows) {
    Map<String, float[]> tensors = new HashMap<>();
    forEachTensor((name, values, shape) -> tensors.put(name, values));
    return of(
        larger,
        (name, shape) -> {
          float[] values = Objects.requireNonNull(tensors.get(name), name);
          return switch (name) {
            case TensorNames.EMBEDDING, TensorNames.OUTPUT_WEIGHTS ->
                Arrays.copyOf(values, shape[0] * shape[1]);
            case TensorNames.OUTPUT_BIAS -> scorer.biasWith(larger.songs() - songs());
            case TensorNames.FEATURES -> moved(values, featureRows, shape[0]);
            default -> values;
          };
        });
  }

  private float[] moved(float[] features, int[] rows, int count) {
    int size = table.size();
    float[] moved = new float[count * size];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(features, row * size, moved, rows[row] * size, size);
    }
    return moved;
  }

  /**
   * Returns which songs the network takes as new, because it was trained with a memory on playlists
   * that do not hold them: those without rows of their own.
   */
  boolean[] newSongs() {
    boolean[] isNew = new boolean[songs()];
    float[] own = table.own();
    for (int song = 0; song < isNew.length && architecture.memory(); song++) {
      int from = song * table.size();
      isNew[song] =
          song >= table.rows()
              || IntStream.range(from, from + table.size()).allMatch(i -> own[i] == 0);
    }
    return isNew;
  }

  /**
   * Returns the network with some songs as if they were new: without rows of their own, and with
   * the bias of new songs.
   *
   * @param which {@code [songs]}: true for the songs
   * @return the changed network
   */
  public LstmNetwork forget(boolean[] which) {
    float[] own = table.own().clone();
    float[] output =
        architecture.tied()
            ? new float[0]
            : RowMatrix.join(
                RowMatrix.transpose(RowMatrix.join(scorer.weights()), scorer.weights().length));
    float[] bias = scorer.biasWithout(which);
    for (int song = 0; song < bias.length; song++) {
      if (which[song]) {
        if (song < table.rows()) {
          Arrays.fill(own, song * table.size(), (song + 1) * table.size(), 0);
        }
        int outputs = output.length / bias.length;
        Arrays.fill(output, song * outputs, (song + 1) * outputs, 0);
      }
    }
    EmbeddingTable rows = new EmbeddingTable(table.size(), own, featuresWithout(which));
    return new LstmNetwork(
        architecture,
        rows,
        Vectors.composed(architecture, rows, output),
        skip,
        cells,
        projection,
        bias,
        scorer.newSongBias(),
        scorer.recencyWeights(),
        scorer.memory());
  }

  /** Returns the rows of features, without those that only these songs have. */
  private float[] featuresWithout(boolean[] which) {
    boolean[] known = new boolean[architecture.featureCount()];
    for (int song = 0; song < architecture.features().size(); song++) {
      if (!which[song]) {
        for (int feature : architecture.features().get(song).features()) {
          known[feature] = true;
        }
      }
    }
    float[] features = table.features().clone();
    for (int feature = 0; feature < known.length; feature++) {
      if (!known[feature]) {
        Arrays.fill(features, feature * table.size(), (feature + 1) * table.size(), 0);
      }
    }
    return features;
  }

  /** A value of a song's vector. */
  private float value(int song, int i) {
    return vectors.length == 0 ? scorer.weights()[i][song] : vectors[song * table.size() + i];
  }

  /** {@code [embeddingSize]}: a song's vector. */
  public float[] vector(int song) {
    float[] vector = new float[table.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = value(song, i);
    }
    return vector;
  }

  /** The cosine similarity of the vectors of two songs; 0 if one of them is zero. */
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

  /** Updates the state by a song. A skip changes nothing if the network has not learnt from any. */
  void step(HeardSong heard, LstmState state) {
    if (heard.skipped() && !architecture.skips()) {
      return;
    }
    remember(heard, state);
    scratch.use(
        space -> {
          read(heard, space.input);
          return step(space, state);
        });
  }

  private void read(HeardSong heard, float[] vector) {
    if (heard.song() < 0) {
      Arrays.fill(vector, 0);
      table.add(heard.features(), vector, 0);
    } else {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = value(heard.song(), i);
      }
    }
    if (heard.skipped()) {
      addTo(vector, vector, skip);
    }
  }

  /** Records a song as the one played, or skipped, last. */
  public void remember(HeardSong heard, LstmState state) {
    for (int i = 0; i < architecture.recency().size(); i++) {
      Recency recency = architecture.recency().get(i);
      if (recency.group().skipped() == heard.skipped()) {
        state.remember(i, heard.groupOf(recency));
      }
    }
  }

  private LstmState step(Scratch space, LstmState state) {
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
    return state;
  }

  /** Sums two arrays; {@code sum} may be {@code one}. */
  private static void addTo(float[] sum, float[] one, float[] other) {
    for (int i = 0; i < other.length; i++) {
      sum[i] = one[i] + other[i];
    }
  }

  /** Scratch arrays of a step. */
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
