package dev.segue.dl4j;

import dev.segue.FileFormatException;
import dev.segue.checkpoint.CheckpointText;
import dev.segue.evaluation.Evaluation;
import dev.segue.lstm.network.LstmNetwork;
import dev.segue.model.ModelFile;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Trains one network, from random weights, those of a trained network or a checkpoint, to its final
 * ones. Every batch draws from a random source of its own, which only its place in the training
 * decides, so that a training that goes on at a batch is the one that was not interrupted. One
 * thread at a time.
 */
final class NetworkTraining {

  private static final String LAST_GOOD = "last_good.";

  private final Hyperparameters hyperparameters;
  private final TrainingData data;
  private final TrainingArchitecture architecture;
  private final EpochReports reports;
  private final Function<LstmNetwork, Optional<Evaluation>> evaluator;
  private final EarlyStopping epochs;
  private final int number;
  private final long seed;
  private final TrainingNetwork network;
  private final TrainingSteps steps;
  private final StepLosses losses;

  /** {@code [songs]}: which songs no training has played. */
  private final boolean[] unplayed;

  /** How many batches of the epoch under way are done. */
  private int batches;

  private Duration spent = Duration.ZERO;

  /** The weights after the last epoch, where there is no best one. */
  private @Nullable Map<String, float[]> lastGood;

  /**
   * Creates a network and sets its initial weights.
   *
   * @param hyperparameters settings of the training
   * @param data the training and validation data
   * @param architecture of the network
   * @param start the network whose weights it starts from; empty for random ones
   * @param device that it trains on; not closed here
   * @param number of the network in its ensemble, from 0; added to the seed of the training
   * @param reports calls the listeners
   * @param evaluator evaluates a network on the validation data, if there are any
   */
  NetworkTraining(
      Hyperparameters hyperparameters,
      TrainingData data,
      TrainingArchitecture architecture,
      Optional<LstmNetwork> start,
      TrainingDevice device,
      int number,
      EpochReports reports,
      Function<LstmNetwork, Optional<Evaluation>> evaluator) {
    this.hyperparameters = hyperparameters;
    this.data = data;
    this.architecture = architecture;
    this.reports = reports;
    this.evaluator = evaluator;
    this.epochs =
        new EarlyStopping(
            hyperparameters.run().epochs().max(data.validation().isPresent()),
            hyperparameters.run().patience(data.validation().isPresent()));
    this.number = number;
    this.seed = hyperparameters.run().seed() + number;
    this.unplayed = data.unplayed();
    this.steps =
        new TrainingSteps(
            hyperparameters, data, architecture, unplayed, epochs.maxEpochs(), device);
    this.network = steps.network();
    this.losses = steps.losses();
    network.initialise(0.1, new Random(seed));
    start.ifPresent(network::start);
  }

  /** The number of the network in its ensemble, from 0. */
  int number() {
    return number;
  }

  /**
   * Returns the network of the best epoch on the validation data, or of the last epoch if there are
   * none.
   *
   * @param afterBatch called after each batch and each epoch
   * @throws Divergence if the network's numbers are no longer finite
   */
  LstmNetwork train(Runnable afterBatch) {
    while (reports.goOn() && !epochs.isOver()) {
      trainEpoch(afterBatch);
    }
    losses.await();
    return epochs.best().orElseGet(this::export);
  }

  /** Trains the batches of an epoch that are not done yet, and unless that is stopped, ends it. */
  private void trainEpoch(Runnable afterBatch) {
    EpochBatches cut = EpochBatches.of(hyperparameters, data.playlists(), seed, epochs.epochs());
    List<EpochBatch> all = cut.part(0, cut.size());
    while (batches < all.size() && reports.goOn()) {
      EpochBatch batch = all.get(batches);
      long start = System.nanoTime();
      steps.take(batch, epochs.epochs(), epochs.logLikelihoods(), 1);
      if (batches + 1 == all.size()) {
        losses.await(); // before the clock stops
      }
      batches++;
      spent = spent.plusNanos(System.nanoTime() - start);
      reports.progress(batch.after());
      afterBatch.run();
    }
    if (reports.goOn()) {
      endEpoch();
      afterBatch.run();
    }
  }

