package dev.segue.dl4j;

import dev.segue.Song;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * All settings of a training. Those that callers make are named like the methods of {@link
 * LstmTrainer.Builder}.
 *
 * @param network the layers
 * @param songs what is known of songs
 * @param time what is known of when they were played
 * @param regularisation what keeps the network from overfitting
 * @param optimisation how a step changes the weights
 * @param run how many steps there are, and of what
 */
record Hyperparameters(
    Network network,
    Songs songs,
    Time time,
    Regularisation regularisation,
    Optimisation optimisation,
    Run run) {

  private static final int SEED = 42;
  private static final int UPDATE_EPOCHS = 3;
  private static final Adam UPDATE_OPTIMISER = new Adam(1e-3);
  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  /** The settings of {@link LstmTrainer#builder()}. */
  static final Hyperparameters DEFAULTS =
      new Hyperparameters(
          new Network(1, 128, 128, true, false),
          new Songs(true, Optional.empty(), 120, 20, true),
          new Time(true, true, ZoneOffset.UTC),
          new Regularisation(0.3, 0.2, 0.6, 0, 0, 0.998),
          new Optimisation(
              new Adam(3e-3),
              Schedule.constant(0.01),
              5,
              GradientOf.MEAN_OF_TRANSITIONS,
              500,
              OptionalInt.empty()),
          new Run(
              new Epochs(30, 20), OptionalInt.of(2), Batching.similarLength(), 1, SEED, THREADS));

  /** The settings of {@link LstmTrainer#paper()}. */
  static final Hyperparameters PAPER =
      new Hyperparameters(
          new Network(2, 100, 100, false, false),
          new Songs(false, Optional.empty(), 0, 0, false),
          new Time(false, false, ZoneOffset.UTC),
          Regularisation.NONE,
          new Optimisation(
              new Adam(1e-3),
              Schedule.constant(),
              5,
              GradientOf.SUM_PER_PLAYLIST,
              20,
              OptionalInt.empty()),
          new Run(
              new Epochs(20, 20), OptionalInt.empty(), Batching.inOrder(100), 1, SEED, THREADS));

  /**
   * The network.
   *
   * @param layers number of LSTM layers
   * @param embeddingSize size of a song's vector
   * @param hiddenSize size of each LSTM layer
   * @param tiedEmbeddings whether the output layer scores songs by the embeddings of the input
   *     layer
   * @param residual whether layers above the first add their input to their output
   */
  record Network(
      int layers, int embeddingSize, int hiddenSize, boolean tiedEmbeddings, boolean residual) {

    Network layers(int number) {
      return new Network(number, embeddingSize, hiddenSize, tiedEmbeddings, residual);
    }

    Network embeddingSize(int size) {
      return new Network(layers, size, hiddenSize, tiedEmbeddings, residual);
    }

    Network hiddenSize(int size) {
      return new Network(layers, embeddingSize, size, tiedEmbeddings, residual);
    }

    Network tiedEmbeddings(boolean tied) {
      return new Network(layers, embeddingSize, hiddenSize, tied, residual);
    }

    Network residual(boolean added) {
      return new Network(layers, embeddingSize, hiddenSize, tiedEmbeddings, added);
    }
  }

  /**
   * What is known of songs.
   *
   * @param songFeatures whether songs share the vectors of artists and tags
   * @param songVectors returns vectors that describe songs, if there are any
   * @param recency how many of the songs played last add a weight to their own score
   * @param artistRecency how many of them add a weight to the scores of their artist's songs
   * @param skips whether songs that were skipped change scores; without effect if there are none
   */
  record Songs(
      boolean songFeatures,
      Optional<Function<Song, float[]>> songVectors,
      int recency,
      int artistRecency,
      boolean skips) {

    Songs songFeatures(boolean shared) {
      return new Songs(shared, songVectors, recency, artistRecency, skips);
    }

    Songs songVectors(Function<Song, float[]> vectors) {
      return new Songs(songFeatures, Optional.of(vectors), recency, artistRecency, skips);
    }

    Songs recency(int songs) {
      return new Songs(songFeatures, songVectors, songs, artistRecency, skips);
    }

    Songs artistRecency(int songs) {
      return new Songs(songFeatures, songVectors, recency, songs, skips);
    }

    Songs skips(boolean learnt) {
      return new Songs(songFeatures, songVectors, recency, artistRecency, learnt);
    }
  }

  /**
   * What is known of when songs were played; without effect if playlists have no times.
   *
   * @param memory whether what a listener played across sessions changes scores
   * @param clock whether the time of day and week changes scores; only with a memory
   * @param zone in which hours and days are told
   */
  record Time(boolean memory, boolean clock, ZoneId zone) {

    Time memory(boolean remembers) {
      return new Time(remembers, clock, zone);
    }

    Time clock(boolean told) {
      return new Time(memory, told, zone);
    }

    Time zone(ZoneId local) {
      return new Time(memory, clock, local);
    }
  }

  /**
   * How a step changes the weights.
   *
   * @param optimiser turns gradients into updates
   * @param schedule how the optimiser's learning rate changes
   * @param gradientClip maximum global norm of a gradient
   * @param gradientOf the loss whose gradient a step takes
   * @param unroll maximum number of songs that gradients flow back through
   * @param sampledSoftmax how many negatives a step draws; empty for the softmax over all songs
   */
  record Optimisation(
      IUpdater optimiser,
      Schedule schedule,
      double gradientClip,
      GradientOf gradientOf,
      int unroll,
      OptionalInt sampledSoftmax) {

    /**
     * The learning rate at the end of an epoch, if the optimiser has one.
     *
     * @param epoch from 0
     * @param logLikelihoods after each epoch before
     * @param rate what it is multiplied by, besides its schedule
     */
    OptionalDouble learningRate(
        int epoch, int maxEpochs, List<Double> logLikelihoods, double rate) {
      return optimiser.hasLearningRate()
          ? OptionalDouble.of(
              rate
                  * optimiser.getLearningRate(0, epoch)
                  * schedule.factor((epoch + 1.0) / maxEpochs, logLikelihoods))
          : OptionalDouble.empty();
    }

    Optimisation optimiser(IUpdater updater) {
      return new Optimisation(updater, schedule, gradientClip, gradientOf, unroll, sampledSoftmax);
    }

    Optimisation schedule(Schedule changes) {
      return new Optimisation(optimiser, changes, gradientClip, gradientOf, unroll, sampledSoftmax);
    }

    Optimisation gradientClip(double norm) {
      return new Optimisation(optimiser, schedule, norm, gradientOf, unroll, sampledSoftmax);
    }

    Optimisation unroll(int songs) {
      return new Optimisation(optimiser, schedule, gradientClip, gradientOf, songs, sampledSoftmax);
    }

    Optimisation sampledSoftmax(int negatives) {
      return new Optimisation(
          optimiser, schedule, gradientClip, gradientOf, unroll, OptionalInt.of(negatives));
    }
  }

  /** The loss whose gradient a step takes. */
  enum GradientOf {
    /** The mean over the step's transitions. */
    MEAN_OF_TRANSITIONS,
    /**
     * The sum over its transitions, divided by the number of playlists in the batch, as in the
     * paper.
     */
    SUM_PER_PLAYLIST
  }

  /**
   * How many steps there are, and of what.
   *
   * @param epochs maximum number of epochs
   * @param patience after how many epochs without improvement on the validation data training ends;
   *     empty for no early stopping
   * @param batching how playlists are grouped into batches
   * @param ensemble how many networks are trained
   * @param seed of the first weights and of the order of playlists
   * @param threads workers that share a batch; the rounding of summed gradients depends on their
   *     number
   */
  record Run(
      Epochs epochs,
      OptionalInt patience,
      Batching batching,
      int ensemble,
      long seed,
      int threads) {

    Run epochs(int number) {
      return new Run(new Epochs(number, number), patience, batching, ensemble, seed, threads);
    }

    Run patience(int number) {
      return new Run(epochs, OptionalInt.of(number), batching, ensemble, seed, threads);
    }

    Run batching(Batching grouping) {
      return new Run(epochs, patience, grouping, ensemble, seed, threads);
    }

    Run ensemble(int networks) {
      return new Run(epochs, patience, batching, networks, seed, threads);
    }

    Run seed(long number) {
      return new Run(epochs, patience, batching, ensemble, number, threads);
    }

    Run threads(int number) {
      return new Run(epochs, patience, batching, ensemble, seed, number);
    }

    /** After how many epochs without improvement training ends; without validation data never. */
    int patience(boolean validated) {
      return validated ? patience.orElse(Integer.MAX_VALUE) : Integer.MAX_VALUE;
    }
  }

  /**
   * The maximum number of epochs.
   *
   * @param validated with validation data, where early stopping usually ends the training sooner
   * @param unvalidated without
   */
  record Epochs(int validated, int unvalidated) {

    int max(boolean isValidated) {
      return isValidated ? validated : unvalidated;
    }
  }

  /**
   * Returns these settings for an update, which changes a trained network a little.
   *
   * @param set the names of those that are the same as in a training
   */
  Hyperparameters forUpdates(Set<String> set) {
    boolean isOptimiserSet = set.contains("optimiser") || set.contains("learningRate");
    return new Hyperparameters(
        network,
        songs,
        time,
        regularisation,
        isOptimiserSet ? optimisation : optimisation.optimiser(UPDATE_OPTIMISER),
        set.contains("epochs") ? run : run.epochs(UPDATE_EPOCHS));
  }

  /**
   * Returns the settings of each of several workers that share batches.
   *
   * @param transitions how many an epoch of all workers has
   * @param workers at least 1
   * @param threads of each worker
   */
  Hyperparameters shared(long transitions, int workers, int threads) {
    Run shared = run.batching(run.batching().shared(transitions, workers)).threads(threads);
    return new Hyperparameters(network, songs, time, regularisation, optimisation, shared);
  }

  /**
   * Returns what the learning rate is multiplied by if workers share each batch. The gradient of a
   * part of a batch is noisier by the square root of the number of parts, and most optimisers
   * divide by it (Malladi et al., "On the SDEs and Scaling Rules for Adaptive Gradient Algorithms",
   * NeurIPS 2022, <a href="https://arxiv.org/abs/2205.10287">arXiv:2205.10287</a>).
   *
   * @param workers at least 1
   */
  double sharedRate(int workers) {
    IUpdater optimiser = optimisation.optimiser();
    boolean divides = !(optimiser instanceof Sgd || optimiser instanceof Nesterovs);
    return divides ? Math.pow(workers, 0.75) : 1;
  }

  /** Returns all settings that do not depend on the data, as text for the model file. */
  Map<String, String> describe() {
    Map<String, String> text = new LinkedHashMap<>();
    text.put("layers", Integer.toString(network.layers()));
    text.put("embedding_size", Integer.toString(network.embeddingSize()));
    text.put("hidden_size", Integer.toString(network.hiddenSize()));
    text.put("tied_embeddings", Boolean.toString(network.tiedEmbeddings()));
    text.put("recency", Integer.toString(songs.recency()));
    text.put("artist_recency", Integer.toString(songs.artistRecency()));
    text.put("residual", Boolean.toString(network.residual()));
    text.put("input_dropout", Double.toString(regularisation.inputDropout()));
    text.put("dropout", Double.toString(regularisation.dropout()));
    text.put("song_dropout", Double.toString(regularisation.songDropout()));
    text.put("label_smoothing", Double.toString(regularisation.labelSmoothing()));
    text.put("weight_decay", Double.toString(regularisation.weightDecay()));
    text.put("weight_averaging", Double.toString(regularisation.weightAveraging()));
    text.put("unroll", Integer.toString(optimisation.unroll()));
    text.put("gradient_clip", Double.toString(optimisation.gradientClip()));
    text.put("optimiser", optimisation.optimiser().toString());
    text.put("schedule", optimisation.schedule().toString());
    text.put("batching", run.batching().toString());
    optimisation.sampledSoftmax().ifPresent(n -> text.put("sampled_softmax", Integer.toString(n)));
    run.patience().ifPresent(n -> text.put("patience", Integer.toString(n)));
    text.put("ensemble", Integer.toString(run.ensemble()));
    text.put("seed", Long.toString(run.seed()));
    text.put("threads", Integer.toString(run.threads()));
    text.put("gradient_of", optimisation.gradientOf().name().toLowerCase(Locale.ROOT));
    return text;
  }
}
