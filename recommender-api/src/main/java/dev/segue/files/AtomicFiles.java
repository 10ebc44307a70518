package dev.segue.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes files under temporary names in the same folders, and renames them once all are complete
 * and on disk. One thread at a time. Several threads may write to one place, each with its own
 * object; the last to replace the file wins, with all that it wrote.
 *
 * <p>Each file is replaced in one step: whoever opens it finds either the old content or the new,
 * even after a power loss. A replaced file keeps its POSIX permissions; a symbolic link stays, and
 * what it names is replaced, or made. If anything fails, nothing is left behind, and an old file is
 * unchanged. A killed process leaves its unfinished file behind; the next write to that place
 * removes it.
 */
public final class AtomicFiles implements AutoCloseable {

  /** As many as Linux follows. */
  private static final int MAX_LINKS = 40;

  private final List<TemporaryFile> temporaries = new ArrayList<>();
  private final List<Closeable> contents = new ArrayList<>();
  private final List<Path> unwanted = new ArrayList<>();

  /** By folder, so that a folder of many files is listed only once. */
  private final Map<Path, Leftovers> leftovers = new HashMap<>();

  /** Starts without files. */
  public AtomicFiles() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {

    /**
     * Writes the whole content.
     *
     * @param out the stream to write to; need not be closed
     * @throws IOException if it cannot be written
     */
    void write(OutputStream out) throws IOException;
  }

  /**
   * Writes one file, whole or not at all.
   *
   * @param file the file to write or replace
   * @param content writes the content
   * @throws NoSuchFileException if its folder does not exist
   * @throws FileSystemException if it is a folder, a device or a pipe
   * @throws IOException if it cannot be written, or {@code content} throws it
   */
  public static void write(Path file, Content content) throws IOException {
    try (AtomicFiles files = new AtomicFiles()) {
      content.write(files.add(file));
      files.replace();
    }
  }

  /**
   * Finds out whether a file can be written, by writing some bytes beside it and removing them: a
   * full disk may still take an empty file.
   *
   * @param file the file, which stays as it is
   * @param bytes how many are written
   * @throws IOException if they cannot be written
   */
  public static void tryToWrite(Path file, int bytes) throws IOException {
    try (AtomicFiles trial = new AtomicFiles()) {
      OutputStream content = trial.add(file);
      content.write(new byte[bytes]);
      content.flush();
    }
  }

  /**
   * Starts a file.
   *
   * @param file the file to write or replace
   * @return the stream to write its content to; buffered, need not be closed
   * @throws NoSuchFileException if its folder does not exist
   * @throws FileSystemException if it is a folder, a device or a pipe
   * @throws IOException if nothing can be written there
   */
  public OutputStream add(Path file) throws IOException {
    Existing.checkNoFolder(file);
    Existing.checkNoDevice(file);
    Path target = target(file);
    Path folder = folder(target);
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(file.toString(), null, "there is no folder " + folder);
    }
    leftovers.computeIfAbsent(folder, Leftovers::in).removeOf(target);
    TemporaryFile temporary = TemporaryFile.create(target);
    temporaries.add(temporary);
    OutputStream content = temporary.content();
    contents.add(content);
    return content;
  }

  /** Follows symbolic links: what they name is replaced, or made if it is not there yet. */
  private static Path target(Path file) throws IOException {
    Path target = file;
    for (int links = 0; Files.isSymbolicLink(target); links++) {
      if (links == MAX_LINKS) {
        throw new FileSystemLoopException(file.toString());
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    return Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
  }

  /**
   * Starts a text file in UTF-8.
   *
   * @param file the file to write or replace
   * @return the writer of its content; buffered, need not be closed
   * @throws NoSuchFileException if its folder does not exist
   * @throws FileSystemException if it is a folder, a device or a pipe
   * @throws IOException if nothing can be written there
   */
  public Writer addText(Path file) throws IOException {
    Writer text = new BufferedWriter(new OutputStreamWriter(add(file), UTF_8));
    contents.add(text);
    return text;
  }

  /**
   * Removes a file when the others are put in place.
   *
   * @param file the file, which need not exist
   */
  public void remove(Path file) {
    unwanted.add(file);
  }

  /**
   * Puts all started files in place, in the order in which they were started. Others may be started
   * afterwards.
   *
   * @throws IOException if that fails; until the first file is in place, no old file is touched
   *     except those to be removed
   */
  public void replace() throws IOException {
    for (Closeable content : contents) {
      content.close();
    }
    for (TemporaryFile temporary : temporaries) {
      temporary.force();
    }
    for (Path file : unwanted) {
      Files.deleteIfExists(file);
    }
    Set<Path> folders = new LinkedHashSet<>();
    for (TemporaryFile temporary : temporaries) {
      temporary.replaceTarget();
      folders.add(folder(temporary.target()));
    }
    close();
    folders.forEach(AtomicFiles::force);
  }

  private static Path folder(Path target) {
    return Objects.requireNonNull(target.getParent(), "only a directory has no parent");
  }

  private static void force(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows cannot open folders; the files themselves are on disk.
    }
  }

  /** Deletes all started files that were not put in place. */
  @Override
  public void close() throws IOException {
    @Nullable IOException failure = null;
    for (TemporaryFile temporary : temporaries) {
      try {
        temporary.close();
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    temporaries.clear();
    contents.clear();
    unwanted.clear();
    if (failure != null) {
      throw failure;
    }
  }
}