  private void endEpoch() {
    long start = System.nanoTime();
    double meanLoss = losses.loss() / data.transitions();
    Optional<LstmNetwork> now = data.validation().map(dataset -> export());
    Optional<Evaluation> evaluation = now.flatMap(evaluator);
    double logLikelihood =
        EpochReports.value(evaluation, EpochReports.LOG_LIKELIHOOD).orElse(-meanLoss);
    if (now.isEmpty()) {
      lastGood = network.weights();
    }
    OptionalDouble learningRate =
        hyperparameters
            .optimisation()
            .learningRate(epochs.epochs(), epochs.maxEpochs(), epochs.logLikelihoods(), 1);
    epochs.add(logLikelihood, now);
    Duration training = spent;
    batches = 0;
    losses.nextEpoch();
    spent = Duration.ZERO;
    Duration all = training.plusNanos(System.nanoTime() - start);
    reports.epoch(training, all, meanLoss, evaluation, learningRate);
  }

  private LstmNetwork export() {
    return network(network.weights());
  }

  /** Returns the network of some weights, without those of songs that no training has played. */
  private LstmNetwork network(Map<String, float[]> weights) {
    LstmNetwork trained =
        LstmNetwork.of(
            architecture.network(),
            (name, shape) -> Objects.requireNonNull(weights.get(name), name));
    if (!trained.isFinite()) {
      throw losses.diverged(
          epochs.epochs() + 1, network.steps() + 1, "some weights are not finite");
    }
    return architecture.network().memory() ? trained.forget(unplayed) : trained;
  }

  /** The network that {@link #train} would have returned after the last epoch, if there is one. */
  Optional<LstmNetwork> lastGood() {
    return lastGood == null ? epochs.best() : Optional.of(network(lastGood));
  }

  /** The number of epochs after which the network that {@link #train} returned was taken. */
  int keptEpoch() {
    return epochs.best().isPresent() ? epochs.bestEpoch() : epochs.epochs() + (batches > 0 ? 1 : 0);
  }

  /**
   * Adds all that a training needs to go on to a checkpoint.
   *
   * @param prefix begins its names there
   */
  void write(ModelFile.Builder checkpoint, String prefix) {
    losses.await();
    checkpoint
        .text(prefix + "steps", Integer.toString(network.steps()))
        .text(prefix + "batches", Integer.toString(batches))
        .text(prefix + "loss", Double.toString(losses.loss()))
        .text(prefix + "spent", spent.toString())
        .text(prefix + "largest_gradient", Double.toString(losses.largestGradient()));
    network
        .state()
        .forEach((name, values) -> checkpoint.floats(prefix + name, values, values.length));
    if (lastGood != null) {
      lastGood.forEach(
          (name, values) -> checkpoint.floats(prefix + LAST_GOOD + name, values, values.length));
    }
    epochs.write(checkpoint, prefix);
  }

  /** Goes on from what {@link #write} has written. */
  void read(ModelFile checkpoint, String prefix) throws FileFormatException {
    network.restore(
        wholeNumber(checkpoint, prefix + "steps"),
        (name, shape) -> checkpoint.floats(prefix + name, shape));
    batches = wholeNumber(checkpoint, prefix + "batches");
    spent = CheckpointText.duration(checkpoint, prefix + "spent");
    losses.resume(
        CheckpointText.number(checkpoint, prefix + "loss"),
        CheckpointText.number(checkpoint, prefix + "largest_gradient"));
    epochs.read(checkpoint, prefix, data.validation().map(any -> architecture.network()));
    if (data.validation().isEmpty() && epochs.epochs() > 0) {
      Map<String, float[]> weights = new LinkedHashMap<>();
      for (LayerParameter each : NetworkParameters.of(architecture)) {
        String name = each.tensor();
        weights.put(name, checkpoint.floats(prefix + LAST_GOOD + name, (int) each.length()));
      }
      lastGood = weights;
    }
  }

  private static int wholeNumber(ModelFile checkpoint, String name) throws FileFormatException {
    return (int) CheckpointText.wholeNumber(checkpoint, name, Integer.MAX_VALUE);
  }

  /** Frees what the device has of the network. It cannot train any more. */
  void close() {
    network.close();
  }
}
