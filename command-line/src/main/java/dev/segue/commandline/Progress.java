package dev.segue.commandline;

import dev.segue.quotation.Quotation;
import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;
import org.apache.commons.text.WordUtils;
import org.jspecify.annotations.Nullable;

/**
 * What a command is doing, on standard error: a bar on a terminal; elsewhere a line after the first
 * second, and then whenever there was none for ten seconds.
 */
final class Progress implements AutoCloseable {

  /** Before what is left of a line that is longer than the terminal is wide. */
  private static final String INDENT = "    ";

  private static final int UPDATE_MILLIS = 250;
  private static final Duration FIRST_LINE = Duration.ofSeconds(1);
  private static final Duration NEXT_LINE = Duration.ofSeconds(10);

  /** Takes the bar as it is. */
  private final PrintWriter err;

  private final PrintWriter lines;
  private final Terminal terminal;

  /** In the last column, a bar would go on in the next line. */
  private final int width;

  private @Nullable ProgressBar bar;
  private volatile long nextLine;

  Progress(PrintWriter err, Terminal terminal) {
    this.err = err;
    this.lines = TerminalText.on(err);
    this.terminal = terminal;
    this.width = terminal.columns() - 1;
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
            .setConsumer(new DelegatingProgressBarConsumer(this::show, width));
    if (!terminal.err() || total < 0) {
      builder.setRenderer(
          (state, room) -> terminal.err() ? cut(render(state), room) : render(state));
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
      if (terminal.err()) { // the library's own clearing misses a bar that was short
        show(" ".repeat(width) + "\r");
      }
    }
  }

  @Override
  public void close() {
    end();
  }

  private void show(String text) {
    if (terminal.err()) {
      err.print("\r" + text);
      err.flush();
    } else if (System.nanoTime() - nextLine >= 0) {
      println(text);
    }
  }

  private void println(String text) {
    nextLine = System.nanoTime() + NEXT_LINE.toNanos();
    lines.println(terminal.err() ? wrapped(text) : text);
  }

  /** Breaks a line between words, where a terminal would break it anywhere. */
  private String wrapped(String text) {
    int room = Math.max(1, terminal.columns() - INDENT.length());
    return text.length() <= terminal.columns()
        ? text
        : WordUtils.wrap(text, room, System.lineSeparator() + INDENT, false);
  }

  private static String render(ProgressState state) {
    return state.isIndefinite()
        ? state.getTaskName() + " ..."
        : state.getTaskName() + " ... " + Math.round(100 * state.getNormalizedProgress()) + "%";
  }

  /** What is longer than a line could not be drawn over. */
  private static String cut(String text, int room) {
    return text.length() <= room ? text : text.substring(0, Math.max(0, room));
  }
}
