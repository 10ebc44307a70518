package dev.segue.datasets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Text files in UTF-8 that are written under other names in the same folders, and take their places
 * once all of them are whole. One thread at a time.
 */
final class NewFiles implements AutoCloseable {

  /** From the file to what it is called until then. */
  private final Map<Path, Path> temporaries = new LinkedHashMap<>();

  private final List<Writer> writers = new ArrayList<>();
  private final List<Path> unwanted = new ArrayList<>();

  /** Begins a file; what is written to it is closed here. */
  Writer add(Path file) throws IOException {
    // What a symbolic link leads to is replaced, not the link.
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    if (Files.isDirectory(target)) {
      throw new FileSystemException(file.toString(), null, "must be a file, is a directory");
    }
    Path folder = Objects.requireNonNull(target.getParent(), "only a directory has no parent");
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(file.toString(), null, "there is no folder " + folder);
    }
    Path temporary = folder.resolve(".segue-" + UUID.randomUUID() + ".tmp");
    Writer writer =
        new BufferedWriter(
            new OutputStreamWriter(
                Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW), UTF_8));
    writers.add(writer);
    temporaries.put(target, temporary);
    return writer;
  }

  /** Sees to it that there is no such file once the others are in their places. */
  void remove(Path file) {
    unwanted.add(file);
  }

  /** Puts all files in their places, in the order in which they were begun. */
  void replace() throws IOException {
    for (Writer writer : writers) {
      writer.close();
    }
    for (Path file : unwanted) {
      Files.deleteIfExists(file);
    }
    for (Map.Entry<Path, Path> file : temporaries.entrySet()) {
      move(file.getValue(), file.getKey());
    }
  }

  private static void move(Path temporary, Path target) throws IOException {
    try {
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Leaves nothing behind of files that did not take their places. */
  @Override
  public void close() throws IOException {
    for (Writer writer : writers) {
      writer.close();
    }
    for (Path temporary : temporaries.values()) {
      Files.deleteIfExists(temporary);
    }
  }
}
