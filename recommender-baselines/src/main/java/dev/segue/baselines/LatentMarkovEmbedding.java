package dev.segue.baselines;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.Trainer;
import dev.segue.TrainingListener;
import dev.segue.baselines.LatentMarkovTraining.SongsCompared;
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
 * Represents songs by points in space; a song is likely to be followed by songs near it: the Latent
 * Markov Embedding of Chen, Moore, Turnbull and Joachims ("Playlist Prediction via Metric
 * Embedding", KDD 2012, <a
 * href="https://doi.org/10.1145/2339530.2339643">doi:10.1145/2339530.2339643</a>). Immutable; may
 * be shared by threads.
 *
 * {@snippet class="dev.segue.samples.javadoc.BaselineExamplesTest" region="latentMarkovEmbedding"}
 *
 * <p>After song {@code i} the probability of song {@code j} is proportional to {@code exp(-|x(i) -
 * y(j)|^2 + b(j))}, with {@code b} a popularity term. In the single-point form {@code x} and {@code
 * y} are the same; in the dual-point form each song has an entry point {@code y} and an exit point
 * {@code x}. {@link Popularity} predicts the first song of a session.
 *
 * <p>With tags, a song's point is the mean of the points of its lead artist and tags, plus an
 * offset of its own (Moore, Chen, Joachims and Turnbull, "Learning to Embed Songs and Tags for
 * Playlist Prediction", ISMIR 2012, which uses tags alone); the regularisation keeps the offsets
 * small. Unlike the papers, training maximises the likelihood by Adam, with the exact sum over all
 * songs instead of landmarks.
 *
 * <p>In a catalogue of more than 20,000 songs, each step estimates the sums from the songs that
 * follow in it and a sample of about 4,096 others, each weighted by the inverse of its probability
 * to be drawn (importance sampling; Bengio and Senecal, IEEE Transactions on Neural Networks 19(4),
 * 2008, <a href="https://doi.org/10.1109/TNN.2007.912312">doi:10.1109/TNN.2007.912312</a>; one
 * sample for all of a step as in Jean et al., ACL 2015, <a
 * href="https://arxiv.org/abs/1412.2007">arXiv:1412.2007</a>). Unlike landmarks (section 4.3 of the
 * paper), which leave all songs out that are far from the last one, it estimates without bias. The
 * training loss is then an estimate too; validation stays exact.
 */
public final class LatentMarkovEmbedding extends HistoryRecommender {

  static final String KIND = "latent_markov_embedding";
  private static final String PROBABILITIES = "probabilities";
  private static final String POPULARITY = "popularity";
  private static final String ENTRIES = "entry_points";
  private static final String EXITS = "exit_points";

  /** Floats overflow far above it, even in blends of blends. */
  private static final double MAX_SCORE = 1e20;

  /** {@code [songs]}: the probabilities of the first song. */
  private final float[] probabilities;

  /** {@code [songs]}: the popularity terms. */
  private final float[] popularity;

  /** {@code [songs][dimensions]}. */
  private final float[] entries;

  /** {@code [songs][dimensions]}: the same array in the single-point form. */
  private final float[] exits;

  private final int dimensions;

  /** {@code [dimensions][songs]}: the entry points, transposed. */
  private final float[][] columns;

  /** {@code [songs]}: see {@link #offsets(float[], float[])}. */
  private final float[] offsets;

  LatentMarkovEmbedding(
      Catalogue catalogue,
      float[] probabilities,
      float[] popularity,
      float[] entries,
      float[] exits) {
    super(catalogue);
    this.probabilities = probabilities;
    this.popularity = popularity;
    this.entries = entries;
    this.exits = exits;
    this.dimensions = entries.length / probabilities.length;
    this.columns = new float[dimensions][probabilities.length];
    for (int i = 0; i < entries.length; i++) {
      columns[i % dimensions][i / dimensions] = entries[i];
    }
    this.offsets = offsets(entries, popularity);
  }

  /**
   * Returns the part of a song's score that does not depend on the last song: {@code b(j) -
   * |y(j)|^2}. The score adds {@code 2 x(i) y(j)} to it and omits {@code |x(i)|^2}, which is the
   * same for all {@code j}.
   */
  static float[] offsets(float[] entries, float[] popularity) {
    int dimensions = entries.length / popularity.length;
    float[] offsets = new float[popularity.length];
    for (int song = 0; song < offsets.length; song++) {
      double square = 0;
      for (int k = 0; k < dimensions; k++) {
        square += entries[song * dimensions + k] * (double) entries[song * dimensions + k];
      }
      offsets[song] = (float) (popularity[song] - square);
    }
    return offsets;
  }

  /**
   * Returns a builder of a trainer.
   *
   * @return a builder with the default settings
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Reads what {@link #save} wrote. */
  static LatentMarkovEmbedding load(ModelFile model) throws FileFormatException {
    Catalogue catalogue = model.catalogue();
    int songs = catalogue.size();
    int dimensions = model.integer("dimensions");
    if (dimensions < 1) {
      throw model.problem("dimensions must be > 0, was " + dimensions);
    }
    if (songs < 1) {
      throw model.problem("songs must be > 0, was " + songs);
    }
    float[] popularity = model.floats(POPULARITY, songs);
    float[] entries = model.floats(ENTRIES, songs, dimensions);
    float[] exits =
        model.tensorNames().contains(EXITS) ? model.floats(EXITS, songs, dimensions) : entries;
    double entry = largest(entries);
    double score = largest(popularity) + dimensions * entry * (entry + 2 * largest(exits));
    if (score > MAX_SCORE) {
      throw model.problem(
          "tensors '%s', '%s' and '%s' must keep scores within %s, but one may be %s"
              .formatted(POPULARITY, ENTRIES, EXITS, MAX_SCORE, score));
    }
    return new LatentMarkovEmbedding(
        catalogue, Probabilities.read(model, PROBABILITIES, songs), popularity, entries, exits);
  }

  private static float largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  @Override
  public void save(OutputStream out) throws IOException {
    ModelFile.Builder model =
        ModelFile.builder(KIND)
            .catalogue(catalogue())
            .text("dimensions", Integer.toString(dimensions))
            .floats(PROBABILITIES, probabilities, probabilities.length)
            .floats(POPULARITY, popularity, popularity.length)
            .floats(ENTRIES, entries, popularity.length, dimensions);
    if (exits != entries) {
      model.floats(EXITS, exits, popularity.length, dimensions);
    }
    model.write(out);
  }

  @Override
  public boolean probabilistic() {
    return true;
  }

  @Override
  void score(int[] heard, int count, float[] scores) {
    if (count == 0) {
      for (int song = 0; song < scores.length; song++) {
        scores[song] = (float) Math.log(probabilities[song]);
      }
      return;
    }
    float[] twice = new float[dimensions];
    for (int k = 0; k < dimensions; k++) {
      twice[k] = 2 * exits[heard[count - 1] * dimensions + k];
    }
    System.arraycopy(offsets, 0, scores, 0, scores.length);
    FollowerSoftmax.combine(scores, twice, columns, 0, scores.length);
  }

  /**
   * {@inheritDoc} This is {@code 2 exp(-d^2) - 1}, where {@code d} is the distance between the
   * entry points.
   */
  @Override
  public double similarity(String songId, String otherId) {
    Objects.requireNonNull(songId, "songId");
    Objects.requireNonNull(otherId, "otherId");
    int song = catalogue().playlist(List.of(songId)).song(0);
    int other = catalogue().playlist(List.of(otherId)).song(0);
    double square = 0;
    for (int k = 0; k < dimensions; k++) {
      double difference = entries[song * dimensions + k] - entries[other * dimensions + k];
      square += difference * difference;
    }
    return 2 * Math.exp(-square) - 1;
  }

  /** Describes the model. */
  @Override
  public String toString() {
    return "%s-point Markov embedding of %d songs in %d dimensions"
        .formatted(exits == entries ? "single" : "dual", popularity.length, dimensions);
  }

  /**
   * The settings of a training.
   *
   * @param dualPoint whether each song has separate entry and exit points
   * @param dimensions the number of dimensions of the space
   * @param regularisation the L2 penalty of the songs' own offsets
   * @param tags whether songs of the same artist, or with the same tag, share a part of their
   *     points
   * @param descent how the points are learnt
   */
  record Settings(
      boolean dualPoint,
      int dimensions,
      double regularisation,
      boolean tags,
      GradientDescent descent) {
    static final Settings DEFAULTS =
        new Settings(false, 32, 20, true, new GradientDescent(10, 0.03, 42));

    /** Returns the settings as texts, by name. */
    Map<String, String> describe() {
      Map<String, String> texts = new LinkedHashMap<>();
      texts.put("dual_point", Boolean.toString(dualPoint));
      texts.put("dimensions", Integer.toString(dimensions));
      texts.put("regularisation", Double.toString(regularisation));
      texts.put("tags", Boolean.toString(tags));
      descent.describe(texts);
      return texts;
    }
  }

  /** Builds a trainer. Each setting can be made at most once. One thread at a time. */
  public static final class Builder {

    private final Checks checks = new Checks();
    private final List<TrainingListener> listeners = new ArrayList<>();
    private boolean dualPoint = Settings.DEFAULTS.dualPoint();
    private int dimensions = Settings.DEFAULTS.dimensions();
    private double regularisation = Settings.DEFAULTS.regularisation();
    private boolean tags = Settings.DEFAULTS.tags();
    private GradientDescent descent = Settings.DEFAULTS.descent();
    private Optional<Checkpointing> checkpoint = Optional.empty();
    private boolean resume;

    private Builder() {}

    /**
     * Sets whether each song has separate entry and exit points.
     *
     * @param dualPoint true for two points per song; default false
     * @return this builder
     * @throws IllegalStateException if it is set already
     */
    public Builder dualPoint(boolean dualPoint) {
      this.dualPoint = checks.once("dualPoint", dualPoint);
      return this;
    }

    /**
     * Sets the number of dimensions of the space.
     *
     * @param dimensions at least 1; default 32
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     * @throws IllegalStateException if it is set already
     */
    public Builder dimensions(int dimensions) {
      this.dimensions = checks.atLeastOne("dimensions", dimensions);
      return this;
    }

    /**
     * Sets the L2 penalty of the songs' own offsets: the factor of their squared length, which is
     * added to the total negative log-likelihood.
     *
     * @param regularisation in nats, at least 0 and finite; default 20
     * @return this builder
     * @throws IllegalArgumentException if it is not in that range
     * @throws IllegalStateException if it is set already
     */
    public Builder regularisation(double regularisation) {
      this.regularisation = checks.notNegative("regularisation", regularisation);
      return this;
    }

    /**
     * Sets whether songs of the same {@linkplain Catalogue#leadArtist lead artist}, or with the
     * same tag, share a part of their points.
     *
     * @param tags true to share; default true
     * @return this builder
     * @throws IllegalStateException if it is set already
     */
    public Builder tags(boolean tags) {
      this.tags = checks.once("tags", tags);
      return this;
    }

    /**
     * Sets the number of passes over all transitions. With validation playlists, the best epoch is
     * kept.
     *
     * @param epochs at least 1; default 10
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     * @throws IllegalStateException if it is set already
     */
    public Builder epochs(int epochs) {
      descent = descent.epochs(checks.atLeastOne("epochs", epochs));
      return this;
    }

    /**
     * Sets the initial learning rate of Adam, which follows a cosine down to 2% of it.
     *
     * @param learningRate above 0 and finite; default 0.03
     * @return this builder
     * @throws IllegalArgumentException if it is not in that range
     * @throws IllegalStateException if it is set already
     */
    public Builder learningRate(double learningRate) {
      descent = descent.learningRate(checks.aboveZero("learningRate", learningRate));
      return this;
    }

    /**
     * Sets the seed of the random numbers. The same seed gives the same model on any number of
     * cores.
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
     * as a whole, and never left half-written. It has some four times the size of the model, and
     * stays when the training ends: delete it when the recommender is saved. If it cannot be
     * written any more, a warning is logged and the training goes on.
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
    public Trainer<LatentMarkovEmbedding> build() {
      Settings settings = new Settings(dualPoint, dimensions, regularisation, tags, descent);
      TrainingHooks hooks = TrainingHooks.of(listeners, checkpoint, resume);
      return new ValidatingTrainer<>(
          (training, validation) ->
              LatentMarkovTraining.run(
                  training, validation, settings, hooks, SongsCompared.DEFAULTS));
    }
  }
}
