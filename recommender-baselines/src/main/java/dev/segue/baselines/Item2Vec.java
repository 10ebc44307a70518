package dev.segue.baselines;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.PlaylistDataset;
import dev.segue.Trainer;
import dev.segue.TrainingListener;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Songs as vectors that foretell which songs are played near them: item2vec (Barkan and
 * Koenigstein, "Item2Vec: Neural Item Embedding for Collaborative Filtering", MLSP 2016, <a
 * href="https://arxiv.org/abs/1603.04259">arXiv:1603.04259</a>). Immutable; may be shared by
 * threads.
 *
 * <p>The vectors are learnt by skip-gram with negative sampling. A song's score is the cosine of
 * its vector as a neighbour with the vectors of the songs heard, added up with weights that fade
 * with every song since. Different from the paper, the neighbours' vectors are used, and not the
 * songs' own ones alone, which are alike for songs that stand in for each other rather than follow
 * each other: on the Yes.com playlists five times the accuracy@10. Playlists being ordered,
 * neighbours are the songs within a window, and not the whole playlist. The songs heard last are
 * ranked behind all others, since they are near themselves.
 */
public final class Item2Vec extends HistoryRecommender {

  static final String KIND = "item2vec";
  private static final String VECTORS = "vectors";
  private static final String NEIGHBOURS = "neighbour_vectors";

  /** What is left of a song's weight after another song. */
  private static final float FADING = 0.9f;

  /** How many songs heard last are ranked behind all others. */
  private static final int LEFT_OUT = 10;

  private final int dimensions;

  /** {@code [songs][dimensions]}, of length 1. */
  private final float[] vectors;

  /** {@code [dimensions][songs]}, of length 1. */
  private final float[][] columns;

  private Item2Vec(Catalogue catalogue, float[] vectors, float[][] columns) {
    super(catalogue);
    this.dimensions = columns.length;
    this.vectors = vectors;
    this.columns = columns;
  }

  /**
   * Sets a training up.
   *
   * @return a builder with the defaults
   */
  public static Builder builder() {
    return new Builder();
  }

  private static Item2Vec learn(
      PlaylistDataset training,
      Optional<PlaylistDataset> validation,
      Settings settings,
      TrainingListener listener) {
    SkipGram skipGram = new SkipGram(training, settings);
    BestEpoch<Item2Vec> last =
        new BestEpoch<>(settings.epochs(), skipGram.plays(), validation, listener);
    do {
      double loss = skipGram.epoch(last.progress(0), last::onProgress);
      last.add(of(training.catalogue(), skipGram.vectors(), skipGram.neighbours()), loss);
    } while (last.goesOn());
    return last.recommender();
  }

  private static Item2Vec of(Catalogue catalogue, float[] vectors, float[] neighbours) {
    int dimensions = vectors.length / catalogue.size();
    float[] ofNeighbours = unit(neighbours, dimensions);
    float[][] columns = new float[dimensions][catalogue.size()];
    for (int i = 0; i < neighbours.length; i++) {
      columns[i % dimensions][i / dimensions] = ofNeighbours[i];
    }
    return new Item2Vec(catalogue, unit(vectors, dimensions), columns);
  }

  /** Vectors of length 1, or 0 for songs never played. */
  private static float[] unit(float[] vectors, int dimensions) {
    float[] unit = new float[vectors.length];
    for (int at = 0; at < vectors.length; at += dimensions) {
      double square = 0;
      for (int k = 0; k < dimensions; k++) {
        square += vectors[at + k] * (double) vectors[at + k];
      }
      for (int k = 0; k < dimensions; k++) {
        unit[at + k] = square == 0 ? 0 : (float) (vectors[at + k] / Math.sqrt(square));
      }
    }
    return unit;
  }

  /** Reads what {@link #save} wrote. */
  static Item2Vec load(ModelFile model) throws FileFormatException {
    Catalogue catalogue = model.catalogue();
    int dimensions = model.integer("dimensions");
    if (dimensions < 1) {
      throw model.problem("dimensions must be > 0, was " + dimensions);
    }
    float[] flat = model.floats(NEIGHBOURS, dimensions, catalogue.size());
    float[][] columns = new float[dimensions][catalogue.size()];
    for (int k = 0; k < dimensions; k++) {
      System.arraycopy(flat, k * catalogue.size(), columns[k], 0, catalogue.size());
    }
    return new Item2Vec(catalogue, model.floats(VECTORS, catalogue.size(), dimensions), columns);
  }

  @Override
  public void save(OutputStream out) throws IOException {
    int songs = catalogue().size();
    float[] flat = new float[vectors.length];
    for (int k = 0; k < dimensions; k++) {
      System.arraycopy(columns[k], 0, flat, k * songs, songs);
    }
    ModelFile.builder(KIND)
        .catalogue(catalogue())
        .text("dimensions", Integer.toString(dimensions))
        .floats(VECTORS, vectors, songs, dimensions)
        .floats(NEIGHBOURS, flat, dimensions, songs)
        .write(out);
  }

