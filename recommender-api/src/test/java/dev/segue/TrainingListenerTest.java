package dev.segue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class TrainingListenerTest {

  private static EpochReport report(OptionalDouble logLikelihood, OptionalDouble accuracy) {
    return new EpochReport(
        2,
        20,
        Duration.ofMillis(2500),
        Duration.ofSeconds(45),
        100_000,
        6.54321,
        logLikelihood,
        accuracy,
        OptionalDouble.empty());
  }

  @Test
  void transitionsPerSecond_isTransitionsByTrainingTime() {
    EpochReport report = report(OptionalDouble.empty(), OptionalDouble.empty());
    assertThat(report.transitionsPerSecond()).isEqualTo(40_000);
  }

  @Test
  void transitionsPerSecond_noTime_isFinite() {
    EpochReport report =
        new EpochReport(
            1,
            1,
            Duration.ZERO,
            Duration.ZERO,
            5,
            1,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty());
    assertThat(report.transitionsPerSecond()).isFinite();
  }

  @Test
  void describe_withoutValidation_leavesItOut() {
    assertThat(TrainingListener.describe(report(OptionalDouble.empty(), OptionalDouble.empty())))
        .isEqualTo(
            "epoch 2 of 20: training loss 6.5432 nats; 2.5 s, 40000 transitions/s, 45 s left");
  }

  @Test
  void describe_withValidation_showsIt() {
    assertThat(
            TrainingListener.describe(
                report(OptionalDouble.of(-6.78905), OptionalDouble.of(0.12345))))
        .isEqualTo(
            "epoch 2 of 20: training loss 6.5432 nats;"
                + " validation log-likelihood -6.7891 nats, accuracy@10 0.1235;"
                + " 2.5 s, 40000 transitions/s, 45 s left");
  }

  @Test
  void log_goesOn() {
    assertThat(
            TrainingListener.log().onEpoch(report(OptionalDouble.empty(), OptionalDouble.empty())))
        .isEqualTo(TrainingListener.Decision.CONTINUE);
  }

  @Test
  void log_loggingNotConfigured_printsOneLineAnEpoch() {
    ByteArrayOutputStream console = new ByteArrayOutputStream();
    EpochLog log = new EpochLog(new PrintStream(console, true, UTF_8));
    log.onStart("CPU, 2 threads");
    log.onEpoch(report(OptionalDouble.empty(), OptionalDouble.empty()));
    assertThat(console.toString(UTF_8).lines())
        .containsExactly(
            "INFO dev.segue: training on CPU, 2 threads",
            "INFO dev.segue: epoch 2 of 20: training loss 6.5432 nats;"
                + " 2.5 s, 40000 transitions/s, 45 s left");
  }

  @Test
  void log_loggingConfigured_logs() {
    List<String> messages = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord message) {
            messages.add(message.getLevel() + " " + message.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    ByteArrayOutputStream console = new ByteArrayOutputStream();
    Logger logger = Logger.getLogger("dev.segue");
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    try {
      new EpochLog(new PrintStream(console, true, UTF_8)).onStart("CPU, 2 threads");
    } finally {
      logger.setUseParentHandlers(true);
      logger.removeHandler(handler);
    }
    assertThat(messages).containsExactly("INFO training on CPU, 2 threads");
    assertThat(console.size()).isZero();
  }
}
