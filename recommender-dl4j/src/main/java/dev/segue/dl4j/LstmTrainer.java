package dev.segue.dl4j;

import com.google.common.base.Suppliers;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Provenance;
import dev.segue.Song;
import dev.segue.Trainer;
import dev.segue.TrainingListener;
import dev.segue.checkpoint.Checkpointing;
import dev.segue.lstm.LstmRecommender;
import dev.segue.quotation.Quotation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Trains an {@link LstmRecommender} on Deeplearning4j, after Bhoopchand, Syed and Iturraspe, "Music
 * Recommendation using Recurrent Neural Networks" (University College London, 2016). Training needs
 * an ND4J backend on the class path, or an NVIDIA GPU with CUDA. Immutable; several threads may
 * train at once.
 *
 * {@snippet class="dev.segue.samples.javadoc.LstmExamplesTest" region="trainer"}
 */
public final class LstmTrainer implements Trainer<LstmRecommender> {

  private final Hyperparameters hyperparameters;

  /** The settings of an update. */
  private final Hyperparameters updating;

  private final Device device;
  private final Optional<Checkpointing> checkpointing;
  private final List<TrainingListener> listeners;
  private final Function<PlaylistDataset, Provenance> provenance;
  private final boolean needsValidation;

  LstmTrainer(
      Hyperparameters hyperparameters,
      Hyperparameters updating,
      Device device,
      Optional<Checkpointing> checkpointing,
      List<TrainingListener> listeners,
      Function<PlaylistDataset, Provenance> provenance,
      boolean needsValidation) {
    this.hyperparameters = hyperparameters;
    this.updating = updating;
    this.device = device;
    this.checkpointing = checkpointing;
    this.listeners = List.copyOf(listeners);
    this.provenance = provenance;
    this.needsValidation = needsValidation;
  }

  /**
   * Returns a builder with the defaults that work best in general; each setter names its own. The
   * gradient of a step is that of the mean loss over its transitions.
   *
   * @return a builder without a listener
   */
  public static Builder builder() {
    return new Builder(Hyperparameters.DEFAULTS);
  }

