package dev.segue.dl4j;

import dev.segue.Catalogue;
import dev.segue.EpochReport;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Trainer;
import dev.segue.TrainingListener;
import dev.segue.evaluation.Evaluation;
import dev.segue.evaluation.Evaluator;
import dev.segue.evaluation.Metric;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;

/** Trains an {@link LstmRecommender}. Immutable; several threads may train at once. */
final class LstmTrainer implements Trainer<LstmRecommender> {

  private static final Metric LOG_LIKELIHOOD = Metric.logLikelihood();
  private static final Metric ACCURACY = Metric.accuracyAt(10);

  private final Hyperparameters hyperparameters;
  private final List<TrainingListener> listeners;

  LstmTrainer(Hyperparameters hyperparameters, List<TrainingListener> listeners) {
    this.hyperparameters = hyperparameters;
    this.listeners = List.copyOf(listeners);
  }

  @Override
  public LstmRecommender train(PlaylistDataset training, PlaylistDataset validation) {
    if (!training.catalogue().fingerprint().equals(validation.catalogue().fingerprint())) {
      throw new IllegalArgumentException(
          "training and validation must share one catalogue, but their fingerprints differ");
    }
    return train(training, Optional.of(validation));
  }

  @Override
  public LstmRecommender train(PlaylistDataset training) {
    return train(training, Optional.empty());
  }

  private LstmRecommender train(PlaylistDataset training, Optional<PlaylistDataset> validation) {
    Backend.require();
    try (Workers workers = new Workers(hyperparameters.threads())) {
      return new Run(training, validation, workers).train();
    }
  }

  /** One training from the first weights to the last. */
  private final class Run {

    private final Workers workers;
    private final Catalogue catalogue;
    private final List<Playlist> playlists;
    private final long transitions;
    private final Optional<PlaylistDataset> validation;
    private final TrainingNetwork network;
    private final Random random = new Random(hyperparameters.seed());
    private final String device = Backend.device(hyperparameters.threads());

    Run(PlaylistDataset training, Optional<PlaylistDataset> validation, Workers workers) {
      this.workers = workers;
      this.catalogue = training.catalogue();
      try (Stream<Playlist> all = training.playlists()) {
        this.playlists = all.filter(playlist -> playlist.transitions() > 0).toList();
      }
      if (playlists.isEmpty()) {
        throw new IllegalArgumentException("training must hold at least 1 transition, was 0");
      }
      this.transitions = playlists.stream().mapToLong(Playlist::transitions).sum();
      this.validation = validation.filter(LstmTrainer::hasTransitions);
      this.network =
          new TrainingNetwork(
              catalogue.size(),
              hyperparameters.embeddingSize(),
              Collections.nCopies(hyperparameters.layers(), hyperparameters.hiddenSize()),
              hyperparameters.optimiser(),
              hyperparameters.gradientClip(),
              hyperparameters.annealing(),
              DataType.FLOAT,
              workers,
              sampler());
      network.initialise(0.1, random);
    }

    private Optional<NegativeSampler> sampler() {
      return hyperparameters.sampledSoftmax().stream()
          .filter(negatives -> negatives <= catalogue.size() / 2)
          .mapToObj(
              negatives -> new NegativeSampler(playlists, catalogue.size(), negatives, random))
          .findFirst();
    }

    LstmRecommender train() {
      long spentOnEpochs = 0;
      int epoch = 0;
      boolean goOn = true;
      listeners.forEach(listener -> listener.onStart(device));
      do {
        epoch++;
        long start = System.nanoTime();
        double loss = learn(epoch);
        Duration trainingTime = Duration.ofNanos(System.nanoTime() - start);
        Optional<Evaluation> evaluation = evaluate(epoch);
        spentOnEpochs += System.nanoTime() - start;
        EpochReport report =
            new EpochReport(
                epoch,
                hyperparameters.epochs(),
                trainingTime,
                Duration.ofNanos(spentOnEpochs / epoch * (hyperparameters.epochs() - epoch)),
                transitions,
                loss,
                figure(evaluation, LOG_LIKELIHOOD),
                figure(evaluation, ACCURACY));
        for (TrainingListener listener : listeners) {
          goOn &= listener.onEpoch(report) == TrainingListener.Decision.CONTINUE;
        }
      } while (goOn && epoch < hyperparameters.epochs());
      return recommender(epoch);
    }

    private List<List<Playlist>> batches() {
      return hyperparameters
          .batching()
          .batches(playlists, hyperparameters.batchSize(), hyperparameters.unroll(), random);
    }

    private Optional<Evaluation> evaluate(int epoch) {
      return validation.map(
          dataset -> Evaluator.of(LOG_LIKELIHOOD, ACCURACY).evaluate(recommender(epoch), dataset));
    }

    private LstmRecommender recommender(int epoch) {
      return new LstmRecommender(catalogue, network.export(), description(epoch));
    }

    private Map<String, String> description(int epoch) {
      Map<String, String> description = new LinkedHashMap<>(hyperparameters.describe());
      description.put("training.playlists", Integer.toString(playlists.size()));
      description.put("training.transitions", Long.toString(transitions));
      description.put("training.epochs", Integer.toString(epoch));
      description.put("training.device", device);
      return description;
    }

    /** One pass over the playlists; returns the mean loss per transition in nats. */
    private double learn(int epoch) {
      double loss = 0;
      long done = 0;
      for (List<Playlist> batch : batches()) {
        for (List<PackedChunk> step :
            PackedChunk.cut(batch, hyperparameters.unroll(), workers.threads())) {
          int positions = step.stream().mapToInt(PackedChunk::positions).sum();
          double divisor =
              switch (hyperparameters.gradientOf()) {
                case MEAN_OF_TRANSITIONS -> positions;
                case SUM_PER_PLAYLIST -> batch.size();
              };
          done += positions;
          double progress = (epoch - 1 + (double) done / transitions) / hyperparameters.epochs();
          loss += network.learn(step, divisor, epoch - 1, progress);
        }
        for (TrainingListener listener : listeners) {
          listener.onProgress(epoch, done, transitions);
        }
      }
      return loss / transitions;
    }
  }

  private static OptionalDouble figure(Optional<Evaluation> evaluation, Metric metric) {
    return evaluation.stream().mapToDouble(figures -> figures.value(metric.name())).findFirst();
  }

  private static boolean hasTransitions(PlaylistDataset dataset) {
    try (Stream<Playlist> playlists = dataset.playlists()) {
      return playlists.anyMatch(playlist -> playlist.transitions() > 0);
    }
  }
}
