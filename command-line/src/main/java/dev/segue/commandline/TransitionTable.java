package dev.segue.commandline;

import dev.segue.evaluation.ScoredTransition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Locale;
import java.util.function.Consumer;

/** A tab-separated table with a line per transition, below a line of column names. */
final class TransitionTable implements Consumer<ScoredTransition> {

  private final Writer writer;

  /**
   * Begins the table.
   *
   * @param writer where it goes; not closed here
   */
  TransitionTable(Writer writer) throws IOException {
    this.writer = writer;
    writer.write("playlist\tposition\ttarget\trank\tlog_probability\n");
  }

  @Override
  public void accept(ScoredTransition transition) {
    try {
      writer.write(
          String.format(
              Locale.ROOT,
              "%d\t%d\t%d\t%s\t%s\n",
              transition.playlist(),
              transition.position(),
              transition.target(),
              transition.rank(),
              transition.logProbability().orElse(Double.NaN)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
