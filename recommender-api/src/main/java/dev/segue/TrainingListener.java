package dev.segue;

import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Follows a training run. Called on the training thread, or on those that train several networks at
 * once, by one thread at a time; what it throws ends the training and reaches the caller of {@code
 * train}.
 *
 * {@snippet class="dev.segue.samples.javadoc.RecommenderExamplesTest" region="trainingListener"}
 */
@FunctionalInterface
public interface TrainingListener {

  /** Whether to continue the training. */
  enum Decision {
    /** Go on training. */
    CONTINUE,
    /**
     * Stop and keep what has been learnt so far: the best epoch if epochs are validated, otherwise
     * everything.
     */
    STOP
  }

  /**
   * Called after each epoch and its validation.
   *
   * @param report the result of the epoch
   * @return whether to continue
   */
  Decision onEpoch(EpochReport report);

  /**
   * Called once with the device that trains, before the first epoch.
   *
   * @param device the processor in one line, and any hint to make it faster: {@code CPU, OpenBLAS
   *     SkylakeX, 2 threads}, or {@code GPU 0, NVIDIA A10, compute capability 8.6}
   */
  default void onStart(String device) {}

  /**
   * Called several times an epoch with its progress.
   *
   * @param epoch the number of the epoch, from 1
   * @param done how many of its transitions have been trained on
   * @param total how many transitions an epoch has
   * @return whether to continue; {@link Decision#STOP} ends the training within the epoch, which is
   *     neither validated nor reported
   */
  default Decision onProgress(int epoch, long done, long total) {
    return Decision.CONTINUE;
  }

  /**
   * Logs the device and one line per epoch to the {@link System.Logger} {@code dev.segue} at level
   * INFO. If nobody has configured the JDK's logging, which would print two lines for each, it
   * prints the lines to {@link System#err} itself.
   *
   * @return the listener
   */
  static TrainingListener log() {
    return new EpochLog(System.err);
  }

  /**
   * Describes an epoch in one line, as {@link #log} writes it.
   *
   * @param report the result of the epoch
   * @return the line, without a line break
   */
  static String describe(EpochReport report) {
    Objects.requireNonNull(report, "report");
    Stream<String> parts =
        Stream.of(
            String.format(
                Locale.ROOT,
                "epoch %d of %d: training loss %.4f nats",
                report.epoch(),
                report.epochs(),
                report.trainingLoss()),
            report.validationLogLikelihood().isPresent()
                ? String.format(
                    Locale.ROOT,
                    "validation log-likelihood %.4f nats, accuracy@10 %.4f",
                    report.validationLogLikelihood().getAsDouble(),
                    report.validationAccuracyAt10().orElse(Double.NaN))
                : "",
            String.format(
                Locale.ROOT,
                "%.1f s, %.0f transitions/s, %d s left",
                report.trainingTime().toNanos() * 1e-9,
                report.transitionsPerSecond(),
                report.timeLeft().toSeconds()));
    return parts.filter(part -> !part.isEmpty()).collect(Collectors.joining("; "));
  }
}