  /** {@inheritDoc} Similarities are no probabilities. */
  @Override
  public boolean probabilistic() {
    return false;
  }

  @Override
  void score(int[] heard, int count, float[] scores) {
    float[] sum = new float[dimensions];
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < dimensions; k++) {
        sum[k] = FADING * sum[k] + vectors[heard[i] * dimensions + k];
      }
    }
    FollowerSoftmax.combine(scores, sum, columns, 0, scores.length);
    for (int ago = Math.min(LEFT_OUT, count); ago > 0; ago--) {
      scores[heard[count - ago]] = -1000f / ago; // behind all others, the last one last
    }
  }

  /** {@inheritDoc} Here the cosine of the songs' own vectors. */
  @Override
  public double similarity(String songId, String otherId) {
    int song = catalogue().playlist(List.of(songId)).song(0);
    int other = catalogue().playlist(List.of(otherId)).song(0);
    if (song == other) {
      return 1;
    }
    double product = 0;
    for (int k = 0; k < dimensions; k++) {
      product += vectors[song * dimensions + k] * (double) vectors[other * dimensions + k];
    }
    return Math.max(-1, Math.min(1, product));
  }

  /** Says what it is. */
  @Override
  public String toString() {
    return "item2vec of %d songs in %d dimensions".formatted(catalogue().size(), dimensions);
  }

  /** What is chosen. */
  record Settings(
      int dimensions,
      int window,
      int negatives,
      double power,
      int epochs,
      double learningRate,
      long seed) {}

  /** The settings of a training. One thread at a time. */
  public static final class Builder {

    private int dimensions = 64;
    private int window = 10;
    private int negatives = 5;
    private double power = 0.75;
    private int epochs = 20;
    private double learningRate = 0.05;
    private long seed = 42;
    private TrainingListener listener = report -> TrainingListener.Decision.CONTINUE;

    private Builder() {}

    /**
     * The length of the vectors. Default: 64.
     *
     * @param dimensions at least 1
     * @return this builder
     * @throws IllegalArgumentException if there are none
     */
    public Builder dimensions(int dimensions) {
      this.dimensions = Checks.atLeastOne("dimensions", dimensions);
      return this;
    }

    /**
     * How many songs before and after a song may be its neighbours; near ones are it more often.
     * Default: 10.
     *
     * @param window at least 1, in songs
     * @return this builder
     * @throws IllegalArgumentException if it is less
     */
    public Builder window(int window) {
      this.window = Checks.atLeastOne("window", window);
      return this;
    }

    /**
     * How many songs drawn at random each neighbour is told from. Default: 5.
     *
     * @param negatives at least 1
     * @return this builder
     * @throws IllegalArgumentException if it is less
     */
    public Builder negatives(int negatives) {
      this.negatives = Checks.atLeastOne("negatives", negatives);
      return this;
    }

    /**
     * The power of a song's plays by which it is drawn at random. Default: 0.75, that of words; for
     * songs others may be better (Caselles-Dupr&eacute;, Lesaint and Royo-Letelier, "Word2vec
     * applied to Recommendation: Hyperparameters Matter", RecSys 2018, <a
     * href="https://arxiv.org/abs/1804.04212">arXiv:1804.04212</a>).
     *
     * @param power any finite number; 0 draws all songs alike
     * @return this builder
     * @throws IllegalArgumentException if it is not finite
     */
    public Builder negativePower(double power) {
      if (!Double.isFinite(power)) {
        throw new IllegalArgumentException("negativePower must be finite, was " + power);
      }
      this.power = power;
      return this;
    }

    /**
     * How often all playlists are learnt from. Default: 20; the last epoch counts.
     *
     * @param epochs at least 1
     * @return this builder
     * @throws IllegalArgumentException if there are none
     */
    public Builder epochs(int epochs) {
      this.epochs = Checks.atLeastOne("epochs", epochs);
      return this;
    }

    /**
     * The step size at the start, from which it falls to almost 0 in a line. Default: 0.05.
     *
     * @param learningRate above 0
     * @return this builder
     * @throws IllegalArgumentException if it is not above 0 or not finite
     */
    public Builder learningRate(double learningRate) {
      this.learningRate = Checks.aboveZero("learningRate", learningRate);
      return this;
    }

    /**
     * What the training's randomness starts from. Default: 42. The same seed gives the same model.
     *
     * @param seed any number
     * @return this builder
     */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /**
     * Who watches the training. Default: nobody.
     *
     * @param listener is told of each epoch
     * @return this builder
     */
    public Builder listener(TrainingListener listener) {
      this.listener = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /**
     * Makes the trainer.
     *
     * @return the trainer, with the settings as they are now
     */
    public Trainer<Item2Vec> build() {
      Settings settings =
          new Settings(dimensions, window, negatives, power, epochs, learningRate, seed);
      TrainingListener told = listener; // the builder may change later
      return new ValidatingTrainer<>(
          (training, validation) -> learn(training, validation, settings, told));
    }
  }
}
