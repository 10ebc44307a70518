package dev.segue;

import dev.segue.quotation.Quotation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Thrown if the content of a file breaks a rule. The message names the file, the place and the
 * rule. What it quotes of the file is shown by characters that a terminal does not obey, and a
 * message that a file makes very long is cut. May be passed from thread to thread.
 */
public class FileFormatException extends IOException {

  private static final long serialVersionUID = 1;

  /** Longer than any sentence of ours, with all that it quotes. */
  private static final int MAX_CHARACTERS = 2_000;

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
    super(
        Quotation.escape(Objects.requireNonNull(name, "name"))
            + ": "
            + Quotation.shorten(Objects.requireNonNull(problem, "problem"), MAX_CHARACTERS));
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
