package dev.segue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Thrown if the content of a file breaks a rule. The message names the file, the place and the
 * rule. May be passed from thread to thread.
 */
public class FileFormatException extends IOException {

  private static final long serialVersionUID = 1;

  /**
   * Reports a fault in a file as a whole.
   *
   * @param file the file
   * @param problem what was expected and what was found
   */
  public FileFormatException(Path file, String problem) {
    this(Objects.requireNonNull(file, "file").toString(), problem);
  }

  /**
   * Reports a fault in content that is not a file, such as bytes in memory.
   *
   * @param name the name of the content in the message
   * @param problem what was expected and what was found
   */
  public FileFormatException(String name, String problem) {
    super(Objects.requireNonNull(name, "name") + ": " + Objects.requireNonNull(problem, "problem"));
  }

  /**
   * Reports a fault in one line of a file.
   *
   * @param file the file
   * @param line the number of the line, from 1
   * @param problem what was expected and what was found
   */
  public FileFormatException(Path file, long line, String problem) {
    this(Objects.requireNonNull(file, "file") + ":" + line, problem);
  }
}
