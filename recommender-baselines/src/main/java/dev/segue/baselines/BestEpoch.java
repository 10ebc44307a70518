package dev.segue.baselines;

import static dev.segue.evaluation.Metric.accuracyAt;
import static dev.segue.evaluation.Metric.logLikelihood;

import dev.segue.EpochReport;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.TrainingDivergedException;
import dev.segue.TrainingListener;
import dev.segue.TrainingListener.Decision;
import dev.segue.evaluation.Evaluation;
import dev.segue.evaluation.Evaluator;
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

  private static final Evaluator EVALUATOR = Evaluator.of(logLikelihood(), accuracyAt(10));

  private final int epochs;
  private final String remedy;
  private final long transitions;
  private final Optional<PlaylistDataset> validation;
  private final List<TrainingListener> listeners;
  private int epoch = 1;
  private long start = System.nanoTime();
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

  /** Ends an epoch with the recommender it produced and its training loss, both finite. */
  void add(R learnt, double loss) {
    if (stopped) { // within the epoch
      recommender = recommender == null || validation.isEmpty() ? learnt : recommender;
      return;
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
            value(evaluation, "accuracy@10"));
    for (TrainingListener listener : listeners) {
      stopped |= listener.onEpoch(report) == Decision.STOP;
    }
    epoch++;
    start = System.nanoTime();
  }

  private static OptionalDouble value(Optional<Evaluation> evaluation, String metric) {
    return evaluation.isPresent()
        ? OptionalDouble.of(evaluation.get().value(metric))
        : OptionalDouble.empty();
  }
}
