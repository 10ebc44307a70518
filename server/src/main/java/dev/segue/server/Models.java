package dev.segue.server;

import dev.segue.ServingListener;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The model in a file, which may be replaced by a newer one at any time. Any number of threads. */
final class Models {

  private final Path file;
  private final ServingListener listener;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile ServedModel current;

  /** The file that was read last, whether it was a model or not. */
  private @Nullable Version version;

  /** By what a file is told from another at its place. */
  private record Version(FileTime modified, long size, @Nullable Object key) {

    static Version of(Path file) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    }
  }

  /**
   * Reads the model.
   *
   * @param listener counts lists and plays
   */
  Models(Path file, ServingListener listener) throws IOException {
    this.file = file;
    this.listener = listener;
    this.version = Version.of(file);
    this.current = read();
  }

  private ServedModel read() throws IOException {
    return ServedModel.of(ModelFile.read(file), listener);
  }

  ServedModel current() {
    return current;
  }

  /**
   * Reads the file again if it is another one.
   *
   * @return whether there is a newer model
   * @throws IOException if the file cannot be read; the model is then the one before, until the
   *     file changes again
   */
  boolean reload() throws IOException {
    reading.lock();
    try {
      Version now = Version.of(file);
      if (now.equals(version)) {
        return false;
      }
      version = now;
      current = read();
      return true;
    } finally {
      reading.unlock();
    }
  }
}
