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
 * Configures an {@link LstmTrainer}. Each setting can be made at most once; a setting that is not
 * made keeps its default. One thread at a time; a built trainer is independent of its builder.
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

  LstmBuilder defaults() {
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
   * @param layers at least 1; default 1, in {@link LstmTrainer#paper()} 2
   * @return this builder
   */
  public LstmBuilder layers(int layers) {
    this.layers = positive("layers", layers);
    return this;
  }

  /**
   * Sets the size of a song's embedding.
   *
   * @param embeddingSize at least 1; default 128, in {@link LstmTrainer#paper()} 100
   * @return this builder
   */
  public LstmBuilder embeddingSize(int embeddingSize) {
    this.embeddingSize = positive("embeddingSize", embeddingSize);
    return this;
  }

  /**
   * Sets the size of each LSTM layer.
   *
   * @param hiddenSize at least 1; default 128, in {@link LstmTrainer#paper()} 100
   * @return this builder
   */
  public LstmBuilder hiddenSize(int hiddenSize) {
    this.hiddenSize = positive("hiddenSize", hiddenSize);
    return this;
  }

  /**
   * Sets whether the output layer scores songs by the embeddings of the input layer (Press and
   * Wolf, "Using the Output Embedding to Improve Language Models", EACL 2017, <a
   * href="https://arxiv.org/abs/1608.05859">arXiv:1608.05859</a>). This halves the number of
   * parameters. If the embedding size differs from the hidden size, a linear layer maps one to the
   * other.
   *
   * @param tied default true, in {@link LstmTrainer#paper()} false
   * @return this builder
   */
  public LstmBuilder tiedEmbeddings(boolean tied) {
    once("tiedEmbeddings");
    this.tiedEmbeddings = tied;
    return this;
  }

  /**
   * Sets whether songs of the same {@linkplain dev.segue.Catalogue#leadArtist(Song) lead artist},
   * or with the same tag, share a part of their vectors: a song's vector is the sum of its own row,
   * its artist's row, and the rows of its tags, divided by the square root of their number.
   *
   * @param songFeatures default true, in {@link LstmTrainer#paper()} false; has no effect if no
   *     song has an artist or a tag
   * @return this builder
   */
  public LstmBuilder songFeatures(boolean songFeatures) {
    once("songFeatures");
    this.songFeatures = songFeatures;
    return this;
  }

  /**
   * Sets vectors that describe songs, such as embeddings of their audio or lyrics, as features in
   * addition to artists and tags. Training learns to project them into the space of song vectors.
   * They are saved with the model, which can then take {@linkplain LstmRecommender#withSongs(List,
   * Function) new songs} by their vectors. The time of a step grows with their length
   * (docs/training.md).
   *
   * @param vectors returns a song's vector, of a norm of about 1 and with the same number of values
   *     for all songs, or an empty array if it has none; called once for each song of the catalogue
   * @return this builder
   */
  public LstmBuilder songFeatures(Function<Song, float[]> vectors) {
    once("songFeatures");
    this.songFeatures = true;
    this.songVectors = Objects.requireNonNull(vectors, "vectors");
    return this;
  }

  /**
   * Sets the recency window: each of this many songs played last adds a learnt weight, indexed by
   * lag, to its own score. A station that does not repeat a song within the hour teaches the model
   * to wait; a listener who loops a song teaches it the opposite.
   *
   * @param songs at least 0; default 120, in {@link LstmTrainer#paper()} 0
   * @return this builder
   */
  public LstmBuilder recency(int songs) {
    this.recency = notNegative("recency", songs);
    return this;
  }

  /**
   * Sets the artist recency window: each of this many songs played last adds a learnt weight,
   * indexed by lag, to the scores of all songs of its artist. A station teaches the model to keep
   * the songs of an artist apart; a listener who plays albums teaches it to continue them. Artists
   * are compared as in {@link #songFeatures(boolean)}.
   *
   * @param songs at least 0; default 20, in {@link LstmTrainer#paper()} 0; has no effect without
   *     song features, or if no song has an artist
   * @return this builder
   */
  public LstmBuilder artistRecency(int songs) {
    this.artistRecency = notNegative("artistRecency", songs);
    return this;
  }

  /**
   * Sets the dropout rate of the song vectors that the first LSTM layer reads.
   *
   * @param rate from 0 to less than 1; default 0.3, in {@link LstmTrainer#paper()} 0
   * @return this builder
   */
  public LstmBuilder inputDropout(double rate) {
    this.inputDropout = lessThanOne("inputDropout", rate);
    return this;
  }

  /**
   * Sets the dropout rate of each LSTM layer's output. Each position has its own mask, and the
   * recurrent state is not dropped (Zaremba, Sutskever and Vinyals, "Recurrent Neural Network
   * Regularization", 2014, <a href="https://arxiv.org/abs/1409.2329">arXiv:1409.2329</a>).
   *
   * @param rate from 0 to less than 1; default 0.6, in {@link LstmTrainer#paper()} 0
   * @return this builder
   */
  public LstmBuilder dropout(double rate) {
    this.dropout = lessThanOne("dropout", rate);
    return this;
  }

  /**
   * Sets the rate of song dropout, known as word dropout in language models: in training, the whole
   * vector of a song heard is dropped at this rate, as if the listener had heard an unknown song
   * (Gal and Ghahramani, "A Theoretically Grounded Application of Dropout in Recurrent Neural
   * Networks", NIPS 2016, <a href="https://arxiv.org/abs/1512.05287">arXiv:1512.05287</a>).
   *
   * @param rate from 0 to less than 1; default 0.2, in {@link LstmTrainer#paper()} 0
   * @return this builder
   */
  public LstmBuilder songDropout(double rate) {
    this.songDropout = lessThanOne("songDropout", rate);
    return this;
  }

  /**
   * Sets the label smoothing: how much of the target's probability is spread evenly over all songs
   * when gradients are computed; reported losses are without it (Szegedy et al., "Rethinking the
   * Inception Architecture", CVPR 2016, <a
   * href="https://arxiv.org/abs/1512.00567">arXiv:1512.00567</a>). It cannot be combined with
   * sampled softmax.
   *
   * @param smoothing from 0 to less than 1; default 0
   * @return this builder
   */
  public LstmBuilder labelSmoothing(double smoothing) {
    this.labelSmoothing = lessThanOne("labelSmoothing", smoothing);
    return this;
  }

  /**
   * Sets the weight decay: each step shrinks all parameters by this times the learning rate,
   * decoupled from the optimiser's moments (Loshchilov and Hutter, "Decoupled Weight Decay
   * Regularization", ICLR 2019, <a href="https://arxiv.org/abs/1711.05101">arXiv:1711.05101</a>).
   *
   * @param decay at least 0; default 0
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
   * Sets the decay of an exponential moving average of the weights over all steps, which the
   * recommender takes instead of the weights after the last step (Polyak and Juditsky,
   * "Acceleration of Stochastic Approximation by Averaging", 1992).
   *
   * @param decay the fraction of the average that each step keeps, from 0 (no averaging) to less
   *     than 1; smaller in the first steps; default 0.998, in {@link LstmTrainer#paper()} 0
   * @return this builder
   */
  public LstmBuilder weightAveraging(double decay) {
    this.weightAveraging = lessThanOne("weightAveraging", decay);
    return this;
  }

  /**
   * Sets whether LSTM layers above the first add their input to their output (He et al., "Deep
   * Residual Learning for Image Recognition", CVPR 2016, <a
   * href="https://arxiv.org/abs/1512.03385">arXiv:1512.03385</a>).
   *
   * @param residual default false
   * @return this builder
   */
  public LstmBuilder residual(boolean residual) {
    once("residual");
    this.residual = residual;
    return this;
  }

  /**
   * Sets how many songs gradients flow back through (truncated backpropagation through time). The
   * state is carried through the whole playlist, however long it is.
   *
   * @param songs at least 1; default 500, in {@link LstmTrainer#paper()} 20
   * @return this builder
   */
  public LstmBuilder unroll(int songs) {
    this.unroll = positive("unroll", songs);
    return this;
  }

  /**
   * Sets the maximum Euclidean norm of the gradient of all parameters together; a larger gradient
   * is scaled down to it (Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent
   * neural networks", ICML 2013, <a href="https://arxiv.org/abs/1211.5063">arXiv:1211.5063</a>).
   *
   * @param norm above 0, infinity for no limit; default 5
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
   * Sets the learning rate of Adam (Kingma and Ba, ICLR 2015, <a
   * href="https://arxiv.org/abs/1412.6980">arXiv:1412.6980</a>), the optimiser unless {@link
   * #optimiser} sets another.
   *
   * @param rate above 0 and finite; default 0.003, in {@link LstmTrainer#paper()} 0.001
   * @return this builder
   * @throws IllegalArgumentException if the rate is out of range
   * @throws IllegalStateException if it is set already, or the optimiser is
   */
  public LstmBuilder learningRate(double rate) {
    once("learningRate");
    if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("learningRate must be > 0 and finite, was " + rate);
    }
    checkOneLearningRate("optimiser");
    this.optimiser = new Adam(rate);
    return this;
  }

  /**
   * Sets the optimiser, with its learning rate.
   *
   * @param optimiser an updater of ND4J; default Adam with learning rate 0.003, in {@link
   *     LstmTrainer#paper()} 0.001 (Kingma and Ba, ICLR 2015, <a
   *     href="https://arxiv.org/abs/1412.6980">arXiv:1412.6980</a>)
   * @return this builder
   * @throws IllegalStateException if it is set already, or the learning rate is
   */
  public LstmBuilder optimiser(IUpdater optimiser) {
    once("optimiser");
    checkOneLearningRate("learningRate");
    this.optimiser = Objects.requireNonNull(optimiser, "optimiser").clone();
    return this;
  }

  /**
   * Sets how the optimiser's learning rate changes during training.
   *
   * @param schedule default {@code constant(0.01)}, in {@link LstmTrainer#paper()} {@code
   *     constant()}
   * @return this builder
   */
  public LstmBuilder schedule(Schedule schedule) {
    once("schedule");
    this.schedule = Objects.requireNonNull(schedule, "schedule");
    return this;
  }

  /**
   * Sets how playlists are grouped into batches.
   *
   * @param batching default {@link Batching#LIKE_LENGTH}; {@link Batching#FILE_ORDER} in {@link
   *     LstmTrainer#paper()}
   * @return this builder
   */
  public LstmBuilder batching(Batching batching) {
    once("batching");
    this.batching = Objects.requireNonNull(batching, "batching");
    return this;
  }

  /**
   * Sets the batch size.
   *
   * @param batchSize at least 1; with {@link Batching#FILE_ORDER} in playlists, default 100; with
   *     {@link Batching#LIKE_LENGTH} in transitions per step, default a hundredth of the training
   *     transitions, but at least 50 and at most 500
   * @return this builder
   */
  public LstmBuilder batchSize(int batchSize) {
    this.batchSize = OptionalInt.of(positive("batchSize", batchSize));
    return this;
  }

  /**
   * Trains with sampled softmax: each step compares the targets with a sample of negatives instead
   * of all songs, so that the time of a step does not grow with the catalogue. It pays from about
   * 10,000 songs on (docs/performance.md). Serving does not change, and still gives every song a
   * probability.
   *
   * <p>Each step draws the negatives with probabilities proportional to their plays to the power of
   * 0.75, and weights each by the inverse of the probability that it is drawn (Bengio and Senecal,
   * IEEE Transactions on Neural Networks 19(4), 2008; Jean et al., ACL 2015, <a
   * href="https://arxiv.org/abs/1412.2007">arXiv:1412.2007</a>); the training loss is an estimate.
   * Only the vectors of songs that a step touches are updated ("lazy Adam"), so the optimiser must
   * be Adam.
   *
   * @param negatives how many negatives a step draws, at least 1; if more than half of the
   *     catalogue, all songs are scored; default none: all songs are scored
   * @return this builder
   */
  public LstmBuilder sampledSoftmax(int negatives) {
    this.sampledSoftmax = OptionalInt.of(positive("sampledSoftmax", negatives));
    return this;
  }

  /**
   * Sets the maximum number of epochs.
   *
   * @param epochs at least 1; default 30 with validation data, where early stopping usually ends
   *     the training sooner, and 20 without; in {@link LstmTrainer#paper()} 20
   * @return this builder
   */
  public LstmBuilder epochs(int epochs) {
    this.epochs = OptionalInt.of(positive("epochs", epochs));
    return this;
  }

  /**
   * Sets the patience of early stopping: training ends when the log-likelihood of the validation
   * data has not improved for this many epochs. If this is set, training needs validation data; the
   * default has no effect without them.
   *
   * <p>With or without early stopping, if there are validation data, the recommender is that of the
   * epoch with the best log-likelihood on them.
   *
   * @param epochs at least 1; default 2, in {@link LstmTrainer#paper()} none: all epochs are run
   * @return this builder
   */
  public LstmBuilder patience(int epochs) {
    this.patience = OptionalInt.of(positive("patience", epochs));
    return this;
  }

  /**
   * Trains several networks one after another, each with its own seed, and recommends by the mean
   * of their probabilities. Training and recommending take that many times as long
   * (docs/training.md).
   *
   * @param networks at least 1; default 1
   * @return this builder
   */
  public LstmBuilder ensemble(int networks) {
    this.ensemble = positive("ensemble", networks);
    return this;
  }

  /**
   * Sets the random seed. The same seed gives the same model on the same machine with the same
   * number of threads.
   *
   * @param seed any number; default 42
   * @return this builder
   */
  public LstmBuilder seed(long seed) {
    once("seed");
    this.seed = seed;
    return this;
  }

  /**
   * Sets how many threads train.
   *
   * @param threads at least 1; default the number of processors
   * @return this builder
   */
  public LstmBuilder threads(int threads) {
    this.threads = positive("threads", threads);
    return this;
  }

  /**
   * Adds a listener that watches the training; may be called several times.
   *
   * @param listener called with the progress and after each epoch
   * @return this builder
   */
  public LstmBuilder listener(TrainingListener listener) {
    listeners.add(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  /**
   * Builds the trainer.
   *
   * @return a trainer; training needs an ND4J backend on the class path, and throws an {@link
   *     IllegalStateException} that says so if there is none
   * @throws IllegalStateException if sampled softmax is combined with an optimiser other than Adam,
   *     or with label smoothing
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

  private double lessThanOne(String name, double value) {
    once(name);
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(name + " must be from 0 to less than 1, was " + value);
    }
    return value;
  }

  private void checkOneLearningRate(String other) {
    if (set.contains(other)) {
      throw new IllegalStateException(
          "optimiser and learningRate must not both be set: an optimiser has its own");
    }
  }

  private void once(String name) {
    if (!set.add(name)) {
      throw new IllegalStateException(name + " must be set at most once");
    }
  }
}
