package dev.segue.commandline;

import dev.segue.evaluation.ScoredTransition;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/** A tab-separated file with a line per transition, below a line of column names. */
final class TransitionFile implements Consumer<ScoredTransition>, Closeable {

  private final Writer writer;

  TransitionFile(Path file) throws IOException {
    writer = Files.newBufferedWriter(file);
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

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
