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
 * Files that are written under other names in the same folders, and take their places once all of
 * them are whole and on disk. One thread at a time; several may write to one place, each with its
 * own object: the last one to replace the file wins, with all that it wrote.
 *
 * <p>Each file is replaced in one step: whoever opens it finds the old content or the new one, and
 * so does a machine that loses power. The POSIX permissions of a file that is replaced are kept; if
 * it is reached by a symbolic link, the link stays. If anything fails, nothing is left behind, and
 * an old file is as it was. A process that is killed leaves its unfinished file behind; the next
 * write to that place removes it.
 */
public final class AtomicFiles implements AutoCloseable {

  private final List<TemporaryFile> temporaries = new ArrayList<>();
  private final List<Closeable> contents = new ArrayList<>();
  private final List<Path> unwanted = new ArrayList<>();

  /** By folder, so that many files in one need not list it many times. */
  private final Map<Path, Leftovers> leftovers = new HashMap<>();

  /** Begins without any file. */
  public AtomicFiles() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {

    /**
     * Writes it all.
     *
     * @param out where to; need not be closed
     * @throws IOException if it cannot be written
     */
    void write(OutputStream out) throws IOException;
  }

  /**
   * Writes one file, whole or not at all.
   *
   * @param file where to; an old file is replaced
   * @param content writes what it is to hold
   * @throws NoSuchFileException if its folder does not exist
   * @throws FileSystemException if it is a directory, a device or a pipe
   * @throws IOException if it cannot be written, or the content says so
   */
  public static void write(Path file, Content content) throws IOException {
    try (AtomicFiles files = new AtomicFiles()) {
      content.write(files.add(file));
      files.replace();
    }
  }

  /**
   * Begins a file.
   *
   * @param file where it is to be
   * @return takes what it is to hold; buffered, and need not be closed
   * @throws NoSuchFileException if its folder does not exist
   * @throws FileSystemException if it is a directory, a device or a pipe
   * @throws IOException if nothing can be written there
   */
  public OutputStream add(Path file) throws IOException {
    // What a symbolic link leads to is replaced, not the link.
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    if (Files.isDirectory(target)) {
      throw new FileSystemException(file.toString(), null, "must be a file, is a directory");
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new FileSystemException(file.toString(), null, "must be a file, is a device or a pipe");
    }
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

  /**
   * Begins a file of text in UTF-8.
   *
   * @param file where it is to be
   * @return takes what it is to hold; buffered, and need not be closed
   * @throws NoSuchFileException if its folder does not exist
   * @throws FileSystemException if it is a directory, a device or a pipe
   * @throws IOException if nothing can be written there
   */
  public Writer addText(Path file) throws IOException {
    Writer text = new BufferedWriter(new OutputStreamWriter(add(file), UTF_8));
    contents.add(text);
    return text;
  }

  /**
   * Sees to it that there is no such file once the others are in their places.
   *
   * @param file which need not exist
   */
  public void remove(Path file) {
    unwanted.add(file);
  }

  /**
   * Puts all files that were begun in their places, in that order. Others may be begun afterwards.
   *
   * @throws IOException if it cannot be done; until the first file is in its place, none of the old
   *     ones is touched but those to be removed
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
      // Windows opens no folders; the files themselves are on disk.
    }
  }

  /** Leaves nothing behind of files that did not take their places. */
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
