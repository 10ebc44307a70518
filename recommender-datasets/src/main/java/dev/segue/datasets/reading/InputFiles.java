package dev.segue.datasets.reading;

import dev.segue.FileFormatException;
import dev.segue.files.Existing;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The files at a path, to be read one after another. The caller closes them. One thread at a time.
 */
public final class InputFiles implements Iterable<InputFile>, AutoCloseable {

  private static final int MAX_FILES = 1_000_000;
  private static final Pattern NUMBERS = Pattern.compile("[0-9]+");

  private final List<InputFile> files;

  /** Kept open so that Java reads the archive's list of contents once, not for each file in it. */
  private final @Nullable ZipFile archive;

  private InputFiles(List<InputFile> files, @Nullable ZipFile archive) {
    this.files = files;
    this.archive = archive;
  }

  /**
   * Returns the file itself, or the files in a folder or zip archive with one of the endings, in
   * natural order of their names.
   *
   * @param path a file, folder or archive
   * @param endings the endings, such as {@code .m3u}, in lower case
   * @return at least one file
   * @throws FileFormatException if there is none in the folder or archive
   * @throws IOException if there is no such file or folder, or they cannot be read
   */
  public static InputFiles of(Path path, String... endings) throws IOException {
    Existing.checkFileOrFolder(path);
    if (!Files.isDirectory(path) && !InputFile.isZip(path)) {
      return new InputFiles(List.of(new InputFile(path, "")), null);
    }
    InputFiles files = Files.isDirectory(path) ? inFolder(path, endings) : inArchive(path, endings);
    if (files.size() > 0 && files.size() <= MAX_FILES) {
      return files;
    }
    files.close();
    throw new FileFormatException(
        path,
        files.size() == 0
            ? "must hold a file%s, but holds none".formatted(of(endings))
            : "must hold at most %d files, but holds more".formatted(MAX_FILES));
  }

  private static String of(String... endings) {
    return Stream.of(endings).anyMatch(String::isEmpty)
        ? ""
        : " that ends in " + String.join(" or ", endings);
  }

  private static InputFiles inFolder(Path folder, String... endings) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return new InputFiles(
          counted(
              paths
                  .filter(Files::isRegularFile)
                  .filter(path -> InputFile.matches(folder.relativize(path).toString(), endings))
                  .map(path -> new InputFile(path, ""))),
          null);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Returns the files in an archive, possibly none. */
  @SuppressWarnings("resource") // closed with the files that are returned, or here
  static InputFiles inArchive(Path path, String... endings) throws IOException {
    ZipFile archive;
    try {
      archive = new ZipFile(path.toFile());
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      throw damaged(path, e);
    }
    try {
      return new InputFiles(entries(archive, path, endings), archive);
    } catch (IOException | RuntimeException e) {
      archive.close();
      throw e;
    }
  }

  private static List<InputFile> entries(ZipFile archive, Path path, String... endings)
      throws IOException {
    try {
      List<InputFile> files =
          counted(
              archive.stream()
                  .filter(entry -> !entry.isDirectory())
                  .filter(entry -> InputFile.matches(entry.getName(), endings))
                  .map(entry -> new InputFile(path, entry.getName())));
      checkDiffer(files);
      return files;
    } catch (IllegalArgumentException e) {
      throw damaged(path, e);
    }
  }

  private static FileFormatException damaged(Path path, Exception problem) {
    return new FileFormatException(path, "zip archive is damaged: " + InputFile.reason(problem));
  }

  /** Refuses duplicate names: only the first such file could be opened. */
  private static void checkDiffer(List<InputFile> files) throws FileFormatException {
    Set<String> names = new HashSet<>();
    for (InputFile file : files) {
      if (!names.add(file.entry())) {
        throw file.fault("must be in the archive once, but is there again");
      }
    }
  }

  /**
   * Sorts the files in natural order, {@code slice.2} before {@code slice.10}: the same order on
   * Windows, whose paths have backslashes.
   */
  private static List<InputFile> counted(Stream<InputFile> files) {
    return files
        .limit(MAX_FILES + 1L)
        .map(file -> Map.entry(withWideNumbers(file.name().replace('\\', '/')), file))
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .toList();
  }

  private static String withWideNumbers(String name) {
    return NUMBERS
        .matcher(name)
        .replaceAll(digits -> "0".repeat(Math.max(0, 20 - digits.group().length())) + "$0");
  }

  /**
   * Returns the number of files.
   *
   * @return at least 1
   */
  public int size() {
    return files.size();
  }

  @Override
  public Iterator<InputFile> iterator() {
    return files.iterator();
  }

  @Override
  public void close() throws IOException {
    if (archive != null) {
      archive.close();
    }
  }
}
