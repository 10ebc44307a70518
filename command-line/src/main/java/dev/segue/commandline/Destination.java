package dev.segue.commandline;

import dev.segue.files.AtomicFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;

/** Where a command writes: a file, or {@code -} for standard output. */
final class Destination {

  static final String STANDARD_OUTPUT = "-";

  private Destination() {}

  /** Writes text. */
  @FunctionalInterface
  interface Text {
    void write(Writer writer) throws IOException;
  }

  /** Writes a file in UTF-8, whole or not at all, or to standard output, which stays open. */
  static void write(String destination, PrintWriter standardOutput, Text text) throws IOException {
    if (destination.equals(STANDARD_OUTPUT)) {
      text.write(standardOutput);
      standardOutput.flush();
    } else {
      write(Path.of(destination), text);
    }
  }

  /** Writes a file in UTF-8, whole or not at all. */
  static void write(Path file, Text text) throws IOException {
    try (AtomicFiles files = new AtomicFiles()) {
      text.write(files.addText(file));
      files.replace();
    }
  }
}
