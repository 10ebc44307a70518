package dev.segue.commandline;

import dev.segue.quotation.Quotation;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;
import org.jspecify.annotations.Nullable;

/**
 * What a command is doing, on standard error: a bar on a terminal; elsewhere a line after the first
 * second, and then whenever there was none for ten seconds.
 */
final class Progress implements AutoCloseable {

  private static final int WIDTH = 79;
  private static final int UPDATE_MILLIS = 250;
  private static final Duration FIRST_LINE = Duration.ofSeconds(1);
  private static final Duration NEXT_LINE = Duration.ofSeconds(10);

  /** Takes the bar as it is. */
  private final PrintWriter err;

  private final PrintWriter lines;
  private final boolean terminal;
  private @Nullable ProgressBar bar;
  private volatile long nextLine;

  Progress(PrintWriter err, boolean terminal) {
    this.err = err;
    this.lines = TerminalText.on(err);
    this.terminal = terminal;
    this.nextLine = System.nanoTime() + FIRST_LINE.toNanos();
  }

  /** Begins a task of unknown length. */
  void start(String task) {
    start(task, -1);
  }

  /** Begins a task; the one before is over. */
  void start(String task, long total) {
    end();
    ProgressBarBuilder builder =
        ProgressBar.builder()
            .setTaskName(Quotation.escape(task))
            .setInitialMax(total)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(UPDATE_MILLIS)
            .continuousUpdate()
            .setConsumer(new DelegatingProgressBarConsumer(this::show, WIDTH));
    if (!terminal || total < 0) {
      builder.setRenderer(Progress::render);
    }
    bar = builder.build();
  }

  /** Tells how much of the task is done. */
  void to(long done) {
    if (bar != null) {
      bar.stepTo(done);
    }
  }

  /** Ends the task and writes a line. */
  void line(String text) {
    end();
    println(text);
  }

  /** Ends the task. */
  void end() {
    if (bar != null) {
      bar.close();
      bar = null;
      if (terminal) { // the library's own clearing misses a bar that was short
        show(" ".repeat(WIDTH) + "\r");
      }
    }
  }

  @Override
  public void close() {
    end();
  }

  private void show(String text) {
    if (terminal) {
      err.print("\r" + text);
      err.flush();
    } else if (System.nanoTime() - nextLine >= 0) {
      println(text);
    }
  }

  private void println(String text) {
    nextLine = System.nanoTime() + NEXT_LINE.toNanos();
    lines.println(text);
  }

  private static String render(ProgressState state, int width) {
    return state.isIndefinite()
        ? state.getTaskName() + " ..."
        : state.getTaskName() + " ... " + Math.round(100 * state.getNormalizedProgress()) + "%";
  }

  /** Java only knows whether input and output are both terminals; the shell's test knows more. */
  static boolean errIsTerminal() {
    try {
      return new ProcessBuilder("test", "-t", "2").inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false; // no such program here
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
