package dev.segue.dl4j;

import dev.segue.EpochReport;
import dev.segue.TrainingListener;
import dev.segue.TrainingListener.Decision;
import dev.segue.evaluation.Evaluation;
import dev.segue.evaluation.Metric;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reports the progress of a training to its listeners, over all of its networks, and records
 * whether one of them wants to stop. One thread at a time.
 */
final class EpochReports {

  static final Metric LOG_LIKELIHOOD = Metric.logLikelihood();
  static final Metric ACCURACY = Metric.accuracyAt(10);

  private final List<TrainingListener> listeners;
  private final long transitions;
  private final int epochs;
  private int epochsDone;
  private Duration spent = Duration.ZERO;
  private boolean goOn = true;

  /**
   * Creates the reports of a training.
   *
   * @param listeners to call
   * @param transitions how many an epoch has
   * @param epochs the maximum number of epochs, over all networks
   */
  EpochReports(List<TrainingListener> listeners, long transitions, int epochs) {
    this.listeners = listeners;
    this.transitions = transitions;
    this.epochs = epochs;
  }

  void start(String device) {
    listeners.forEach(listener -> listener.onStart(device));
  }

  /** Reports how many transitions of the epoch are done. */
  void progress(long done) {
    for (TrainingListener listener : listeners) {
      goOn &= listener.onProgress(epochsDone + 1, done, transitions) == Decision.CONTINUE;
    }
  }

  /**
   * Reports the end of an epoch.
   *
   * @param training the time of the training
   * @param all the time of training and evaluation together
   * @param loss the mean per transition in nats
   * @param evaluation on the validation data, if there are any
   */
  void epoch(Duration training, Duration all, double loss, Optional<Evaluation> evaluation) {
    epochsDone++;
    spent = spent.plus(all);
    EpochReport report =
        new EpochReport(
            epochsDone,
            epochs,
            training,
            spent.dividedBy(epochsDone).multipliedBy(epochs - epochsDone),
            transitions,
            loss,
            value(evaluation, LOG_LIKELIHOOD),
            value(evaluation, ACCURACY));
    for (TrainingListener listener : listeners) {
      goOn &= listener.onEpoch(report) == Decision.CONTINUE;
    }
  }

  /** Goes on after some epochs of an earlier run. */
  void resume(int done, Duration took) {
    epochsDone = done;
    spent = took;
  }

  int epochsDone() {
    return epochsDone;
  }

  /** How long the epochs done have taken. */
  Duration spent() {
    return spent;
  }

  /** Whether no listener has asked to stop. */
  boolean goOn() {
    return goOn;
  }

  static OptionalDouble value(Optional<Evaluation> evaluation, Metric metric) {
    return evaluation.stream().mapToDouble(figures -> figures.value(metric.name())).findFirst();
  }
}
