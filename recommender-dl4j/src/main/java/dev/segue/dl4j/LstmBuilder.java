package dev.segue.dl4j;

import dev.segue.Song;
import dev.segue.TrainingListener;
import dev.segue.lstm.LstmRecommender;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Sets up a training. Each setting is made at most once; what is not set keeps its preset. One
 * thread at a time; a built trainer is independent of its builder.
 */
public final class LstmBuilder {

  private final Hyperparameters.GradientOf gradientOf;
  private final Set<String> set = new HashSet<>();
  private final List<TrainingListener> listeners = new ArrayList<>();
  private int layers = 2;
  private int embeddingSize = 100;
  private int hiddenSize = 100;
  private boolean tiedEmbeddings = false;
  private boolean songFeatures = false;
  private int recency = 0;
  private int artistRecency = 0;
  private double inputDropout = 0;
  private double dropout = 0;
  private int unroll = 20;
  private double gradientClip = 5;
  private IUpdater optimiser = new Adam(1e-3);
  private boolean residual = false;
  private double songDropout = 0;
  private double labelSmoothing = 0;
  private double weightDecay = 0;
  private double weightAveraging = 0;
  private Schedule schedule = Schedule.constant();
  private OptionalInt patience = OptionalInt.empty();
  private int ensemble = 1;
  private @Nullable Function<Song, float[]> songVectors;
  private Batching batching = Batching.FILE_ORDER;
  private OptionalInt batchSize = OptionalInt.empty();
  private OptionalInt sampledSoftmax = OptionalInt.empty();
  private OptionalInt epochs = OptionalInt.of(20);
  private long seed = 42;
  private int threads = Runtime.getRuntime().availableProcessors();

  LstmBuilder(Hyperparameters.GradientOf gradientOf) {
    this.gradientOf = gradientOf;
  }

  LstmBuilder best() {
    layers = 1;
    embeddingSize = 128;
    hiddenSize = 128;
    tiedEmbeddings = true;
    songFeatures = true;
    recency = 120;
    artistRecency = 20;
    inputDropout = 0.3;
    dropout = 0.6;
    unroll = 500;
    optimiser = new Adam(3e-3);
    schedule = Schedule.constant(0.01);
    weightAveraging = 0.998;
    songDropout = 0.2;
    batching = Batching.LIKE_LENGTH;
    epochs = OptionalInt.empty();
    patience = OptionalInt.of(2);
    return this;
  }

  /**
   * Sets the number of LSTM layers.
   *
   * @param layers at least 1; preset 1, in {@link LstmTrainer#paper()} 2
   * @return this builder
   */
  public LstmBuilder layers(int layers) {
    this.layers = positive("layers", layers);
    return this;
  }

  /**
   * Sets the size of the vector that stands for a song.
   *
   * @param embeddingSize at least 1; preset 128, in {@link LstmTrainer#paper()} 100
   * @return this builder
   */
  public LstmBuilder embeddingSize(int embeddingSize) {
    this.embeddingSize = positive("embeddingSize", embeddingSize);
    return this;
  }

  /**
   * Sets the size of each LSTM layer.
   *
   * @param hiddenSize at least 1; preset 128, in {@link LstmTrainer#paper()} 100
   * @return this builder
   */
  public LstmBuilder hiddenSize(int hiddenSize) {
    this.hiddenSize = positive("hiddenSize", hiddenSize);
    return this;
  }

  /**
   * Sets whether songs are scored by the same vectors that stand for them in the input (Press and
   * Wolf, "Using the Output Embedding to Improve Language Models", EACL 2017, <a
   * href="https://arxiv.org/abs/1608.05859">arXiv:1608.05859</a>). Half the parameters. Where the
   * embedding size is not the hidden size, a linear layer comes between.
   *
   * @param tied preset true, in {@link LstmTrainer#paper()} false
   * @return this builder
   */
  public LstmBuilder tiedEmbeddings(boolean tied) {
    once("tiedEmbeddings");
    this.tiedEmbeddings = tied;
    return this;
  }

  /**
   * Sets whether songs of the same artist, or with the same tag, share a part of their vectors: a
   * song's vector is the sum of its own row, that of its artist, and those of its tags divided by
   * the root of their number. Artists are compared in lower case, and without those who are only
   * featured: the name ends at "w/", "feat.", "(" or "&amp;".
   *
   * @param songFeatures preset true, in {@link LstmTrainer#paper()} false; of no effect where no
   *     song has an artist or a tag
   * @return this builder
   */
  public LstmBuilder songFeatures(boolean songFeatures) {
    once("songFeatures");
    this.songFeatures = songFeatures;
    return this;
  }

