package dev.segue.dl4j;

import dev.segue.Catalogue;
import dev.segue.TrainingDivergedException;
import dev.segue.evaluation.Evaluation;
import dev.segue.evaluation.Evaluator;
import dev.segue.lstm.LstmRecommender;
import dev.segue.lstm.network.LstmNetwork;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Function;

/**
 * A training that workers share, each with playlists of its own ("local SGD"; Stich, "Local SGD
 * Converges Fast and Communicates Little", ICLR 2019, <a
 * href="https://arxiv.org/abs/1805.09767">arXiv:1805.09767</a>). In each {@linkplain TrainingRound
 * round} all {@linkplain TrainingWorker workers} begin with the same weights and moments of the
 * optimiser and take the steps of a part of an epoch; the next round begins with the mean of what
 * they come to. That follows from a worker's playlists and the round alone, so another one may do
 * it again.
 *
 * <p>This is the side of the one who has the weights between two rounds. The workers may be
 * anywhere: the module for Spark has them on a cluster. One thread at a time.
 */
public final class TrainingRounds {

  /** How many rounds an epoch has at least, if nothing is said. */
  private static final int FEWEST_ROUNDS = 16;

  /** How many batches a round has at most, if nothing is said. */
  private static final int MOST_BATCHES = 100;

  private final Hyperparameters settings;
  private final TrainingData data;
  private final TrainingArchitecture architecture;
  private final TrainingRecord record;
  private final int workers;
  private final int roundsOfEpoch;
  private final EpochReports reports;
  private final EarlyStopping epochs;
  private final Optional<Function<LstmRecommender, Evaluation>> validation;

  /** What steps change, but for the average: see {@link TrainingNetwork#state}. */
  private Map<String, float[]> state = new LinkedHashMap<>();

  /** The moving average of the weights, by the names of the state; empty if there is none. */
  private Map<String, float[]> average = new LinkedHashMap<>();

  private int steps;

  /** How many rounds of the epoch are done, and what they have found. */
  private int rounds;

  private WorkerSteps ofEpoch = WorkerSteps.NONE;
  private Duration spent = Duration.ZERO;
  private long begun;

  /** The network after the last epoch. */
  private Optional<LstmNetwork> last = Optional.empty();

  private TrainingRounds(
      LstmTrainer trainer,
      Catalogue catalogue,
      TrainingSummary summary,
      Optional<Function<LstmRecommender, Evaluation>> validation,
      int workers,
      OptionalInt roundsOfEpoch) {
    this.settings = trainer.hyperparameters();
    this.workers = workers;
    this.roundsOfEpoch = roundsOfEpoch.orElseGet(() -> rounds(summary.facts()));
    this.validation = validation;
    boolean validated = validation.isPresent();
    this.epochs =
        new EarlyStopping(
            settings.run().epochs().max(validated), settings.run().patience(validated));
    this.data =
        TrainingData.of(catalogue, List.of(), summary.facts(), Optional.empty(), settings.songs());
    this.architecture = TrainingRun.architecture(settings, data);
    String device = workers == 1 ? "1 worker" : workers + " workers";
    this.record =
        new TrainingRecord(settings, data, summary.provenance(), device, epochs.maxEpochs());
    this.reports = new EpochReports(trainer.listeners(), data.transitions(), epochs.maxEpochs(), 1);
    Random random = new Random(settings.run().seed());
    for (LayerParameter each : NetworkParameters.of(architecture)) {
      state.put(TrainingNetwork.WEIGHTS + each.tensor(), each.initialValues(0.1, random));
    }
    reports.start(device);
  }

  private int rounds(TrainingFacts facts) {
    long batches = settings.run().batching().batches(facts);
    return (int) Math.max(FEWEST_ROUNDS, (batches + MOST_BATCHES - 1) / MOST_BATCHES);
  }

  /**
   * Begins a training.
   *
   * @param trainer whose settings it has. Workers share each batch: each takes steps of its part
   * @param catalogue the songs
   * @param summary of all training playlists, which are over these songs
   * @param validation measures the progress after each epoch, with what {@link #evaluator} measures
   * @param workers how many there are, at least 1
   * @param roundsOfEpoch how many rounds an epoch has, at least 1: in more of them workers differ
   *     less, and send more. By default 16, or so many that a worker takes the steps of a hundred
   *     batches in each
   * @return a training before its first round, with random weights
   * @throws IllegalArgumentException if there is no worker, no round, no transition, or the trainer
   *     has an ensemble or a checkpoint, which this training has not
   * @throws IllegalStateException if the trainer needs validation data and there are none
   */
  public static TrainingRounds begin(
      LstmTrainer trainer,
      Catalogue catalogue,
      TrainingSummary summary,
      Optional<Function<LstmRecommender, Evaluation>> validation,
      int workers,
      OptionalInt roundsOfEpoch) {
    Objects.requireNonNull(trainer, "trainer");
    Objects.requireNonNull(catalogue, "catalogue");
    Objects.requireNonNull(summary, "summary");
    Objects.requireNonNull(validation, "validation");
    Objects.requireNonNull(roundsOfEpoch, "roundsOfEpoch");
    requirePositive("workers", workers);
    roundsOfEpoch.ifPresent(rounds -> requirePositive("roundsOfEpoch", rounds));
    if (summary.facts().transitions() == 0) {
      throw new IllegalArgumentException(
          "training must have at least 1 transition, but has none: give it a playlist of two songs");
    }
    trainer.requireShareable(validation.isPresent());
    return new TrainingRounds(trainer, catalogue, summary, validation, workers, roundsOfEpoch);
  }

