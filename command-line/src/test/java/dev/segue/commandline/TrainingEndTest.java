package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.EpochReport;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrainingEndTest {

  /** Reports of three epochs at most, with a log-likelihood each. */
  private static List<EpochReport> reports(double... logLikelihoods) {
    return IntStream.range(0, logLikelihoods.length)
        .mapToObj(i -> report(i + 1, OptionalDouble.of(logLikelihoods[i])))
        .toList();
  }

  private static EpochReport report(int epoch, OptionalDouble logLikelihood) {
    return new EpochReport(
        epoch,
        3,
        Duration.ofSeconds(1),
        Duration.ZERO,
        100,
        5,
        logLikelihood,
        OptionalDouble.empty(),
        OptionalDouble.empty());
  }

  private static String end(double... logLikelihoods) {
    return new TrainingEnd(1, reports(logLikelihoods)).toString();
  }

  @Test
  void stoppedEarly() {
    assertThat(end(-5.12345, -5.2))
        .isEqualTo(
            "stopped after epoch 2 of 3, kept epoch 1 (validation log-likelihood -5.1235 nats)");
  }

  @Test
  void bestInTheLastEpoch() {
    assertThat(end(-5.3, -5.2, -5.1))
        .isEqualTo(
            "kept the last epoch, 3 (validation log-likelihood -5.1000 nats): it was still"
                + " improving, more --epochs may be better");
  }

  @Test
  void bestBeforeTheLastEpoch() {
    assertThat(end(-5.3, -5.1, -5.2))
        .isEqualTo(
            "stopped after all 3 epochs, kept epoch 2 (validation log-likelihood -5.1000 nats)");
  }

  @Test
  void equallyGood_isTheFirst() {
    assertThat(end(-5.3, -5.1, -5.1)).contains("kept epoch 2 ");
  }

  @Test
  void withoutValidation() {
    assertThat(new TrainingEnd(1, List.of(report(3, OptionalDouble.empty()))))
        .hasToString("trained epoch 3 of 3, and kept the last: nothing validates");
  }

  /** What was kept may be of the run before. */
  @Test
  void resumed() {
    assertThat(new TrainingEnd(1, reports(-5.1, -5.2).subList(1, 2)))
        .hasToString("stopped after epoch 2 of 3, kept the best");
    assertThat(new TrainingEnd(1, List.of())).hasToString("kept the best epoch of the checkpoint");
  }

  @Test
  void severalNetworks() {
    assertThat(new TrainingEnd(2, reports(-5.3, -5.1, -5.2)))
        .hasToString("stopped after epoch 3 of 3, kept the best of each network");
  }

  @Test
  void train_saysWhatWasKept() {
    assertThat(SmallModel.TRAINING.err())
        .containsPattern("kept (epoch 1|the last epoch, 2) \\(validation log-likelihood -");
  }
}
