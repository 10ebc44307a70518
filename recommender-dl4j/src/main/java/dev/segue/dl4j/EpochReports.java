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
 * whether one of them wants to stop. May be shared by threads; listeners are called by one at a
 * time.
 */
final class EpochReports {

  static final Metric LOG_LIKELIHOOD = Metric.logLikelihood();
  static final Metric ACCURACY = Metric.accuracyAt(10);

  private final List<TrainingListener> listeners;
  private final long transitions;
  private final int epochs;
  private final int atOnce;
  private int epochsDone;
  private Duration spent = Duration.ZERO;
  private boolean goOn = true;

  /** How many transitions the network that will end the next epoch has done, or more. */
  private long furthest;

  /**
   * Creates the reports of a training.
   *
   * @param listeners to call
   * @param transitions how many an epoch has
   * @param epochs the maximum number of epochs, over all networks
   * @param atOnce how many networks are trained at once
   */
  EpochReports(List<TrainingListener> listeners, long transitions, int epochs, int atOnce) {
    this.listeners = listeners;
    this.transitions = transitions;
    this.epochs = epochs;
    this.atOnce = atOnce;
  }

  void start(String device) {
    listeners.forEach(listener -> listener.onStart(device));
  }

  /**
   * Reports the progress of the epoch that ends next.
   *
   * @param done how many transitions of its epoch a network has done
   */
  synchronized void progress(long done) {
    furthest = Math.max(furthest, done);
    for (TrainingListener listener : listeners) {
      goOn &= listener.onProgress(epochsDone + 1, furthest, transitions) == Decision.CONTINUE;
    }
  }

  /**
   * Reports the end of an epoch.
   *
   * @param training the time of the training
   * @param all the time of training and evaluation together, as that of the others that are trained
   *     at once
   * @param loss the mean per transition in nats
   * @param evaluation on the validation data, if there are any
   * @param learningRate at its end
   */
  synchronized void epoch(
      Duration training,
      Duration all,
      double loss,
      Optional<Evaluation> evaluation,
      OptionalDouble learningRate) {
    epochsDone++;
    furthest = 0;
    spent = spent.plus(all);
    EpochReport report =
        new EpochReport(
            epochsDone,
            epochs,
            training,
            spent.dividedBy(epochsDone).multipliedBy(epochs - epochsDone).dividedBy(atOnce),
            transitions,
            loss,
            value(evaluation, LOG_LIKELIHOOD),
            value(evaluation, ACCURACY),
            learningRate);
    for (TrainingListener listener : listeners) {
      goOn &= listener.onEpoch(report) == Decision.CONTINUE;
    }
  }

  /** Goes on after some epochs of an earlier run. */
  synchronized void resume(int done, Duration took) {
    epochsDone = done;
    spent = took;
  }

  synchronized int epochsDone() {
    return epochsDone;
  }

  /** How long the epochs done have taken, summed over the networks. */
  synchronized Duration spent() {
    return spent;
  }

  /** Whether no listener has asked to stop. */
  synchronized boolean goOn() {
    return goOn;
  }

  static OptionalDouble value(Optional<Evaluation> evaluation, Metric metric) {
    return evaluation.stream().mapToDouble(figures -> figures.value(metric.name())).findFirst();
  }
}