  /**
   * Sets vectors that describe songs, such as embeddings of their audio or their lyrics, as a
   * feature beside artists and tags: their projection into the space of songs is learnt. They are
   * saved with the model, and give it {@linkplain LstmRecommender#withSongs(List, Function) new
   * songs}. The time of a step grows with their length (docs/training.md).
   *
   * @param vectors gives a song's vector, of a length of about 1, with the same number of values
   *     for all songs; or an empty array if it has none. Called once for each song of the catalogue
   * @return this builder
   */
  public LstmBuilder songFeatures(Function<Song, float[]> vectors) {
    once("songFeatures");
    this.songFeatures = true;
    this.songVectors = Objects.requireNonNull(vectors, "vectors");
    return this;
  }

  /**
   * Sets how many of the songs played last have their score moved by a learnt weight of how long
   * ago that was: a station that does not repeat a song within the hour teaches it to wait, a
   * listener who loops a song teaches the opposite.
   *
   * @param songs at least 0; preset 120, in {@link LstmTrainer#paper()} 0
   * @return this builder
   */
  public LstmBuilder recency(int songs) {
    this.recency = notNegative("recency", songs);
    return this;
  }

  /**
   * Sets how many of the songs played last have the scores of all songs of their artist moved by a
   * learnt weight of how long ago that was: a station that keeps the songs of an artist apart, or a
   * listener who plays the album, teaches it to do so. Artists are compared as in {@link
   * #songFeatures(boolean)}.
   *
   * @param songs at least 0; preset 20, in {@link LstmTrainer#paper()} 0; of no effect without song
   *     features, or where no song has an artist
   * @return this builder
   */
  public LstmBuilder artistRecency(int songs) {
    this.artistRecency = notNegative("artistRecency", songs);
    return this;
  }

  /**
   * Sets the share of a song's vector that is left out at random in training.
   *
   * @param share from 0 to less than 1; preset 0.3, in {@link LstmTrainer#paper()} 0
   * @return this builder
   */
  public LstmBuilder inputDropout(double share) {
    this.inputDropout = lessThanOne("inputDropout", share);
    return this;
  }

  /**
   * Sets the share of each LSTM layer's output that is left out at random in training. Each
   * position has a mask of its own, and the state is not touched (Zaremba, Sutskever and Vinyals,
   * "Recurrent Neural Network Regularization", 2014, <a
   * href="https://arxiv.org/abs/1409.2329">arXiv:1409.2329</a>).
   *
   * @param share from 0 to less than 1; preset 0.6, in {@link LstmTrainer#paper()} 0
   * @return this builder
   */
  public LstmBuilder dropout(double share) {
    this.dropout = lessThanOne("dropout", share);
    return this;
  }

  /**
   * Sets the share of the songs heard that are left out whole in training, as if the listener had
   * heard something unknown (Gal and Ghahramani, "A Theoretically Grounded Application of Dropout
   * in Recurrent Neural Networks", NIPS 2016, <a
   * href="https://arxiv.org/abs/1512.05287">arXiv:1512.05287</a>).
   *
   * @param share from 0 to less than 1; preset 0.2, in {@link LstmTrainer#paper()} 0
   * @return this builder
   */
  public LstmBuilder songDropout(double share) {
    this.songDropout = lessThanOne("songDropout", share);
    return this;
  }

  /**
   * Sets the share of the probability of the song that came next that is spread over all songs, for
   * the gradient; losses are shown without it (Szegedy et al., "Rethinking the Inception
   * Architecture", CVPR 2016, <a href="https://arxiv.org/abs/1512.00567">arXiv:1512.00567</a>). Not
   * with sampled softmax.
   *
   * @param share from 0 to less than 1; preset 0
   * @return this builder
   */
  public LstmBuilder labelSmoothing(double share) {
    this.labelSmoothing = lessThanOne("labelSmoothing", share);
    return this;
  }

