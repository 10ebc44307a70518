package dev.segue.dl4j;

import dev.segue.Catalogue;
import dev.segue.EpochReport;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.Trainer;
import dev.segue.TrainingListener;
import dev.segue.evaluation.Evaluation;
import dev.segue.evaluation.Evaluator;
import dev.segue.evaluation.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;

/** Trains an {@link LstmRecommender}. Immutable; several threads may train at once. */
final class LstmTrainer implements Trainer<LstmRecommender> {

  private static final Metric LOG_LIKELIHOOD = Metric.logLikelihood();
  private static final Metric ACCURACY = Metric.accuracyAt(10);

  private final Hyperparameters hyperparameters;
  private final List<TrainingListener> listeners;
  private final boolean needsValidation;

  LstmTrainer(
      Hyperparameters hyperparameters, List<TrainingListener> listeners, boolean needsValidation) {
    this.hyperparameters = hyperparameters;
    this.listeners = List.copyOf(listeners);
    this.needsValidation = needsValidation;
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
    if (needsValidation) {
      throw new IllegalStateException("patience needs validation data, were none");
    }
    return train(training, Optional.empty());
  }

  private LstmRecommender train(PlaylistDataset training, Optional<PlaylistDataset> validation) {
    // Said before the natives load, which takes seconds.
    if (!any(training, playlist -> playlist.transitions() > 0)) {
      throw new IllegalArgumentException("training must hold at least 1 transition, was 0");
    }
    Backend.require();
    try (Workers workers = new Workers(hyperparameters.threads())) {
      return new Run(training, validation, workers).train();
    }
  }

  /** One training, of one network or several. */
  private final class Run {

    private final Workers workers;
    private final Catalogue catalogue;
    private final List<Playlist> playlists;
    private final long transitions;
    private final Optional<PlaylistDataset> validation;
    private final int maxEpochs;
    private final int patience;
    private final int batchSize;
    private final SongFeatures features;
    private final Architecture architecture;
    private final String device = Backend.device(hyperparameters.threads());
    private final List<LstmNetwork> networks = new ArrayList<>();
    private final List<String> epochs = new ArrayList<>();
    private int epochsDone;
    private long spentOnEpochs;
    private boolean goOn = true;

    Run(PlaylistDataset training, Optional<PlaylistDataset> validation, Workers workers) {
      this.workers = workers;
      this.catalogue = training.catalogue();
      try (Stream<Playlist> all = training.playlists()) {
        this.playlists = all.filter(playlist -> playlist.transitions() > 0).toList();
      }
      this.transitions = playlists.stream().mapToLong(Playlist::transitions).sum();
      this.validation =
          validation.filter(dataset -> any(dataset, playlist -> playlist.foreseen() > 0));
      this.maxEpochs = hyperparameters.epochs(this.validation.isPresent());
      this.patience =
          this.validation.isPresent()
              ? hyperparameters.patience().orElse(Integer.MAX_VALUE)
              : Integer.MAX_VALUE;
      this.batchSize =
          hyperparameters
              .batchSize()
              .orElseGet(() -> hyperparameters.batching().presetBatchSize(transitions));
      List<float[]> vectors = catalogue.songs().stream().map(LstmTrainer.this::vector).toList();
      int dimensions = vectors.stream().mapToInt(vector -> vector.length).max().orElse(0);
      this.features =
          hyperparameters.songFeatures()
              ? SongFeatures.of(catalogue.songs(), dimensions)
              : SongFeatures.of(List.of(), 0);
      this.architecture = architecture(features.rows(catalogue.songs(), vectors::get));
    }

    private Architecture architecture(List<SongFeatures.Row> rows) {
      return new Architecture(
          catalogue.size(),
          rows,
          features.size(),
          hyperparameters.embeddingSize(),
          Collections.nCopies(hyperparameters.layers(), hyperparameters.hiddenSize()),
          hyperparameters.residual(),
          hyperparameters.tiedEmbeddings(),
          Recency.of(
              hyperparameters.recency(), hyperparameters.artistRecency(), catalogue.size(), rows),
          hyperparameters.sampledSoftmax().orElse(Integer.MAX_VALUE) <= catalogue.size() / 2,
          hyperparameters.regularisation());
    }

    LstmRecommender train() {
      listeners.forEach(listener -> listener.onStart(device));
      for (int i = 0; i < hyperparameters.ensemble() && goOn; i++) {
        networks.add(new Member(hyperparameters.seed() + i).train());
      }
      return recommender(networks, epochs);
    }

    private LstmRecommender recommender(List<LstmNetwork> members, List<String> after) {
      Map<String, String> description = new LinkedHashMap<>(hyperparameters.describe());
      description.put("epochs", Integer.toString(maxEpochs));
      description.put("batch_size", Integer.toString(batchSize));
      description.put("ensemble", Integer.toString(members.size()));
      description.put("training.playlists", Integer.toString(playlists.size()));
      description.put("training.transitions", Long.toString(transitions));
      description.put("training.epochs", String.join(", ", after));
      description.put("training.device", device);
      return new LstmRecommender(catalogue, features, new LstmEnsemble(members), description);
    }

