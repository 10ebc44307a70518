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
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A training of one network or several. One caller at a time. */
final class TrainingRun {

  private final Hyperparameters hyperparameters;
  private final Optional<Checkpointing> checkpointing;
  private final TrainingData data;
  private final Provenance provenance;
  private final TrainingDevice device;
  private final TrainingArchitecture architecture;
  private final int atOnce;
  private final EpochReports reports;
  private final Evaluator evaluator =
      Evaluator.of(EpochReports.LOG_LIKELIHOOD, EpochReports.ACCURACY);

  /** What an update starts from. */
  private final Optional<LstmModel> start;

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
    this.provenance = provenance;
    this.device = device;
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
          good.isEmpty() ? Optional.empty() : Optional.of(recommender(good, "")));
    }
    if (reports.goOn()) {
      checkpoint.write();
    }
    return recommender(trained.networks(), trained.epochs(", "));
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
    boolean memory = time.memory() && data.hasTimes();
    boolean skips = data.hasSkips();
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
                    device.scoring(recommender(List.of(network), ""), network), validation));
  }

  /**
   * Creates the recommender.
   *
   * @param networks that it consists of
   * @param epochs after how many epochs each was taken
   */
  private LstmRecommender recommender(List<LstmNetwork> networks, String epochs) {
    return LstmRecommender.of(
        data.catalogue(),
        data.features(),
        networks,
        start.isPresent()
            ? describeUpdate(start.get().description(), networks, epochs)
            : describe(networks, epochs),
        provenance);
  }

  private Map<String, String> describe(List<LstmNetwork> networks, String epochs) {
    Map<String, String> description = new LinkedHashMap<>(hyperparameters.describe());
    description.put("epochs", Integer.toString(maxEpochs()));
    description.put(
        "batch_size", Integer.toString(hyperparameters.run().batching().size(data.transitions())));
    description.put("ensemble", Integer.toString(networks.size()));
    description.put("training.playlists", Integer.toString(data.playlists().size()));
    description.put("training.transitions", Long.toString(data.transitions()));
    description.put("training.epochs", epochs);
    description.put("training.device", device.description());
    Architecture architecture = networks.get(0).architecture();
    if (architecture.skips()) {
      description.put("skips", "true");
    }
    description.put("memory", Boolean.toString(architecture.memory()));
    description.put("clock", architecture.clock().map(ZoneId::getId).orElse("none"));
    return description;
  }

  /** Adds this update to what is known of the training, and of the updates before. */
  private Map<String, String> describeUpdate(
      Map<String, String> training, List<LstmNetwork> networks, String epochs) {
    Map<String, String> description = new LinkedHashMap<>(training);
    description.merge(
        "updates",
        "1",
        (before, one) ->
            Integer.toString((int) Math.min(Integer.MAX_VALUE, Long.parseLong(before) + 1)));
    description.put("ensemble", Integer.toString(networks.size()));
    description.put("update.playlists", Integer.toString(data.playlists().size()));
    description.put("update.transitions", Long.toString(data.transitions()));
    description.put("update.epochs", epochs);
    description.put("update.optimiser", hyperparameters.optimisation().optimiser().toString());
    description.put("update.device", device.description());
    return description;
  }
}
