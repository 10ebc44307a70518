package dev.segue.baselines;

import static dev.segue.evaluation.Metric.accuracyAt;
import static dev.segue.evaluation.Metric.logLikelihood;

import dev.segue.EpochReport;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.TrainingListener;
import dev.segue.TrainingListener.Decision;
import dev.segue.evaluation.Evaluation;
import dev.segue.evaluation.Evaluator;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The best epoch of a training: by the log-likelihood of validation playlists, and the last one
 * without them, or where there are no probabilities. Tells a listener of each. One thread at a
 * time.
 */
final class BestEpoch<R extends SequenceRecommender> {

  private static final Evaluator EVALUATOR = Evaluator.of(logLikelihood(), accuracyAt(10));

  private final int epochs;
  private final long transitions;
  private final Optional<PlaylistDataset> validation;
  private final TrainingListener listener;
  private int epoch = 1;
  private long start = System.nanoTime();
  private long trained;
  private double best = Double.NEGATIVE_INFINITY;
  private boolean stopped;
  private @Nullable R recommender;

  BestEpoch(
      int epochs,
      long transitions,
      Optional<PlaylistDataset> validation,
      TrainingListener listener) {
    this.epochs = epochs;
    this.transitions = transitions;
    this.validation = validation;
    this.listener = listener;
  }

  /** The share of the training that is done with a share of this epoch. */
  double progress(double done) {
    return (epoch - 1 + done) / epochs;
  }

  void onProgress(long done) {
    listener.onProgress(epoch, done, transitions);
  }

  boolean goesOn() {
    return epoch <= epochs && !stopped;
  }

  R recommender() {
    return Objects.requireNonNull(recommender);
  }

  /** Ends an epoch with what it has learnt. */
  void add(R learnt, double loss) {
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
    stopped =
        listener.onEpoch(
                new EpochReport(
                    epoch,
                    epochs,
                    Duration.ofNanos(time),
                    Duration.ofNanos(trained / epoch * (epochs - epoch)),
                    transitions,
                    loss,
                    value(evaluation, "log_likelihood"),
                    value(evaluation, "accuracy@10")))
            == Decision.STOP;
    epoch++;
    start = System.nanoTime();
  }

  private static OptionalDouble value(Optional<Evaluation> evaluation, String metric) {
    return evaluation.isPresent()
        ? OptionalDouble.of(evaluation.get().value(metric))
        : OptionalDouble.empty();
  }
}