    /** The training of one network from the first weights to the last. */
    private final class Member {

      private final Random random;
      private final TrainingNetwork network;
      private final List<Double> logLikelihoods = new ArrayList<>();

      Member(long seed) {
        random = new Random(seed);
        network =
            new TrainingNetwork(
                architecture,
                hyperparameters.optimiser(),
                hyperparameters.gradientClip(),
                DataType.FLOAT,
                workers,
                architecture.sampled() ? sampler() : null);
        network.initialise(0.1, random);
      }

      private NegativeSampler sampler() {
        return new NegativeSampler(
            playlists, catalogue.size(), hyperparameters.sampledSoftmax().orElseThrow(), random);
      }

      /** Returns the network of the best epoch on the validation data, or without them the last. */
      LstmNetwork train() {
        Optional<LstmNetwork> best = Optional.empty();
        int bestEpoch = 0;
        int epoch = 0;
        do {
          epoch++;
          long start = System.nanoTime();
          double loss = learn(epoch);
          Duration trainingTime = Duration.ofNanos(System.nanoTime() - start);
          Optional<LstmNetwork> now = validation.map(dataset -> network.export());
          Optional<Evaluation> evaluation = now.map(this::evaluate);
          OptionalDouble validated = figure(evaluation, LOG_LIKELIHOOD);
          double logLikelihood = validated.orElse(-loss);
          if (logLikelihoods.stream().allMatch(earlier -> logLikelihood > earlier)) {
            best = now;
            bestEpoch = epoch;
          }
          logLikelihoods.add(logLikelihood);
          report(System.nanoTime() - start, trainingTime, loss, validated, evaluation);
        } while (goOn && epoch < maxEpochs && epoch - bestEpoch < patience);
        epochs.add(Integer.toString(validation.isPresent() ? bestEpoch : epoch));
        return best.orElseGet(network::export);
      }

      private void report(
          long nanos,
          Duration trainingTime,
          double loss,
          OptionalDouble logLikelihood,
          Optional<Evaluation> evaluation) {
        spentOnEpochs += nanos;
        epochsDone++;
        int all = maxEpochs * hyperparameters.ensemble();
        EpochReport report =
            new EpochReport(
                epochsDone,
                all,
                trainingTime,
                Duration.ofNanos(spentOnEpochs / epochsDone * (all - epochsDone)),
                transitions,
                loss,
                logLikelihood,
                figure(evaluation, ACCURACY));
        for (TrainingListener listener : listeners) {
          goOn &= listener.onEpoch(report) == TrainingListener.Decision.CONTINUE;
        }
      }

      private Evaluation evaluate(LstmNetwork now) {
        return Evaluator.of(LOG_LIKELIHOOD, ACCURACY)
            .evaluate(recommender(List.of(now), List.of()), validation.orElseThrow());
      }

      private List<List<Playlist>> batches() {
        return hyperparameters
            .batching()
            .batches(playlists, batchSize, hyperparameters.unroll(), random);
      }

      /** One pass over the playlists; returns the mean loss per transition in nats. */
      private double learn(int epoch) {
        double loss = 0;
        long done = 0;
        for (List<Playlist> batch : batches()) {
          for (List<PackedChunk> step :
              PackedChunk.cut(
                  batch, hyperparameters.unroll(), architecture.recency(), workers.threads())) {
            int positions = step.stream().mapToInt(PackedChunk::positions).sum();
            double divisor =
                switch (hyperparameters.gradientOf()) {
                  case MEAN_OF_TRANSITIONS -> positions;
                  case SUM_PER_PLAYLIST -> batch.size();
                };
            done += positions;
            double progress = (epoch - 1 + (double) done / transitions) / maxEpochs;
            double stepSize = hyperparameters.schedule().factor(progress, logLikelihoods);
            loss += network.learn(step, divisor, epoch - 1, stepSize);
          }
          for (TrainingListener listener : listeners) {
            listener.onProgress(epochsDone + 1, done, transitions);
          }
        }
        return loss / transitions;
      }
    }
  }

  private float[] vector(Song song) {
    Function<Song, float[]> vectors = hyperparameters.songVectors();
    return vectors == null ? new float[0] : vectors.apply(song);
  }

  private static OptionalDouble figure(Optional<Evaluation> evaluation, Metric metric) {
    return evaluation.stream().mapToDouble(figures -> figures.value(metric.name())).findFirst();
  }

  private static boolean any(PlaylistDataset dataset, Predicate<Playlist> fit) {
    try (Stream<Playlist> playlists = dataset.playlists()) {
      return playlists.anyMatch(fit);
    }
  }
}
