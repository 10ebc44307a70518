package dev.segue.baselines;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.Trainer;
import dev.segue.TrainingListener;
import dev.segue.checkpoint.Checkpointing;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Represents songs by vectors that predict which songs are played near them: item2vec (Barkan and
 * Koenigstein, "Item2Vec: Neural Item Embedding for Collaborative Filtering", MLSP 2016, <a
 * href="https://arxiv.org/abs/1603.04259">arXiv:1603.04259</a>). Immutable; may be shared by
 * threads.
 *
 * {@snippet class="dev.segue.samples.javadoc.BaselineExamplesTest" region="item2Vec"}
 *
 * <p>Training learns the vectors by skip-gram with negative sampling. A song's score is the cosine
 * of its context vector with the vectors of the songs heard, summed with weights that decay with
 * every later song. Two things differ from the paper. The scores use context vectors as well as
 * song vectors: song vectors alone are similar for songs that could replace each other, not for
 * songs that follow each other, and reach a fifth of the accuracy@10 on the Yes.com playlists.
 * Since playlists are ordered, the context of a song is a window around it and not the whole
 * playlist. It ranks the ten songs heard last behind all others, because a song is always near
 * itself.
 */
public final class Item2Vec extends HistoryRecommender {

  static final String KIND = "item2vec";
  private static final String VECTORS = "vectors";
  private static final String NEIGHBOURS = "neighbour_vectors";

  /** The factor by which a song's weight decays with each later song. */
  private static final float DECAY = 0.9f;

  /** More than the rounding of numbers to floats changes the square of a length. */
  private static final double TOLERANCE = 1e-3;

  /** The number of songs heard last that are ranked behind all others. */
  private static final int SONGS_RANKED_LAST = 10;

  private final int dimensions;

  /** {@code [songs][dimensions]}: song vectors of length 1. */
  private final float[] vectors;

  /** {@code [dimensions][songs]}: context vectors of length 1. */
  private final float[][] columns;

  private Item2Vec(Catalogue catalogue, float[] vectors, float[][] columns) {
    super(catalogue);
    this.dimensions = columns.length;
    this.vectors = vectors;
    this.columns = columns;
  }

  /**
   * Returns a builder of a trainer.
   *
   * @return a builder with the default settings
   */
  public static Builder builder() {
    return new Builder();
  }

  static Item2Vec of(Catalogue catalogue, float[][] vectors, float[][] neighbours) {
    int dimensions = vectors[0].length;
    float[] flat = new float[vectors.length * dimensions];
    float[][] columns = new float[dimensions][vectors.length];
    for (int song = 0; song < vectors.length; song++) {
      double scale = scale(vectors[song]);
      double ofNeighbours = scale(neighbours[song]);
      for (int k = 0; k < dimensions; k++) {
        flat[song * dimensions + k] = (float) (vectors[song][k] / scale);
        columns[k][song] = (float) (neighbours[song][k] / ofNeighbours);
      }
    }
    return new Item2Vec(catalogue, flat, columns);
  }

  /** Returns what makes a vector one of length 1; those of songs never played stay 0. */
  private static double scale(float[] vector) {
    double square = 0;
    for (float number : vector) {
      square += number * (double) number;
    }
    return square == 0 ? 1 : Math.sqrt(square);
  }

  /** Reads what {@link #save} wrote. */
  static Item2Vec load(ModelFile model) throws FileFormatException {
    Catalogue catalogue = model.catalogue();
    int dimensions = model.integer("dimensions");
    if (dimensions < 1) {
      throw model.problem("dimensions must be > 0, was " + dimensions);
    }
    int songs = catalogue.size();
    float[] vectors = model.floats(VECTORS, songs, dimensions);
    float[] flat = model.floats(NEIGHBOURS, dimensions, songs);
    float[][] columns = new float[dimensions][songs];
    double[] squares = new double[songs];
    double[] ofNeighbours = new double[songs];
    for (int k = 0; k < dimensions; k++) {
      System.arraycopy(flat, k * songs, columns[k], 0, songs);
      for (int song = 0; song < songs; song++) {
        double number = vectors[song * dimensions + k];
        squares[song] += number * number;
        double ofNeighbour = columns[k][song];
        ofNeighbours[song] += ofNeighbour * ofNeighbour;
      }
    }
    checkLengths(model, VECTORS, squares);
    checkLengths(model, NEIGHBOURS, ofNeighbours);
    return new Item2Vec(catalogue, vectors, columns);
  }