  /**
   * Sets how fast all parameters shrink: in each step by this much times the step size, apart from
   * the optimiser's own moments (Loshchilov and Hutter, "Decoupled Weight Decay Regularization",
   * ICLR 2019, <a href="https://arxiv.org/abs/1711.05101">arXiv:1711.05101</a>).
   *
   * @param decay at least 0; preset 0
   * @return this builder
   */
  public LstmBuilder weightDecay(double decay) {
    once("weightDecay");
    if (!(decay >= 0 && decay < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("weightDecay must be >= 0 and finite, was " + decay);
    }
    this.weightDecay = decay;
    return this;
  }

  /**
   * Sets whether the recommender takes an exponential moving average of the weights of all steps,
   * instead of those of the last one (Polyak and Juditsky, "Acceleration of Stochastic
   * Approximation by Averaging", 1992).
   *
   * @param kept how much of the average is kept in each step, from 0 for the last weights to less
   *     than 1; less in the first steps; preset 0.998, in {@link LstmTrainer#paper()} 0
   * @return this builder
   */
  public LstmBuilder weightAveraging(double kept) {
    this.weightAveraging = lessThanOne("weightAveraging", kept);
    return this;
  }

  /**
   * Sets whether LSTM layers above the first add their input to their output (He et al., "Deep
   * Residual Learning for Image Recognition", CVPR 2016, <a
   * href="https://arxiv.org/abs/1512.03385">arXiv:1512.03385</a>).
   *
   * @param residual preset false
   * @return this builder
   */
  public LstmBuilder residual(boolean residual) {
    once("residual");
    this.residual = residual;
    return this;
  }

  /**
   * Sets through how many songs gradients flow back (truncated backpropagation through time). The
   * state flows through the whole playlist however long it is.
   *
   * @param songs at least 1; preset 500, in {@link LstmTrainer#paper()} 20
   * @return this builder
   */
  public LstmBuilder unroll(int songs) {
    this.unroll = positive("unroll", songs);
    return this;
  }

  /**
   * Sets the greatest Euclidean norm of the gradient of all parameters together; a longer one is
   * scaled down to it (Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural
   * networks", ICML 2013, <a href="https://arxiv.org/abs/1211.5063">arXiv:1211.5063</a>).
   *
   * @param norm above 0, infinity for no limit; preset 5
   * @return this builder
   */
  public LstmBuilder gradientClip(double norm) {
    once("gradientClip");
    if (!(norm > 0)) {
      throw new IllegalArgumentException("gradientClip must be > 0, was " + norm);
    }
    this.gradientClip = norm;
    return this;
  }

  /**
   * Sets what turns gradients into updates, with its step size.
   *
   * @param optimiser an updater of ND4J; preset Adam at 0.003, in {@link LstmTrainer#paper()} at
   *     0.001 (Kingma and Ba, ICLR 2015, <a
   *     href="https://arxiv.org/abs/1412.6980">arXiv:1412.6980</a>)
   * @return this builder
   */
  public LstmBuilder optimiser(IUpdater optimiser) {
    once("optimiser");
    this.optimiser = Objects.requireNonNull(optimiser, "optimiser").clone();
    return this;
  }

  /**
   * Sets how the optimiser's step size changes.
   *
   * @param schedule preset {@code constant(0.01)}, in {@link LstmTrainer#paper()} {@code
   *     constant()}
   * @return this builder
   */
  public LstmBuilder schedule(Schedule schedule) {
    once("schedule");
    this.schedule = Objects.requireNonNull(schedule, "schedule");
    return this;
  }

  /**
   * Sets which playlists are learnt from together.
   *
   * @param batching preset {@link Batching#LIKE_LENGTH}; {@link Batching#FILE_ORDER} in {@link
   *     LstmTrainer#paper()}
   * @return this builder
   */
  public LstmBuilder batching(Batching batching) {
    once("batching");
    this.batching = Objects.requireNonNull(batching, "batching");
    return this;
  }

  /**
   * Sets how much is learnt from at once.
   *
   * @param batchSize at least 1; with {@link Batching#FILE_ORDER} playlists, preset 100; with
   *     {@link Batching#LIKE_LENGTH} transitions of a step, preset a hundredth of those in
   *     training, but at least 50 and at most 500
   * @return this builder
   */
  public LstmBuilder batchSize(int batchSize) {
    this.batchSize = OptionalInt.of(positive("batchSize", batchSize));
    return this;
  }

  /**
   * Learns by telling the song that came next from some songs that did not, instead of from all
   * others, so that the time of a step does not grow with the catalogue. Worth it from about 10,000
   * songs on (docs/performance.md). Serving is the same, and still gives every song a probability.
   *
   * <p>A step draws the songs by their plays to the power of 0.75, and weights each by one over the
   * chance that it is drawn (Bengio and Senecal, IEEE Transactions on Neural Networks 19(4), 2008;
   * Jean et al., ACL 2015, <a href="https://arxiv.org/abs/1412.2007">arXiv:1412.2007</a>); the
   * training loss is an estimate. Adam moves the vectors of the songs that a step touches alone
   * ("lazy Adam"), so the optimiser must be Adam.
   *
   * @param negatives how many songs a step draws, at least 1; if more than half of the songs there
   *     are, all are scored; preset none: all songs are scored
   * @return this builder
   */
  public LstmBuilder sampledSoftmax(int negatives) {
    this.sampledSoftmax = OptionalInt.of(positive("sampledSoftmax", negatives));
    return this;
  }

  /**
   * Sets how often the training playlists are passed over at the most.
   *
   * @param epochs at least 1; preset 30 with validation data, where early stopping ends the
   *     training before, and 20 without; in {@link LstmTrainer#paper()} 20
   * @return this builder
   */
  public LstmBuilder epochs(int epochs) {
    this.epochs = OptionalInt.of(positive("epochs", epochs));
    return this;
  }

  /**
   * Ends the training early, once the log-likelihood of the validation data has not got better for
   * some epochs. A training that is asked to do so needs validation data; the preset is of no
   * effect without them.
   *
   * <p>With or without this, the recommender is that of the epoch with the best log-likelihood on
   * the validation data, if there are any.
   *
   * @param epochs at least 1; preset 2, in {@link LstmTrainer#paper()} none: it takes all its
   *     epochs
   * @return this builder
   */
  public LstmBuilder patience(int epochs) {
    this.patience = OptionalInt.of(positive("patience", epochs));
    return this;
  }

  /**
   * Trains several networks one after another, each from a seed of its own, and recommends by the
   * mean of their probabilities. Training and each recommendation take as many times as long
   * (docs/training.md).
   *
   * @param networks at least 1; preset 1
   * @return this builder
   */
  public LstmBuilder ensemble(int networks) {
    this.ensemble = positive("ensemble", networks);
    return this;
  }

  /**
   * Sets the seed of all random choices. The same seed gives the same model on the same machine
   * with the same number of threads.
   *
   * @param seed any number; preset 42
   * @return this builder
   */
  public LstmBuilder seed(long seed) {
    once("seed");
    this.seed = seed;
    return this;
  }

  /**
   * Sets how many threads share the work of a training.
   *
   * @param threads at least 1; preset the number of processors
   * @return this builder
   */
  public LstmBuilder threads(int threads) {
    this.threads = positive("threads", threads);
    return this;
  }

  /**
   * Adds a listener that watches the training; may be called several times.
   *
   * @param listener told of progress and of each epoch
   * @return this builder
   */
  public LstmBuilder listener(TrainingListener listener) {
    listeners.add(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  /**
   * Makes the trainer.
   *
   * @return a trainer; training needs an ND4J backend on the class path, and throws an {@link
   *     IllegalStateException} that says so without one
   * @throws IllegalStateException if sampled softmax is set with another optimiser than Adam, or
   *     with label smoothing
   */
  public LstmTrainer build() {
    if (sampledSoftmax.isPresent() && optimiser.getClass() != Adam.class) {
      throw new IllegalStateException(
          "the optimiser must be Adam with sampledSoftmax, was "
              + optimiser.getClass().getSimpleName());
    }
    if (sampledSoftmax.isPresent() && labelSmoothing > 0) {
      throw new IllegalStateException(
          "labelSmoothing must be 0 with sampledSoftmax, was " + labelSmoothing);
    }
    return new LstmTrainer(
        new Hyperparameters(
            layers,
            embeddingSize,
            hiddenSize,
            tiedEmbeddings,
            songFeatures,
            songVectors,
            recency,
            artistRecency,
            residual,
            new Regularisation(
                inputDropout, songDropout, dropout, labelSmoothing, weightDecay, weightAveraging),
            unroll,
            gradientClip,
            optimiser,
            schedule,
            batching,
            batchSize,
            sampledSoftmax,
            epochs,
            patience,
            ensemble,
            seed,
            threads,
            gradientOf),
        listeners,
        set.contains("patience"));
  }

  private int positive(String name, int value) {
    once(name);
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be > 0, was " + value);
    }
    return value;
  }

  private int notNegative(String name, int value) {
    once(name);
    if (value < 0) {
      throw new IllegalArgumentException(name + " must be >= 0, was " + value);
    }
    return value;
  }

  private double lessThanOne(String name, double share) {
    once(name);
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException(name + " must be from 0 to less than 1, was " + share);
    }
    return share;
  }

  private void once(String name) {
    if (!set.add(name)) {
      throw new IllegalStateException(name + " must be set at most once");
    }
  }
}
