package dev.segue.lstm.network;

/**
 * The names of a network's tensors, in training, in checkpoints and in model files
 * (docs/model-file.md). Those of recency weights are in {@link Recency.Group}.
 */
public final class TensorNames {

  /** {@code [songs, embeddingSize]}: the songs' own rows. */
  public static final String EMBEDDING = "embedding";

  /** {@code [features, embeddingSize]}. */
  public static final String FEATURES = "features";

  /**
   * {@code [embeddingSize, songs]}: what own rows and features add up to, in model files alone, and
   * only if it scores songs.
   */
  public static final String VECTORS = "vectors";

  /** {@code [embeddingSize]}: what is added to the vectors of songs that were skipped. */
  public static final String SKIP = "skip";

  /** {@code [hidden, embeddingSize]}. */
  public static final String PROJECTION = "projection.W";

  /** {@code [songs, outputs]}. */
  public static final String OUTPUT_WEIGHTS = "output.W";

  /** {@code [songs]}. */
  public static final String OUTPUT_BIAS = "output.b";

  /** {@code [1]}: the bias of new songs. */
  public static final String NEW_SONG_BIAS = "output.new";

  /** {@code [memory features]}. */
  public static final String MEMORY_BIAS = "memory.b";

  /** {@code [memory features, outputs]}. */
  public static final String MEMORY_WEIGHTS = "memory.W";

  /** {@code [MemoryFeatures.CLOCK_ROWS, memory features]}. */
  public static final String MEMORY_CLOCK = "memory.clock";

  private TensorNames() {}

  /** {@code [inputs, 4 hidden]}: the weights by which an LSTM layer takes its input. */
  public static String inputWeights(int layer) {
    return "lstm." + layer + ".W";
  }

  /** {@code [hidden, 4 hidden]}: the weights by which an LSTM layer takes its last output. */
  public static String recurrentWeights(int layer) {
    return "lstm." + layer + ".U";
  }

  /** {@code [4 hidden]}: the bias of an LSTM layer. */
  public static String lstmBias(int layer) {
    return "lstm." + layer + ".b";
  }
}