  /** Checks that vectors have length 1, or 0 if the song was never played. */
  private static void checkLengths(ModelFile model, String tensor, double[] squares)
      throws FileFormatException {
    for (int song = 0; song < squares.length; song++) {
      if (squares[song] != 0 && Math.abs(squares[song] - 1) > TOLERANCE) {
        throw model.problem(
            "tensor '%s' must hold vectors of length 1, but that of song %d has %s"
                .formatted(tensor, song, Math.sqrt(squares[song])));
      }
    }
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

  /** {@inheritDoc} False: similarities are not probabilities. */
  @Override
  public boolean probabilistic() {
    return false;
  }

  @Override
  void score(int[] heard, int count, float[] scores) {
    float[] sum = new float[dimensions];
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < dimensions; k++) {
        sum[k] = DECAY * sum[k] + vectors[heard[i] * dimensions + k];
      }
    }
    FollowerSoftmax.combine(scores, sum, columns, 0, scores.length);
    for (int ago = Math.min(SONGS_RANKED_LAST, count); ago > 0; ago--) {
      scores[heard[count - ago]] = -1000f / ago; // behind all others, the last one last
    }
  }

  /** {@inheritDoc} This is the cosine of the song vectors. */
  @Override
  public double similarity(String songId, String otherId) {
    Objects.requireNonNull(songId, "songId");
    Objects.requireNonNull(otherId, "otherId");
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

  /** Describes the model. */
  @Override
  public String toString() {
    return "item2vec of %d songs in %d dimensions".formatted(catalogue().size(), dimensions);
  }

  /**
   * The settings of a training.
   *
   * @param dimensions the number of dimensions of the vectors
   * @param sampling what is sampled for each song
   * @param descent how the vectors are learnt
   */
  record Settings(int dimensions, Sampling sampling, GradientDescent descent) {
    static final Settings DEFAULTS =
        new Settings(64, new Sampling(10, 5, 0.75), new GradientDescent(20, 0.05, 42));

    /** Returns the settings as texts, by name. */
    Map<String, String> describe() {
      Map<String, String> texts = new LinkedHashMap<>();
      texts.put("dimensions", Integer.toString(dimensions));
      texts.put("window", Integer.toString(sampling.window()));
      texts.put("negatives", Integer.toString(sampling.negatives()));
      texts.put("negative_power", Double.toString(sampling.negativePower()));
      descent.describe(texts);
      return texts;
    }
  }

  /**
   * What is sampled for each song.
   *
   * @param window how many songs before and after it are its context at most
   * @param negatives how many negatives there are per pair of songs
   * @param negativePower the exponent of a song's plays in the distribution of negatives
   */
  record Sampling(int window, int negatives, double negativePower) {

    Sampling window(int songs) {
      return new Sampling(songs, negatives, negativePower);
    }

    Sampling negatives(int number) {
      return new Sampling(window, number, negativePower);
    }

    Sampling negativePower(double power) {
      return new Sampling(window, negatives, power);
    }
  }

  /** Builds a trainer. Each setting can be made at most once. One thread at a time. */
  public static final class Builder {

    private final Checks checks = new Checks();
    private final List<TrainingListener> listeners = new ArrayList<>();
    private int dimensions = Settings.DEFAULTS.dimensions();
    private Sampling sampling = Settings.DEFAULTS.sampling();
    private GradientDescent descent = Settings.DEFAULTS.descent();
    private Optional<Checkpointing> checkpoint = Optional.empty();
    private boolean resume;

    private Builder() {}

    /**
     * Sets the number of dimensions of the vectors.
     *
     * @param dimensions at least 1; default 64
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     * @throws IllegalStateException if it is set already
     */
    public Builder dimensions(int dimensions) {
      this.dimensions = checks.atLeastOne("dimensions", dimensions);
      return this;
    }

    /**
     * Sets how many songs before and after a song are its context at most; nearer songs are sampled
     * more often.
     *
     * @param songs at least 1; default 10
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     * @throws IllegalStateException if it is set already
     */
    public Builder window(int songs) {
      sampling = sampling.window(checks.atLeastOne("window", songs));
      return this;
    }

    /**
     * Sets the number of negatives per pair of songs.
     *
     * @param negatives at least 1; default 5
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     * @throws IllegalStateException if it is set already
     */
    public Builder negatives(int negatives) {
      sampling = sampling.negatives(checks.atLeastOne("negatives", negatives));
      return this;
    }

    /**
     * Sets the exponent of a song's plays in the distribution that negatives are sampled from. The
     * default is as for words; other values may suit songs better (Caselles-Dupr&eacute;, Lesaint
     * and Royo-Letelier, "Word2vec applied to Recommendation: Hyperparameters Matter", RecSys 2018,
     * <a href="https://arxiv.org/abs/1804.04212">arXiv:1804.04212</a>).
     *
     * @param power any finite number, 0 samples all songs played equally often; default 0.75
     * @return this builder
     * @throws IllegalArgumentException if it is not finite
     * @throws IllegalStateException if it is set already
     */
    public Builder negativePower(double power) {
      sampling = sampling.negativePower(checks.finite("negativePower", power));
      return this;
    }

    /**
     * Sets the number of passes over the playlists. The last epoch is kept.
     *
     * @param epochs at least 1; default 20
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     * @throws IllegalStateException if it is set already
     */
    public Builder epochs(int epochs) {
      descent = descent.epochs(checks.atLeastOne("epochs", epochs));
      return this;
    }

    /**
     * Sets the initial learning rate, which decreases linearly to almost 0.
     *
     * @param learningRate above 0 and finite; default 0.05
     * @return this builder
     * @throws IllegalArgumentException if it is not in that range
     * @throws IllegalStateException if it is set already
     */
    public Builder learningRate(double learningRate) {
      descent = descent.learningRate(checks.aboveZero("learningRate", learningRate));
      return this;
    }

    /**
     * Sets the seed of the random numbers. The same seed gives the same model.
     *
     * @param seed any number; default 42
     * @return this builder
     * @throws IllegalStateException if it is set already
     */
    public Builder seed(long seed) {
      descent = descent.seed(checks.once("seed", seed));
      return this;
    }

    /**
     * Sets a file that keeps how far the training has come, so that one that was killed loses at
     * most the time between two checkpoints: {@link #resume} goes on from it. The file is replaced
     * as a whole, and never left half-written. It has about twice the size of the model, and stays
     * when the training ends: delete it when the recommender is saved. If it cannot be written any
     * more, a warning is logged and the training goes on.
     *
     * @param file where to write it; if it exists, training throws an {@link
     *     java.io.UncheckedIOException}, unless it is {@linkplain #resume gone on from}; default
     *     none
     * @param every how often to write it, more than zero; it is also written when a listener stops
     *     the training
     * @return this builder
     * @throws NullPointerException if it is null, or its duration is
     * @throws IllegalArgumentException if {@code every} is zero or negative
     * @throws IllegalStateException if it is set already
     */
    public Builder checkpoint(Path file, Duration every) {
      checkpoint = Optional.of(checks.checkpoint(file, every));
      return this;
    }

    /**
     * Sets whether a training goes on from the {@linkplain #checkpoint checkpoint}, if the file is
     * there; the result is that of a training that was never interrupted, bit for bit, on the same
     * machine. Settings and data must be those of the training that wrote it, otherwise training
     * throws an {@link java.io.UncheckedIOException} that names the difference.
     *
     * @param resumed default false
     * @return this builder
     * @throws IllegalStateException if it is set already
     */
    public Builder resume(boolean resumed) {
      resume = checks.once("resume", resumed);
      return this;
    }

    /**
     * Adds a listener that watches the training; may be called several times.
     *
     * @param listener called in the training's thread; default none
     * @return this builder
     * @throws NullPointerException if it is null
     */
    public Builder listener(TrainingListener listener) {
      listeners.add(Objects.requireNonNull(listener, "listener"));
      return this;
    }

    /**
     * Builds the trainer.
     *
     * @return the trainer, unaffected by later changes to this builder
     * @throws IllegalStateException if a training is to go on from a checkpoint that is not set
     */
    public Trainer<Item2Vec> build() {
      Settings settings = new Settings(dimensions, sampling, descent);
      TrainingHooks hooks = TrainingHooks.of(listeners, checkpoint, resume);
      return new ValidatingTrainer<>(
          (training, validation) -> SkipGram.run(training, validation, settings, hooks));
    }
  }
}
