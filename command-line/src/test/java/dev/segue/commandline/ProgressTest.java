package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {

  private final StringWriter err = new StringWriter();

  @Test
  void firstSecond_leavesNothingInALog() {
    try (Progress progress = new Progress(new PrintWriter(err), Terminal.NONE)) {
      progress.start("reading");
      progress.start("training", 10);
      progress.to(5);
    }

    assertThat(err.toString()).isEmpty();
  }

  @Tag("slow")
  @Test
  void afterTheFirstSecond_leavesALineInALog() throws InterruptedException {
    try (Progress progress = new Progress(new PrintWriter(err), Terminal.NONE)) {
      progress.start("training", 10);
      progress.to(5);
      Thread.sleep(1600);
    }

    assertThat(err.toString()).isEqualToIgnoringNewLines("training ... 50%").doesNotContain("\r");
  }

  @Test
  void terminal_showsAtOnceAndClears() {
    try (Progress progress = new Progress(new PrintWriter(err), TerminalTest.of(80))) {
      progress.start("training", 10);
      progress.to(5);
      progress.line("epoch 1");
    }

    assertThat(err.toString())
        .contains("\rtraining", "5/10")
        .endsWith("\repoch 1" + System.lineSeparator());
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 80, 132})
  void bar_fitsTheTerminal(int columns) {
    try (Progress progress = new Progress(new PrintWriter(err), TerminalTest.of(columns))) {
      progress.start("training epoch 1 of 30", 1000);
      progress.to(500);
      progress.start("reading a file whose path is longer than that: " + "x".repeat(200));
    }

    assertThat(err.toString().split("[\r\n]")).allMatch(drawn -> drawn.length() < columns);
  }

  @Test
  void line_isBrokenBetweenWords_onATerminalAlone() {
    String line = "epoch 1 of 2: training loss 5.1234 nats; validation log-likelihood -5.1234 nats";
    try (Progress progress = new Progress(new PrintWriter(err), TerminalTest.of(60))) {
      progress.line(line);
      progress.line("saved plays.segue");
    }
    try (Progress log = new Progress(new PrintWriter(err), Terminal.NONE)) {
      log.line(line);
    }

    assertThat(err.toString().lines())
        .containsExactly(
            "epoch 1 of 2: training loss 5.1234 nats; validation",
            "    log-likelihood -5.1234 nats",
            "saved plays.segue",
            line);
  }
}