  /**
   * Returns a builder with the paper's settings; each setter names its own where it differs from
   * that of {@link #builder()}. The gradient of a step is that of the loss summed over its
   * transitions and divided by the number of playlists in the batch.
   *
   * @return a builder that differs only in its defaults
   */
  public static Builder paper() {
    return new Builder(Hyperparameters.PAPER);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException {@inheritDoc}
   * @throws java.util.concurrent.CancellationException {@inheritDoc}
   * @throws dev.segue.TrainingDivergedException {@inheritDoc}
   * @throws java.io.UncheckedIOException if the checkpoint cannot be read or written
   * @throws IllegalStateException if what the {@linkplain Builder#device device} needs is missing:
   *     the CPU an ND4J backend on the class path; the message says what to add
   */
  @Override
  public LstmRecommender train(PlaylistDataset training, PlaylistDataset validation) {
    Objects.requireNonNull(training, "training");
    Objects.requireNonNull(validation, "validation");
    training.catalogue().requireSame("training", validation.catalogue(), "validation");
    return train(training, Optional.of(validation));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException {@inheritDoc}
   * @throws java.util.concurrent.CancellationException {@inheritDoc}
   * @throws dev.segue.TrainingDivergedException {@inheritDoc}
   * @throws java.io.UncheckedIOException if the checkpoint cannot be read or written
   * @throws IllegalStateException if {@link Builder#patience} was set, which needs validation data,
   *     or if what the {@linkplain Builder#device device} needs is missing; the message says what
   *     to add
   */
  @Override
  public LstmRecommender train(PlaylistDataset training) {
    Objects.requireNonNull(training, "training");
    requireNoPatience("none was given");
    return train(training, Optional.empty());
  }

  /**
   * Updates a recommender with new plays, as {@link #update(LstmRecommender, PlaylistDataset,
   * PlaylistDataset)} does, but replays none of the old ones: what they taught and the new ones do
   * not repeat fades. The memories of listeners are those of the new plays' {@linkplain
   * PlaylistDataset#history() history}.
   *
   * @param recommender trained by any trainer of this class; does not change
   * @param newPlays what was played since
   * @return a new recommender
   * @throws IllegalArgumentException if there is no transition in the new plays, none of their
   *     songs is one of the recommender, or the new plays hold an index that their catalogue lacks
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   * @throws dev.segue.TrainingDivergedException if the numbers of a network are no longer finite
   * @throws java.io.UncheckedIOException if the checkpoint cannot be read or written
   * @throws IllegalStateException if {@link Builder#patience} was set, which needs validation data,
   *     or if what the {@linkplain Builder#device device} needs is missing; the message says what
   *     to add
   */
  public LstmRecommender update(LstmRecommender recommender, PlaylistDataset newPlays) {
    Objects.requireNonNull(recommender, "recommender");
    Objects.requireNonNull(newPlays, "newPlays");
    return update(recommender, newPlays, Optional.empty());
  }

  /**
   * Updates a recommender with new plays, in a small part of the time of a training: it starts from
   * the recommender's weights, learns from the new plays and from as many old ones, drawn at
   * random, and takes few epochs at a small learning rate unless they are {@linkplain
   * Builder#epochs set}. The network and all that {@linkplain Builder#songFeatures songs} and
   * {@linkplain Builder#memory times} add to it are the recommender's; all other settings are those
   * of this trainer. The optimiser begins anew. Each network of an ensemble is updated.
   *
   * <p>Songs that the recommender lacks come after its own in the catalogue of the result. They,
   * their artists and their tags get vectors of their own, if the recommender's songs have them.
   * The playlists may have catalogues of their own; songs are found by their ids.
   *
   * <p>What listeners have played needs no update to be remembered: that is in their {@linkplain
   * dev.segue.ListenerMemory memories}, which each playlist begins with here as in training. So
   * that these are right, the old plays should be all that is known of the listeners. A playlist of
   * both datasets, or whose beginning is in the old one, counts as new. New plays may be older than
   * what the recommender was trained on.
   *
   * @param recommender trained by any trainer of this class; does not change
   * @param newPlays what was played since
   * @param oldPlays what was played before
   * @return a new recommender, with the {@linkplain Provenance#updated provenance} of both
   * @throws IllegalArgumentException if there is no transition in the new plays, none of their
   *     songs is one of the recommender, or a dataset holds an index that its catalogue lacks
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   * @throws dev.segue.TrainingDivergedException if the numbers of a network are no longer finite
   * @throws java.io.UncheckedIOException if the checkpoint cannot be read or written
   * @throws IllegalStateException if {@link Builder#patience} was set, which needs validation data,
   *     or if what the {@linkplain Builder#device device} needs is missing; the message says what
   *     to add
   */
  public LstmRecommender update(
      LstmRecommender recommender, PlaylistDataset newPlays, PlaylistDataset oldPlays) {
    Objects.requireNonNull(recommender, "recommender");
    Objects.requireNonNull(newPlays, "newPlays");
    Objects.requireNonNull(oldPlays, "oldPlays");
    return update(recommender, newPlays, Optional.of(oldPlays));
  }

  private LstmRecommender update(
      LstmRecommender recommender, PlaylistDataset given, Optional<PlaylistDataset> oldPlays) {
    requireNoPatience("an update has none");
    PlaylistDataset newPlays = given.checked();
    requireTransition("newPlays", newPlays);
    UpdateData.requireKnownSong(recommender.catalogue(), newPlays);
    return run(
        updating,
        () ->
            UpdateData.of(
                recommender,
                newPlays,
                oldPlays.map(PlaylistDataset::checked),
                updating.songs().songVectors().orElse(song -> new float[0]),
                updating.run().seed()),
        () -> recommender.provenance().updated(provenanceOf(given)));
  }

  private LstmRecommender train(PlaylistDataset given, Optional<PlaylistDataset> validation) {
    PlaylistDataset training = given.checked();
    requireTransition("training", training);
    return run(
        hyperparameters,
        () ->
            TrainingData.of(
                training, validation.map(PlaylistDataset::checked), hyperparameters.songs()),
        () -> provenanceOf(given));
  }

  private LstmRecommender run(
      Hyperparameters settings, Supplier<TrainingData> given, Supplier<Provenance> source) {
    Supplier<TrainingData> data = Suppliers.memoize(given::get);
    try (TrainingDevice opened =
        new TrainingDevices()
            .open(device, settings, () -> TrainingRun.architecture(settings, data.get()))) {
      return new TrainingRun(settings, checkpointing, listeners, data.get(), source.get(), opened)
          .train();
    }
  }

  /** Refuses what a training that workers share has not. */
  void requireShareable(boolean validated) {
    int ensemble = hyperparameters.run().ensemble();
    if (ensemble > 1) {
      throw new IllegalArgumentException(
          "ensemble must be 1 if workers share a training, was " + ensemble);
    }
    if (checkpointing.isPresent()) {
      throw new IllegalArgumentException(
          "there must be no checkpoint if workers share a training, but it is "
              + Quotation.quote(checkpointing.get().file().toString()));
    }
    if (!validated) {
      requireNoPatience("none was given");
    }
  }

  Hyperparameters hyperparameters() {
    return hyperparameters;
  }

  /**
   * Returns the settings, those that were not set too, as model files have them.
   *
   * @return an immutable map of names and values, such as {@code hidden_size} and {@code 100}
   */
  public Map<String, String> settings() {
    return Collections.unmodifiableMap(hyperparameters.describe());
  }

  Device device() {
    return device;
  }

  List<TrainingListener> listeners() {
    return listeners;
  }

  private Provenance provenanceOf(PlaylistDataset given) {
    return Objects.requireNonNull(provenance.apply(given), "provenance of the training data");
  }

  /** Throws if there is nothing to learn from: before the native libraries load, in seconds. */
  private static void requireTransition(String name, PlaylistDataset dataset) {
    try (Stream<Playlist> playlists = dataset.playlists()) {
      if (playlists.noneMatch(playlist -> playlist.transitions() > 0)) {
        throw new IllegalArgumentException(
            name
                + " must have at least 1 transition, but has none: give it a playlist of two songs");
      }
    }
  }

  private void requireNoPatience(String why) {
    if (needsValidation) {
      throw new IllegalStateException(
          "early stopping (patience) needs validation data, but " + why);
    }
  }

  /**
   * Configures an {@link LstmTrainer}. Each setting can be made at most once; a setting that is not
   * made keeps its default. One thread at a time; a built trainer is independent of its builder.
   */
  public static final class Builder {

    private final Set<String> set = new HashSet<>();
    private final List<TrainingListener> listeners = new ArrayList<>();
    private Function<PlaylistDataset, Provenance> provenance =
        training -> Provenance.of(training).withoutDigests();

    private Hyperparameters.Network network;
    private Hyperparameters.Songs songs;
    private Hyperparameters.Time time;
    private Regularisation regularisation;
    private Hyperparameters.Optimisation optimisation;
    private Hyperparameters.Run run;
    private Device device = Device.AUTO;
    private Optional<Checkpointing> checkpoint = Optional.empty();
    private boolean resume;

    private Builder(Hyperparameters defaults) {
      network = defaults.network();
      songs = defaults.songs();
      time = defaults.time();
      regularisation = defaults.regularisation();
      optimisation = defaults.optimisation();
      run = defaults.run();
    }

    /**
     * Sets the number of LSTM layers.
     *
     * @param layers at least 1; default 1, in {@link LstmTrainer#paper()} 2
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     * @throws IllegalStateException if it is set already
     */
    public Builder layers(int layers) {
      network = network.layers(positive("layers", layers));
      return this;
    }

    /**
     * Sets the size of a song's embedding.
     *
     * @param embeddingSize at least 1; default 128, in {@link LstmTrainer#paper()} 100
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     * @throws IllegalStateException if it is set already
     */
    public Builder embeddingSize(int embeddingSize) {
      network = network.embeddingSize(positive("embeddingSize", embeddingSize));
      return this;
    }

    /**
     * Sets the size of each LSTM layer.
     *
     * @param hiddenSize at least 1; default 128, in {@link LstmTrainer#paper()} 100
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     * @throws IllegalStateException if it is set already
     */
    public Builder hiddenSize(int hiddenSize) {
      network = network.hiddenSize(positive("hiddenSize", hiddenSize));
      return this;
    }

    /**
     * Sets whether the output layer scores songs by the embeddings of the input layer (Press and
     * Wolf, "Using the Output Embedding to Improve Language Models", EACL 2017, <a
     * href="https://arxiv.org/abs/1608.05859">arXiv:1608.05859</a>). This halves the number of
     * parameters. If the embedding size differs from the hidden size, a linear layer maps one to
     * the other.
     *
     * @param tied default true, in {@link LstmTrainer#paper()} false
     * @return this builder
     * @throws IllegalStateException if it is set already
     */
    public Builder tiedEmbeddings(boolean tied) {
      once("tiedEmbeddings");
      network = network.tiedEmbeddings(tied);
      return this;
    }

    /**
     * Sets whether songs of the same {@linkplain dev.segue.Catalogue#leadArtist(Song) lead artist},
     * or with the same tag, share a part of their vectors: a song's vector is the sum of its own
     * row, its artist's row, and the rows of its tags, divided by the square root of their number.
     * It has no effect if no song has an artist or a tag.
     *
     * @param shared default true, in {@link LstmTrainer#paper()} false
     * @return this builder
     * @throws IllegalStateException if it is set already
     */
    public Builder songFeatures(boolean shared) {
      once("songFeatures");
      songs = songs.songFeatures(shared);
      return this;
    }

    /**
     * Sets vectors that describe songs, such as embeddings of their audio or lyrics, as features in
     * addition to artists and tags: this implies {@link #songFeatures}. Training learns to project
     * them into the space of song vectors. They are saved with the model, which can then take
     * {@linkplain LstmRecommender#withSongs(List, Function) new songs} by their vectors. The time
     * of a step grows with their length (docs/training.md).
     *
     * @param songVectors returns a song's vector, of a norm of about 1 and with the same number of
     *     values for all songs, or an empty array if it has none; called once for each song of the
     *     catalogue; default none
     * @return this builder
     * @throws NullPointerException if it is null
     * @throws IllegalStateException if it is set already
     */
    public Builder songVectors(Function<Song, float[]> songVectors) {
      Objects.requireNonNull(songVectors, "songVectors");
      once("songVectors");
      songs = songs.songVectors(songVectors);
      return this;
    }

    /**
     * Sets the recency window: each of this many songs played last adds a learnt weight, indexed by
     * lag, to its own score. A station that does not repeat a song within the hour teaches the
     * model to wait; a listener who loops a song teaches it the opposite.
     *
     * @param songs at least 0; default 120, in {@link LstmTrainer#paper()} 0
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     * @throws IllegalStateException if it is set already
     */
    public Builder recency(int songs) {
      this.songs = this.songs.recency(notNegative("recency", songs));
      return this;
    }

    /**
     * Sets the artist recency window: each of this many songs played last adds a learnt weight,
     * indexed by lag, to the scores of all songs of its artist. A station teaches the model to keep
     * the songs of an artist apart; a listener who plays albums teaches it to continue them.
     * Artists are compared as in {@link #songFeatures}. It has no effect without song features, or
     * if no song has an artist.
     *
     * @param songs at least 0; default 20, in {@link LstmTrainer#paper()} 0
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     * @throws IllegalStateException if it is set already
     */
    public Builder artistRecency(int songs) {
      this.songs = this.songs.artistRecency(notNegative("artistRecency", songs));
      return this;
    }

    /**
     * Sets whether the model learns from songs that listeners {@linkplain Playlist#skips()
     * skipped}: it predicts the next song played from those played and those skipped before it. The
     * {@link #recency} windows of songs and artists skipped have weights of their own. It has no
     * effect if the training playlists have no skips; a model that learnt from none ignores those
     * of its sessions.
     *
     * @param learnt default true, in {@link LstmTrainer#paper()} false
     * @return this builder
     * @throws IllegalStateException if it is set already
     */
    public Builder skips(boolean learnt) {
      once("skips");
      songs = songs.skips(learnt);
      return this;
    }

    /**
     * Sets whether the model remembers what a listener, or a station, has played across sessions: a
     * song's score depends on how often and how long ago it was played, by learnt weights of the
     * {@linkplain dev.segue.ListenerMemory traces} of its plays, which in turn depend on what was
     * heard in the session. It has no effect if the training playlists have no times.
     *
     * @param remembers default true, in {@link LstmTrainer#paper()} false
     * @return this builder
     * @throws IllegalStateException if it is set already
     */
    public Builder memory(boolean remembers) {
      once("memory");
      time = time.memory(remembers);
      return this;
    }

    /**
     * Sets whether the time for which a song is asked changes what the {@link #memory} is worth:
     * each hour of the day, day of the week and five minutes of the hour adds to the weights of the
     * memory. Stations plan their hours by the minute, and their days by the hour. It has no effect
     * without a memory.
     *
     * @param told default true, in {@link LstmTrainer#paper()} false
     * @return this builder
     * @throws IllegalStateException if it is set already
     */
    public Builder clock(boolean told) {
      once("clock");
      time = time.clock(told);
      return this;
    }

    /**
     * Sets the time zone of the {@link #clock}: that of the listeners or stations in the training
     * data. The model keeps it; a listener elsewhere has a memory with a {@linkplain
     * dev.segue.ListenerMemory#zone zone} of its own.
     *
     * @param zone default Z: that of UTC
     * @return this builder
     * @throws NullPointerException if it is null
     * @throws IllegalStateException if it is set already
     */
    public Builder zone(ZoneId zone) {
      Objects.requireNonNull(zone, "zone");
      once("zone");
      time = time.zone(zone);
      return this;
    }

    /**
     * Sets the dropout rate of the song vectors that the first LSTM layer reads.
     *
     * @param rate from 0 to less than 1; default 0.3, in {@link LstmTrainer#paper()} 0
     * @return this builder
     * @throws IllegalArgumentException if it is not in that range
     * @throws IllegalStateException if it is set already
     */
    public Builder inputDropout(double rate) {
      regularisation = regularisation.inputDropout(lessThanOne("inputDropout", rate));
      return this;
    }

    /**
     * Sets the dropout rate of each LSTM layer's output. Each position has its own mask, and the
     * recurrent state is not dropped (Zaremba, Sutskever and Vinyals, "Recurrent Neural Network
     * Regularization", 2014, <a href="https://arxiv.org/abs/1409.2329">arXiv:1409.2329</a>).
     *
     * @param rate from 0 to less than 1; default 0.6, in {@link LstmTrainer#paper()} 0
     * @return this builder
     * @throws IllegalArgumentException if it is not in that range
     * @throws IllegalStateException if it is set already
     */
    public Builder dropout(double rate) {
      regularisation = regularisation.dropout(lessThanOne("dropout", rate));
      return this;
    }

    /**
     * Sets the rate of song dropout, known as word dropout in language models: in training, the
     * whole vector of a song heard is dropped at this rate, as if the listener had heard an unknown
     * song (Gal and Ghahramani, "A Theoretically Grounded Application of Dropout in Recurrent
     * Neural Networks", NIPS 2016, <a
     * href="https://arxiv.org/abs/1512.05287">arXiv:1512.05287</a>).
     *
     * @param rate from 0 to less than 1; default 0.2, in {@link LstmTrainer#paper()} 0
     * @return this builder
     * @throws IllegalArgumentException if it is not in that range
     * @throws IllegalStateException if it is set already
     */
    public Builder songDropout(double rate) {
      regularisation = regularisation.songDropout(lessThanOne("songDropout", rate));
      return this;
    }

    /**
     * Sets the label smoothing: how much of the target's probability is spread evenly over all
     * songs when gradients are computed; reported losses are without it (Szegedy et al.,
     * "Rethinking the Inception Architecture", CVPR 2016, <a
     * href="https://arxiv.org/abs/1512.00567">arXiv:1512.00567</a>). It cannot be combined with
     * sampled softmax.
     *
     * @param smoothing from 0 to less than 1; default 0
     * @return this builder
     * @throws IllegalArgumentException if it is not in that range
     * @throws IllegalStateException if it is set already
     */
    public Builder labelSmoothing(double smoothing) {
      regularisation = regularisation.labelSmoothing(lessThanOne("labelSmoothing", smoothing));
      return this;
    }

    /**
     * Sets the weight decay: each step shrinks all parameters by this times the learning rate,
     * decoupled from the optimiser's moments (Loshchilov and Hutter, "Decoupled Weight Decay
     * Regularization", ICLR 2019, <a href="https://arxiv.org/abs/1711.05101">arXiv:1711.05101</a>).
     *
     * @param decay at least 0 and finite; default 0
     * @return this builder
     * @throws IllegalArgumentException if it is not in that range
     * @throws IllegalStateException if it is set already
     */
    public Builder weightDecay(double decay) {
      if (!(decay >= 0 && decay < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("weightDecay must be >= 0 and finite, was " + decay);
      }
      once("weightDecay");
      regularisation = regularisation.weightDecay(decay);
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
     * @throws IllegalArgumentException if it is not in that range
     * @throws IllegalStateException if it is set already
     */
    public Builder weightAveraging(double decay) {
      regularisation = regularisation.weightAveraging(lessThanOne("weightAveraging", decay));
      return this;
    }

    /**
     * Sets whether LSTM layers above the first add their input to their output (He et al., "Deep
     * Residual Learning for Image Recognition", CVPR 2016, <a
     * href="https://arxiv.org/abs/1512.03385">arXiv:1512.03385</a>).
     *
     * @param residual default false
     * @return this builder
     * @throws IllegalStateException if it is set already
     */
    public Builder residual(boolean residual) {
      once("residual");
      network = network.residual(residual);
      return this;
    }

    /**
     * Sets how many songs gradients flow back through (truncated backpropagation through time). The
     * state is carried through the whole playlist, however long it is.
     *
     * @param songs at least 1; default 500, in {@link LstmTrainer#paper()} 20
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     * @throws IllegalStateException if it is set already
     */
    public Builder unroll(int songs) {
      optimisation = optimisation.unroll(positive("unroll", songs));
      return this;
    }

    /**
     * Sets the maximum Euclidean norm of the gradient of all parameters together; a larger gradient
     * is scaled down to it (Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent
     * neural networks", ICML 2013, <a href="https://arxiv.org/abs/1211.5063">arXiv:1211.5063</a>).
     *
     * @param norm above 0, infinity for no limit; default 5
     * @return this builder
     * @throws IllegalArgumentException if it is not above 0
     * @throws IllegalStateException if it is set already
     */
    public Builder gradientClip(double norm) {
      if (!(norm > 0)) {
        throw new IllegalArgumentException("gradientClip must be > 0, was " + norm);
      }
      once("gradientClip");
      optimisation = optimisation.gradientClip(norm);
      return this;
    }

    /**
     * Sets the learning rate of Adam (Kingma and Ba, ICLR 2015, <a
     * href="https://arxiv.org/abs/1412.6980">arXiv:1412.6980</a>), the optimiser unless {@link
     * #optimiser} sets another.
     *
     * @param rate above 0 and finite; default 0.003, in {@link LstmTrainer#paper()} 0.001; in an
     *     {@linkplain LstmTrainer#update update} 0.001
     * @return this builder
     * @throws IllegalArgumentException if it is not in that range
     * @throws IllegalStateException if it is set already, or the optimiser is
     */
    public Builder learningRate(double rate) {
      if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("learningRate must be > 0 and finite, was " + rate);
      }
      checkOneLearningRate("optimiser");
      once("learningRate");
      optimisation = optimisation.optimiser(new Adam(rate));
      return this;
    }

    /**
     * Sets the optimiser, with its learning rate (Adam: Kingma and Ba, ICLR 2015, <a
     * href="https://arxiv.org/abs/1412.6980">arXiv:1412.6980</a>).
     *
     * @param optimiser an updater of ND4J; copied; default {@code new Adam(0.003)}, in {@link
     *     LstmTrainer#paper()} {@code new Adam(0.001)}; in an {@linkplain LstmTrainer#update
     *     update} {@code new Adam(0.001)}
     * @return this builder
     * @throws NullPointerException if it is null
     * @throws IllegalArgumentException if its learning rate is not finite
     * @throws IllegalStateException if it is set already, or the learning rate is
     */
    public Builder optimiser(IUpdater optimiser) {
      Objects.requireNonNull(optimiser, "optimiser");
      if (optimiser.hasLearningRate() && !Double.isFinite(optimiser.getLearningRate(0, 0))) {
        throw new IllegalArgumentException(
            "optimiser must have a finite learning rate, was " + optimiser.getLearningRate(0, 0));
      }
      checkOneLearningRate("learningRate");
      once("optimiser");
      optimisation = optimisation.optimiser(optimiser.clone());
      return this;
    }

    /**
     * Sets how the optimiser's learning rate changes during training.
     *
     * @param schedule default {@code constant(0.01)}, in {@link LstmTrainer#paper()} {@code
     *     constant()}
     * @return this builder
     * @throws NullPointerException if it is null
     * @throws IllegalStateException if it is set already
     */
    public Builder schedule(Schedule schedule) {
      Objects.requireNonNull(schedule, "schedule");
      once("schedule");
      optimisation = optimisation.schedule(schedule);
      return this;
    }

    /**
     * Sets how playlists are grouped into batches, and how large these are.
     *
     * @param batching default {@code similarLength()}, in {@link LstmTrainer#paper()} {@code
     *     inOrder(100)}
     * @return this builder
     * @throws NullPointerException if it is null
     * @throws IllegalStateException if it is set already
     */
    public Builder batching(Batching batching) {
      Objects.requireNonNull(batching, "batching");
      once("batching");
      run = run.batching(batching);
      return this;
    }

    /**
     * Trains with sampled softmax: each step compares the targets with a sample of negatives
     * instead of all songs, so that the time of a step does not grow with the catalogue. It pays
     * from about 10,000 songs on (docs/performance.md). Serving does not change, and still gives
     * every song a probability.
     *
     * <p>Each step draws the negatives with probabilities proportional to their plays to the power
     * of 0.75, and weights each by the inverse of the probability that it is drawn (Bengio and
     * Senecal, IEEE Transactions on Neural Networks 19(4), 2008; Jean et al., ACL 2015, <a
     * href="https://arxiv.org/abs/1412.2007">arXiv:1412.2007</a>); the training loss is an
     * estimate. Only the vectors of songs that a step touches are updated ("lazy Adam"), so the
     * optimiser must be Adam.
     *
     * @param negatives how many negatives a step draws, at least 1; if more than half of the
     *     catalogue, all songs are scored; default none: all songs are scored
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     * @throws IllegalStateException if it is set already
     */
    public Builder sampledSoftmax(int negatives) {
      optimisation = optimisation.sampledSoftmax(positive("sampledSoftmax", negatives));
      return this;
    }

    /**
     * Sets the maximum number of epochs. With validation data, early stopping usually ends the
     * training sooner.
     *
     * @param epochs at least 1; default 30 with validation data and 20 without, in {@link
     *     LstmTrainer#paper()} 20; in an {@linkplain LstmTrainer#update update} 3
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     * @throws IllegalStateException if it is set already
     */
    public Builder epochs(int epochs) {
      run = run.epochs(positive("epochs", epochs));
      return this;
    }

    /**
     * Sets the patience of early stopping: training ends when the log-likelihood of the validation
     * data has not improved for this many epochs. If this is set, training needs validation data;
     * the default has no effect without them.
     *
     * <p>With or without early stopping, if there are validation data, the recommender is that of
     * the epoch with the best log-likelihood on them.
     *
     * @param epochs at least 1; default 2, in {@link LstmTrainer#paper()} none: all epochs are run
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     * @throws IllegalStateException if it is set already
     */
    public Builder patience(int epochs) {
      run = run.patience(positive("patience", epochs));
      return this;
    }

    /**
     * Trains several networks, each with its own seed, and recommends by the mean of their
     * probabilities: on a CPU one after another, on a GPU side by side, with the same result.
     * Recommending takes that many times as long, and so does training on a CPU (docs/training.md).
     *
     * @param networks at least 1; default 1
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     * @throws IllegalStateException if it is set already
     */
    public Builder ensemble(int networks) {
      run = run.ensemble(positive("ensemble", networks));
      return this;
    }

    /**
     * Sets the random seed. The same seed gives the same model on the same machine with the same
     * number of threads, or on the same kind of GPU.
     *
     * @param seed any number; default 42
     * @return this builder
     * @throws IllegalStateException if it is set already
     */
    public Builder seed(long seed) {
      once("seed");
      run = run.seed(seed);
      return this;
    }

    /**
     * Sets how many threads train on the CPU.
     *
     * @param threads at least 1; default the number of processors
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     * @throws IllegalStateException if it is set already
     */
    public Builder threads(int threads) {
      run = run.threads(positive("threads", threads));
      return this;
    }

    /**
     * Sets what trains: the CPU or an NVIDIA GPU. The recommender is served on the CPU, and is of
     * the same quality; it is another one, because a GPU draws other random numbers.
     *
     * @param device default {@code AUTO}: a GPU if there is one that can train these settings
     * @return this builder
     * @throws NullPointerException if it is null
     * @throws IllegalStateException if it is set already
     */
    public Builder device(Device device) {
      Objects.requireNonNull(device, "device");
      once("device");
      this.device = device;
      return this;
    }

    /**
     * Sets a file that keeps how far the training has come, so that one that was killed loses at
     * most the time between two checkpoints: {@link #resume} goes on from it. The file is replaced
     * as a whole, and never left half-written. It has some five times the size of the model, and
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
      Objects.requireNonNull(file, "file");
      Objects.requireNonNull(every, "every");
      Checkpointing where = new Checkpointing(file, every, false);
      once("checkpoint");
      checkpoint = Optional.of(where);
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
      once("resume");
      resume = resumed;
      return this;
    }

    /**
     * Adds a listener that watches the training; may be called several times.
     *
     * @param listener called with the progress and after each epoch; default none
     * @return this builder
     * @throws NullPointerException if it is null
     */
    public Builder listener(TrainingListener listener) {
      listeners.add(Objects.requireNonNull(listener, "listener"));
      return this;
    }

    /**
     * Sets what the recommender remembers of its training data. {@code Provenance::of} keeps
     * digests of the training playlists, by which an evaluation can tell that it measures on them;
     * {@code training -> Provenance.of(training).split("time:7d/7d")} says how they were split too.
     * The digests give away to whoever has the model which playlists it was trained on
     * (SECURITY.md); {@code training -> Provenance.unknown().split("time:7d/7d")} keeps none.
     *
     * @param provenance called with the training playlists of each training, once; default none:
     *     only when the last play began is remembered
     * @return this builder
     * @throws NullPointerException if it is null
     * @throws IllegalStateException if it is set already
     */
    public Builder provenance(Function<PlaylistDataset, Provenance> provenance) {
      Objects.requireNonNull(provenance, "provenance");
      once("provenance");
      this.provenance = provenance;
      return this;
    }

    /**
     * Builds the trainer.
     *
     * @return a trainer; training needs an ND4J backend on the class path or a GPU, and throws an
     *     {@link IllegalStateException} that says so if there is none
     * @throws IllegalStateException if song vectors are set and song features are set to false,
     *     sampled softmax is combined with an optimiser other than Adam, or with label smoothing,
     *     or a training is to go on from a checkpoint that is not set
     */
    public LstmTrainer build() {
      if (optimisation.sampledSoftmax().isPresent()) {
        checkSampledSoftmax();
      }
      Hyperparameters settings =
          new Hyperparameters(network, songsWithVectors(), time, regularisation, optimisation, run);
      return new LstmTrainer(
          settings,
          settings.forUpdates(set),
          device,
          checkpointing(),
          listeners,
          provenance,
          set.contains("patience"));
    }

    private Optional<Checkpointing> checkpointing() {
      if (resume && checkpoint.isEmpty()) {
        throw new IllegalStateException("resume needs a checkpoint, but none is set");
      }
      return checkpoint.map(where -> new Checkpointing(where.file(), where.every(), resume));
    }

    private void checkSampledSoftmax() {
      Class<?> optimiser = optimisation.optimiser().getClass();
      if (optimiser != Adam.class) {
        throw new IllegalStateException(
            "the optimiser must be Adam with sampledSoftmax, was " + optimiser.getSimpleName());
      }
      if (regularisation.labelSmoothing() > 0) {
        throw new IllegalStateException(
            "labelSmoothing must be 0 with sampledSoftmax, was " + regularisation.labelSmoothing());
      }
    }

    private Hyperparameters.Songs songsWithVectors() {
      if (songs.songVectors().isEmpty() || songs.songFeatures()) {
        return songs;
      }
      if (set.contains("songFeatures")) {
        throw new IllegalStateException("songFeatures must be true with songVectors, was false");
      }
      return songs.songFeatures(true);
    }

    private int positive(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " must be > 0, was " + value);
      }
      once(name);
      return value;
    }

    private int notNegative(String name, int value) {
      if (value < 0) {
        throw new IllegalArgumentException(name + " must be >= 0, was " + value);
      }
      once(name);
      return value;
    }

    private double lessThanOne(String name, double value) {
      if (!(value >= 0 && value < 1)) {
        throw new IllegalArgumentException(name + " must be from 0 to less than 1, was " + value);
      }
      once(name);
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
}
