package dev.segue.baselines;

import static dev.segue.evaluation.Metric.accuracyAt;
import static dev.segue.evaluation.Metric.logLikelihood;

import dev.segue.EpochReport;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.TrainingDivergedException;
import dev.segue.TrainingListener;
import dev.segue.TrainingListener.Decision;
import dev.segue.checkpoint.CheckpointFile;
import dev.segue.checkpoint.CheckpointText;
import dev.segue.evaluation.Evaluation;
import dev.segue.evaluation.Evaluator;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the best epoch of a training and reports each epoch to listeners. The best epoch has the
 * highest log-likelihood on the validation playlists; without them, or without probabilities, it is
 * the last one. A training that diverges leaves the best epoch before. One thread at a time.
 */
final class BestEpoch<R extends SequenceRecommender> {

  private static final String BEST = "best";
  private static final Evaluator EVALUATOR = Evaluator.of(logLikelihood(), accuracyAt(10));

  private final int epochs;
  private final String remedy;
  private final long transitions;
  private final Optional<PlaylistDataset> validation;
  private final List<TrainingListener> listeners;
  private int epoch = 1;
  private long start = System.nanoTime();

  /** How many nanoseconds of the epoch under way were trained before, by another process. */
  private long before;

  private long trained;
  private double best = Double.NEGATIVE_INFINITY;
  private boolean stopped;
  private @Nullable R recommender;

  /**
   * Starts a training.
   *
   * @param remedy what to try if it diverges: {@code a smaller learningRate than 0.05}
   */
  BestEpoch(
      int epochs,
      String remedy,
      long transitions,
      Optional<PlaylistDataset> validation,
      List<TrainingListener> listeners) {
    this.epochs = epochs;
    this.remedy = remedy;
    this.transitions = transitions;
    this.validation = validation;
    this.listeners = listeners;
  }

  /**
   * Trains all epochs, and returns the recommender of the best one.
   *
   * @param file keeps how far the training has come, if it is to be kept
   * @throws java.io.UncheckedIOException if the file cannot be read, or not be written at first
   */
  R train(EpochTraining<R> training, Optional<CheckpointFile> file) {
    EpochCheckpoint<R> checkpoint = new EpochCheckpoint<>(file, this, training);
    checkpoint.begin();
    start = System.nanoTime() - before;
    while (hasNextEpoch()) {
      double loss = training.epoch(this::progress, done -> mayGoOn(done, checkpoint));
      requireFinite("the loss", loss);
      training.requireFinite(this);
      if (add(training.recommender(), loss)) {
        training.nextEpoch();
        write(checkpoint, !hasNextEpoch());
      }
    }
    return recommender();
  }

  private boolean mayGoOn(long done, EpochCheckpoint<R> checkpoint) {
    boolean goOn = mayGoOn(done);
    write(checkpoint, !goOn);
    return goOn;
  }

  private void write(EpochCheckpoint<R> checkpoint, boolean last) {
    long time = System.nanoTime();
    checkpoint.during(last);
    start += System.nanoTime() - time; // the epoch does not train meanwhile
  }

  /** Adds what is known of the epochs done to a checkpoint. */
  void write(ModelFile.Builder checkpoint) {
    checkpoint
        .text("epochs_done", Integer.toString(epoch - 1))
        .text("time_spent", Duration.ofNanos(trained).toString())
        .text("time_spent_in_epoch", Duration.ofNanos(System.nanoTime() - start).toString())
        .text("best_log_likelihood", Double.toString(best));
    if (recommender != null) {
      checkpoint.nested(BEST, recommender);
    }
  }

  /** Goes on with a training from what was written of both. */
  void read(ModelFile checkpoint, EpochTraining<R> training) throws IOException {
    int done = (int) CheckpointText.wholeNumber(checkpoint, "epochs_done", epochs);
    epoch = done + 1;
    trained = CheckpointText.duration(checkpoint, "time_spent").toNanos();
    before = CheckpointText.duration(checkpoint, "time_spent_in_epoch").toNanos();
    best = CheckpointText.number(checkpoint, "best_log_likelihood");
    if (done > 0) {
      recommender = training.load(checkpoint.nested(BEST));
    }
    training.read(checkpoint, done);
  }

  /** Returns the fraction of the training done, given the fraction of this epoch done. */
  double progress(double done) {
    return (epoch - 1 + done) / epochs;
  }

  /**
   * Reports the progress within an epoch to the listeners.
   *
   * @return whether the epoch goes on
   */
  boolean mayGoOn(long done) {
    for (TrainingListener listener : listeners) {
      stopped |= listener.onProgress(epoch, done, transitions) == Decision.STOP;
    }
    return !stopped;
  }

  boolean hasNextEpoch() {
    return epoch <= epochs && !stopped;
  }

  R recommender() {
    return Objects.requireNonNull(recommender);
  }

  /**
   * Ends the training if a number is not finite, since no step leads back from it.
   *
   * @param what the number, as a message names it: {@code the loss}
   */
  void requireFinite(String what, double number) {
    if (!Double.isFinite(number)) {
      throw new TrainingDivergedException(
          "training diverged in epoch %d: %s is %s; try %s".formatted(epoch, what, number, remedy),
          Optional.ofNullable(recommender));
    }
  }

  /**
   * Ends the training if one of some numbers is not finite.
   *
   * @param what one of them, as a message names it: {@code a vector}
   */
  void requireFinite(String what, float[] numbers) {
    for (float number : numbers) {
      requireFinite(what, number);
    }
  }

  /**
   * Ends an epoch with the recommender it produced and its training loss, both finite.
   *
   * @return whether the epoch counts; not if it was stopped within
   */
  boolean add(R learnt, double loss) {
    if (stopped) {
      recommender = recommender == null || validation.isEmpty() ? learnt : recommender;
      return false;
    }
    long time = System.nanoTime() - start;
    trained += time;
    Optional<Evaluation> evaluation =
        validation
            .filter(playlists -> learnt.probabilistic())
            .map(playlists -> EVALUATOR.evaluate(learnt, playlists));
    double reached =
        evaluation.map(each -> each.value("log_likelihood")).orElse(Double.POSITIVE_INFINITY);
    if (reached >= best || recommender == null) {
      best = reached;
      recommender = learnt;
    }
    EpochReport report =
        new EpochReport(
            epoch,
            epochs,
            Duration.ofNanos(time),
            Duration.ofNanos(trained / epoch * (epochs - epoch)),
            transitions,
            loss,
            value(evaluation, "log_likelihood"),
            value(evaluation, "accuracy@10"),
            OptionalDouble.empty());
    for (TrainingListener listener : listeners) {
      stopped |= listener.onEpoch(report) == Decision.STOP;
    }
    epoch++;
    start = System.nanoTime();
    return true;
  }

  private static OptionalDouble value(Optional<Evaluation> evaluation, String metric) {
    return evaluation.isPresent()
        ? OptionalDouble.of(evaluation.get().value(metric))
        : OptionalDouble.empty();
  }
}
