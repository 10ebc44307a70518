package dev.segue.commandline;

import dev.segue.files.AtomicFiles;
import dev.segue.files.Existing;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

  /** Finds out that a file cannot be written before work is done whose result it should hold. */
  static void checkWritable(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Existing.checkNoFolder(file);
    if (folder != null && !Files.isDirectory(folder)) {
      throw new NoSuchFileException(file.toString(), null, "there is no folder " + folder);
    }
    if (!Files.isWritable(Files.exists(file) ? file : folder)) {
      throw new FileSystemException(file.toString(), null, "must be writable, but is not");
    }
  }
}
