package dev.segue.datasets.reading;

import dev.segue.FileFormatException;
import dev.segue.quotation.Quotation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The files of one format at a path, to be read one after another. Of a folder or an archive, such
 * as a service sends all that it knows in, files that plainly hold something else are left aside; a
 * damaged file is not. The caller closes them. One thread at a time.
 */
public final class ChosenFiles implements Iterable<InputFile>, AutoCloseable {

  private static final int MAX_NAMED = 5;

  private final InputFiles files;
  private final Map<InputFile, FileKind> chosen = new LinkedHashMap<>();

  /** What the first of those left aside hold, for people. */
  private final List<String> named = new ArrayList<>();

  private int passed;

  private ChosenFiles(InputFiles files) {
    this.files = files;
  }

  /** Reads one file. */
  @FunctionalInterface
  public interface FileReader {

    /**
     * Reads a file whole.
     *
     * @param file the file
     * @throws IOException if it cannot be read
     */
    void read(InputFile file) throws IOException;
  }

  /**
   * Reads each file of one format, in natural order of their names.
   *
   * @param path a file, folder or archive
   * @param expected what the reader reads; kinds of the same format are too
   * @param reader called with each file
   * @param warn called with a sentence if files were left aside because they hold something else
   * @param endings the endings that the names in a folder or archive may have, in lower case
   * @return how many files were read, at least 1
   * @throws FileFormatException if there is none; the message says what the first one holds
   * @throws IOException if there is no such file or folder, or they cannot be read
   */
  public static int readEach(
      Path path, FileKind expected, FileReader reader, Consumer<String> warn, String... endings)
      throws IOException {
    try (ChosenFiles files = of(path, expected, endings)) {
      for (InputFile file : files) {
        reader.read(file);
      }
      files.passedOver().ifPresent(warn);
      return files.size();
    }
  }

  /**
   * Finds the file itself, or the files in a folder or zip archive, by their names and by what they
   * hold, in natural order of their names.
   *
   * @param path a file, folder or archive
   * @param expected what the reader reads; kinds of the same format are too
   * @param endings the endings that the names in a folder or archive may have, in lower case
   * @return at least one file
   * @throws FileFormatException if there is none; the message says what the first one holds
   * @throws IOException if there is no such file or folder, or they cannot be read
   */
  public static ChosenFiles of(Path path, FileKind expected, String... endings) throws IOException {
    ChosenFiles chosen = new ChosenFiles(InputFiles.of(path, endings));
    try {
      chosen.choose(expected);
      return chosen;
    } catch (IOException | RuntimeException e) {
      chosen.close();
      throw e;
    }
  }

  private void choose(FileKind expected) throws IOException {
    for (InputFile file : files) {
      FileHead head = FileHead.of(file);
      FileKind kind = FileKind.of(file, head);
      if (kind.fault(head, expected).isPresent() || saysNothing(kind, head)) {
        passOver(file, kind.describe(head));
      } else {
        chosen.put(file, kind);
      }
    }
    if (chosen.isEmpty()) {
      for (InputFile file : files) {
        FileKind.check(file, expected);
        chosen.put(file, FileKind.of(file));
      }
      passed = 0;
    }
  }

  /** Whether it is whole JSON without any field: if there are others, it is none of the format. */
  private static boolean saysNothing(FileKind kind, FileHead head) {
    JsonFields fields = kind == FileKind.JSON ? JsonFields.of(head.text()) : JsonFields.NONE;
    return fields.whole() && fields.paths().isEmpty();
  }

  private void passOver(InputFile file, String description) {
    passed++;
    if (named.size() < MAX_NAMED) {
      named.add("%s, %s".formatted(Quotation.shorten(file.shortName()), description));
    }
  }

  /**
   * What a file seems to hold.
   *
   * @param file one of these files
   * @return its kind
   */
  public FileKind kind(InputFile file) {
    return chosen.getOrDefault(file, FileKind.TEXT);
  }

  /**
   * Leaves aside files that say no more than others, if there are such others.
   *
   * @param kept the kind of the others
   * @param over the kind that is left aside
   * @return how many files were left aside
   */
  public int prefer(FileKind kept, FileKind over) {
    int all = chosen.size();
    if (chosen.containsValue(kept)) {
      chosen.values().removeIf(each -> each == over);
    }
    return all - chosen.size();
  }

  /**
   * Says which files were left aside because they hold something else.
   *
   * @return a sentence that names the first five, or empty if there were none
   */
  public Optional<String> passedOver() {
    if (passed == 0) {
      return Optional.empty();
    }
    String more = passed > named.size() ? "; and %d more".formatted(passed - named.size()) : "";
    return Optional.of(
        "left aside %d %s: %s"
            .formatted(
                passed,
                passed == 1 ? "file that holds something else" : "files that hold something else",
                String.join("; ", named) + more));
  }

  /**
   * Returns the number of files that were chosen.
   *
   * @return at least 1
   */
  public int size() {
    return chosen.size();
  }

  @Override
  public Iterator<InputFile> iterator() {
    return chosen.keySet().iterator();
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