  /**
   * Returns what measures the progress of a training on validation data.
   *
   * @return an evaluator of the log-likelihood and the accuracy
   */
  public static Evaluator evaluator() {
    return Evaluator.of(EpochReports.LOG_LIKELIHOOD, EpochReports.ACCURACY);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be > 0, was " + value);
    }
  }

  /**
   * Returns what a worker has to know but for its playlists and the round.
   *
   * @return a recommender that has learnt nothing
   */
  public LstmRecommender untrained() {
    return record.recommender(List.of(network(state)), "0");
  }

  /**
   * Returns whether there is another round: neither is the training over, nor has a listener ended
   * it.
   *
   * @return whether to call {@link #next}
   */
  public boolean goOn() {
    return reports.goOn() && (rounds > 0 || !epochs.isOver());
  }

  /**
   * Returns the round that comes next.
   *
   * @return the round, for all workers
   */
  public TrainingRound next() {
    begun = System.nanoTime();
    return new TrainingRound(
        new TrainingRound.Start(
            epochs.epochs(),
            epochs.maxEpochs(),
            List.copyOf(epochs.logLikelihoods()),
            rounds,
            roundsOfEpoch,
            data.transitions(),
            workers,
            steps,
            Map.copyOf(state)));
  }

  /**
   * Ends a round.
   *
   * @param means of the pieces of all workers, one of each place
   * @throws TrainingDivergedException if what a worker came to is not finite
   */
  public void add(Collection<WeightPiece> means) {
    Objects.requireNonNull(means, "means");
    means.forEach(each -> Objects.requireNonNull(each, "means"));
    if (!means.isEmpty()) { // else there are fewer batches than rounds
      learn(means);
    }
    spent = spent.plusNanos(System.nanoTime() - begun);
    reports.progress(ofEpoch.transitions());
    rounds++;
    if (rounds == roundsOfEpoch) {
      endEpoch();
    }
  }

  private void learn(Collection<WeightPiece> means) {
    WorkerSteps found = means.iterator().next().found();
    if (found.problem().isPresent()) {
      throw diverged(found.problem().get());
    }
    state = WeightPiece.join(means);
    steps += found.steps();
    if (architecture.regularisation().weightAveraging() > 0) {
      average(found.steps());
    }
    ofEpoch = ofEpoch.with(found);
  }

  /** Moves the average towards the weights, as far as a network does in some steps. */
  private void average(int ofRound) {
    double share =
        new WeightAveraging(architecture.regularisation().weightAveraging(), ofRound).share(steps);
    state.forEach(
        (name, values) -> {
          if (name.startsWith(TrainingNetwork.WEIGHTS)) {
            average.merge(name, values, (before, now) -> moved(before, now, share));
          }
        });
  }

  private static float[] moved(float[] from, float[] to, double share) {
    float[] moved = new float[from.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = (float) (from[i] + share * (to[i] - from[i]));
    }
    return moved;
  }

  private void endEpoch() {
    long start = System.nanoTime();
    LstmNetwork now = network(average.isEmpty() ? state : average);
    if (!now.isFinite()) {
      throw diverged("some weights are not finite after epoch " + (epochs.epochs() + 1));
    }
    Optional<Evaluation> evaluation =
        validation.map(each -> each.apply(record.recommender(List.of(now), "")));
    double meanLoss = ofEpoch.loss() / ofEpoch.transitions();
    double logLikelihood =
        EpochReports.value(evaluation, EpochReports.LOG_LIKELIHOOD).orElse(-meanLoss);
    OptionalDouble learningRate =
        settings
            .optimisation()
            .learningRate(
                epochs.epochs(),
                epochs.maxEpochs(),
                epochs.logLikelihoods(),
                settings.sharedRate(workers));
    epochs.add(logLikelihood, validation.map(any -> now));
    last = Optional.of(now);
    Duration training = spent;
    rounds = 0;
    ofEpoch = WorkerSteps.NONE;
    spent = Duration.ZERO;
    Duration all = training.plusNanos(System.nanoTime() - start);
    reports.epoch(training, all, meanLoss, evaluation, learningRate);
  }

  private LstmNetwork network(Map<String, float[]> weights) {
    LstmNetwork network =
        LstmNetwork.of(
            architecture.network(),
            (name, shape) ->
                Objects.requireNonNull(weights.get(TrainingNetwork.WEIGHTS + name), name));
    return architecture.network().memory() ? network.forget(data.unplayed()) : network;
  }

  private TrainingDivergedException diverged(String message) {
    return new TrainingDivergedException(
        message, epochs.best().or(() -> last).map(good -> record.recommender(List.of(good), "")));
  }

  /**
   * Returns what the training has come to: after the best epoch on the validation data, or after
   * the last round if there are none.
   *
   * @return the recommender
   */
  public LstmRecommender recommender() {
    int epoch =
        epochs.best().isPresent() ? epochs.bestEpoch() : epochs.epochs() + (rounds > 0 ? 1 : 0);
    LstmNetwork network =
        epochs.best().orElseGet(() -> network(average.isEmpty() ? state : average));
    return record.recommender(List.of(network), Integer.toString(epoch));
  }
}
