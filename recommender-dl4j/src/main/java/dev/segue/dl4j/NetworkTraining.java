package dev.segue.dl4j;

import dev.segue.Playlist;
import dev.segue.evaluation.Evaluation;
import dev.segue.lstm.network.LstmNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;

/** Trains one network, from its initial weights to its final ones. One thread at a time. */
final class NetworkTraining {

  private final Hyperparameters.Optimisation optimisation;
  private final Batching batching;
  private final TrainingData data;
  private final TrainingArchitecture architecture;
  private final Workers workers;
  private final EpochReports reports;
  private final Function<LstmNetwork, Optional<Evaluation>> evaluator;
  private final int maxEpochs;
  private final int patience;
  private final Random random;
  private final TrainingNetwork network;

  /** {@code [songs]}: which songs no training playlist holds. */
  private final boolean[] unplayed;

  /**
   * The log-likelihood after each epoch: on the validation data, or on the training data if there
   * are none.
   */
  private final List<Double> logLikelihoods = new ArrayList<>();

  private int keptEpoch;

  /**
   * Creates a network and draws its initial weights.
   *
   * @param hyperparameters settings of the training
   * @param data the training and validation data
   * @param architecture of the network
   * @param workers threads that share the work; not closed here
   * @param seed of all random choices
   * @param reports calls the listeners
   * @param evaluator evaluates a network on the validation data, if there are any
   */
  NetworkTraining(
      Hyperparameters hyperparameters,
      TrainingData data,
      TrainingArchitecture architecture,
      Workers workers,
      long seed,
      EpochReports reports,
      Function<LstmNetwork, Optional<Evaluation>> evaluator) {
    this.optimisation = hyperparameters.optimisation();
    this.batching = hyperparameters.run().batching();
    this.data = data;
    this.architecture = architecture;
    this.workers = workers;
    this.reports = reports;
    this.evaluator = evaluator;
    this.maxEpochs = hyperparameters.run().epochs().max(data.validation().isPresent());
    this.patience = hyperparameters.run().patience(data.validation().isPresent());
    this.random = new Random(seed);
    this.network =
        new TrainingNetwork(
            architecture,
            optimisation.optimiser(),
            optimisation.gradientClip(),
            DataType.FLOAT,
            workers,
            architecture.sampled() ? sampler() : null,
            architecture.network().learnsNewSongs() ? ColdSongs.drawn(random) : ColdSongs.none());
    network.initialise(0.1, random);
    this.unplayed = data.unplayed();
    if (architecture.network().memory() && !architecture.sampled()) {
      network.unscored(
          IntStream.range(0, unplayed.length).filter(song -> unplayed[song]).toArray());
    }
  }

  private NegativeSampler sampler() {
    return new NegativeSampler(
        data.playlists(),
        data.catalogue().size(),
        !architecture.network().memory(),
        optimisation.sampledSoftmax().orElseThrow(),
        random);
  }

  /**
   * Returns the network of the best epoch on the validation data, or of the last epoch if there are
   * none.
   */
  LstmNetwork train() {
    Optional<LstmNetwork> best = Optional.empty();
    int bestEpoch = 0;
    int epoch = 0;
    do {
      epoch++;
      long start = System.nanoTime();
      double loss = learn(epoch);
      Duration trainingTime = Duration.ofNanos(System.nanoTime() - start);
      Optional<LstmNetwork> now = data.validation().map(dataset -> export());
      Optional<Evaluation> evaluation = now.flatMap(evaluator);
      double logLikelihood =
          EpochReports.value(evaluation, EpochReports.LOG_LIKELIHOOD).orElse(-loss);
      if (logLikelihoods.stream().allMatch(earlier -> logLikelihood > earlier)) {
        best = now;
        bestEpoch = epoch;
      }
      logLikelihoods.add(logLikelihood);
      Duration all = Duration.ofNanos(System.nanoTime() - start);
      reports.epoch(trainingTime, all, loss, evaluation);
    } while (reports.goOn() && epoch < maxEpochs && epoch - bestEpoch < patience);
    keptEpoch = best.isPresent() ? bestEpoch : epoch;
    return best.orElseGet(this::export);
  }

  private LstmNetwork export() {
    LstmNetwork trained = network.export();
    return architecture.network().memory() ? trained.forget(unplayed) : trained;
  }

  /** The number of epochs after which the network that {@link #train} returned was taken. */
  int keptEpoch() {
    return keptEpoch;
  }

  /** Trains for one epoch; returns the mean loss per transition in nats. */
  private double learn(int epoch) {
    double loss = 0;
    long done = 0;
    for (List<Playlist> batch : batches()) {
      for (List<PackedChunk> step : steps(batch)) {
        int positions = step.stream().mapToInt(PackedChunk::positions).sum();
        double divisor =
            switch (optimisation.gradientOf()) {
              case MEAN_OF_TRANSITIONS -> positions;
              case SUM_PER_PLAYLIST -> batch.size();
            };
        done += positions;
        double progress = (epoch - 1 + (double) done / data.transitions()) / maxEpochs;
        double learningRateFactor = optimisation.schedule().factor(progress, logLikelihoods);
        loss += network.learn(step, divisor, epoch - 1, learningRateFactor);
      }
      reports.progress(done);
    }
    return loss / data.transitions();
  }

  private List<List<Playlist>> batches() {
    return batching.batches(data.playlists(), optimisation.unroll(), random);
  }

  private List<List<PackedChunk>> steps(List<Playlist> batch) {
    return PackedChunk.cut(
        batch,
        optimisation.unroll(),
        architecture.network().recency(),
        data.history(),
        workers.threads());
  }
}
