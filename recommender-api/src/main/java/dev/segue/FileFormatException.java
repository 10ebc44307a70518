package dev.segue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/** A file does not hold what it should. The message names the file, the place and the rule. */
public class FileFormatException extends IOException {

  private static final long serialVersionUID = 1;

  /**
   * A fault in the file as a whole.
   *
   * @param file the file
   * @param problem what was expected and what was found
   */
  public FileFormatException(Path file, String problem) {
    this(Objects.requireNonNull(file, "file").toString(), problem);
  }

  /**
   * A fault in what is no file of its own, such as bytes in memory.
   *
   * @param name what it is called
   * @param problem what was expected and what was found
   */
  public FileFormatException(String name, String problem) {
    super(Objects.requireNonNull(name, "name") + ": " + problem);
  }

  /**
   * A fault in one line of the file.
   *
   * @param file the file
   * @param line the number of the line, from 1
   * @param problem what was expected and what was found
   */
  public FileFormatException(Path file, long line, String problem) {
    super(Objects.requireNonNull(file, "file") + ":" + line + ": " + problem);
  }
}
