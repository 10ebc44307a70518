package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final StringWriter err = new StringWriter();

  @Test
  void firstSecond_leavesNothingInALog() {
    try (Progress progress = new Progress(new PrintWriter(err), false)) {
      progress.start("reading");
      progress.start("training", 10);
      progress.to(5);
    }

    assertThat(err.toString()).isEmpty();
  }

  @Tag("slow")
  @Test
  void afterTheFirstSecond_leavesALineInALog() throws InterruptedException {
    try (Progress progress = new Progress(new PrintWriter(err), false)) {
      progress.start("training", 10);
      progress.to(5);
      Thread.sleep(1600);
    }

    assertThat(err.toString()).isEqualToIgnoringNewLines("training ... 50%").doesNotContain("\r");
  }

  @Test
  void terminal_showsAtOnceAndClears() {
    try (Progress progress = new Progress(new PrintWriter(err), true)) {
      progress.start("training", 10);
      progress.to(5);
      progress.line("epoch 1");
    }

    assertThat(err.toString())
        .contains("\rtraining", "5/10")
        .endsWith("\repoch 1" + System.lineSeparator());
  }
}
