package dev.segue.dl4j;

import dev.segue.Provenance;
import dev.segue.TrainingDivergedException;
import dev.segue.TrainingListener;
import dev.segue.checkpoint.Checkpointing;
import dev.segue.evaluation.Evaluation;
import dev.segue.evaluation.Evaluator;
import dev.segue.lstm.LstmRecommender;
import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.LstmModel;
import dev.segue.lstm.network.LstmNetwork;
import dev.segue.lstm.network.Recency;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A training of one network or several. One caller at a time. */
final class TrainingRun {

  private final Hyperparameters hyperparameters;
  private final Optional<Checkpointing> checkpointing;
  private final TrainingData data;
  private final TrainingDevice device;
  private final TrainingArchitecture architecture;
  private final int atOnce;
  private final EpochReports reports;
  private final Evaluator evaluator = TrainingRounds.evaluator();

  /** What an update starts from. */
  private final Optional<LstmModel> start;

  private final TrainingRecord record;
  private final TrainedNetworks trained = new TrainedNetworks();

  TrainingRun(
      Hyperparameters hyperparameters,
      Optional<Checkpointing> checkpointing,
      List<TrainingListener> listeners,
      TrainingData data,
      Provenance provenance,
      TrainingDevice device) {
    this.hyperparameters = hyperparameters;
    this.checkpointing = checkpointing;
    this.data = data;
    this.start = data.start().map(StartingPoint::model);
    this.device = device;
    this.record =
        new TrainingRecord(hyperparameters, data, provenance, device.description(), maxEpochs());
    this.architecture = architecture(hyperparameters, data);
    this.atOnce = Math.min(ensemble(), device.networksAtOnce(architecture));
    this.reports =
        new EpochReports(listeners, data.transitions(), maxEpochs() * ensemble(), atOnce);
  }

  /**
   * Trains.
   *
   * @throws TrainingDivergedException if the numbers of a network are no longer finite
   * @throws java.io.UncheckedIOException if the checkpoint cannot be read, or not be written at
   *     first
   */
  LstmRecommender train() {
    reports.start(device.description());
    LstmCheckpoint checkpoint =
        new LstmCheckpoint(checkpointing, hyperparameters, data, device.kind(), reports, trained);
    checkpoint.read(architecture.network(), ensemble(), maxEpochs());
    EnsembleTraining training =
        new EnsembleTraining(ensemble(), this::network, reports, checkpoint, trained);
    try {
      training.train(Math.max(atOnce, checkpoint.underWay()));
    } catch (Divergence e) {
      List<LstmNetwork> good = trained.good();
      throw new TrainingDivergedException(
          String.valueOf(e.getMessage()),
          good.isEmpty() ? Optional.empty() : Optional.of(record.recommender(good, "")));
    }
    if (reports.goOn()) {
      checkpoint.write();
    }
    return record.recommender(trained.networks(), trained.epochs(", "));
  }

  private NetworkTraining network(int number) {
    return new NetworkTraining(
        hyperparameters,
        data,
        architecture,
        start.map(model -> model.networks().get(number)),
        device,
        number,
        reports,
        this::evaluate);
  }

  /** Returns the architecture of the networks that a training trains. */
  static TrainingArchitecture architecture(Hyperparameters settings, TrainingData data) {
    Architecture architecture =
        data.start()
            .map(start -> start.model().architecture())
            .orElseGet(() -> configured(settings, data));
    int scored = architecture.memory() ? data.played() : data.catalogue().size();
    return new TrainingArchitecture(
        architecture,
        settings.optimisation().sampledSoftmax().orElse(Integer.MAX_VALUE) <= scored / 2,
        settings.regularisation());
  }

  private static Architecture configured(Hyperparameters settings, TrainingData data) {
    Hyperparameters.Network network = settings.network();
    int songs = data.catalogue().size();
    Hyperparameters.Time time = settings.time();
    boolean memory = time.memory() && data.facts().times();
    boolean skips = data.facts().skips();
    return new Architecture(
        songs,
        data.rows(),
        data.features().size(),
        network.embeddingSize(),
        Collections.nCopies(network.layers(), network.hiddenSize()),
        network.residual(),
        network.tiedEmbeddings(),
        Recency.of(
            settings.songs().recency(),
            settings.songs().artistRecency(),
            skips,
            songs,
            data.features().artists(data.catalogue().songs())),
        skips,
        memory,
        memory && time.clock() ? Optional.of(time.zone()) : Optional.empty());
  }

  private int ensemble() {
    return start.map(model -> model.networks().size()).orElse(hyperparameters.run().ensemble());
  }

  private int maxEpochs() {
    return hyperparameters.run().epochs().max(data.validation().isPresent());
  }

  /** One network at a time, as datasets and devices need it; the others train meanwhile. */
  private synchronized Optional<Evaluation> evaluate(LstmNetwork network) {
    return data.validation()
        .map(
            validation ->
                evaluator.evaluate(
                    device.scoring(record.recommender(List.of(network), ""), network), validation));
  }
}
