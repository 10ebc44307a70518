package dev.segue.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Checks before reading that there is something at a path, and that it is a file or a folder as it
 * should be, so that every reader refuses the wrong path in the same words. May be used by any
 * threads.
 */
public final class Existing {

  private Existing() {}

  /**
   * Throws unless there is a file at a path.
   *
   * @param file the path
   * @throws NoSuchFileException if there is nothing
   * @throws FileSystemException if there is a folder
   */
  public static void checkFile(Path file) throws IOException {
    checkThere(file, "no such file");
    checkNoFolder(file);
  }

  /**
   * Throws unless there is a regular file at a path, whose size is known before it is read.
   *
   * @param file the path
   * @throws NoSuchFileException if there is nothing
   * @throws FileSystemException if there is a folder, a device or a pipe
   */
  public static void checkRegularFile(Path file) throws IOException {
    checkFile(file);
    checkNoDevice(file);
  }

  /**
   * Throws if there is a device or a pipe at the path of a file.
   *
   * @param file the path, where there may be nothing
   * @throws FileSystemException if there is
   */
  static void checkNoDevice(Path file) throws FileSystemException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new FileSystemException(
          file.toString(), null, "must be a file, but is a device or a pipe");
    }
  }

  /**
   * Throws if there is a folder at the path of a file.
   *
   * @param file the path, where there may be nothing
   * @throws FileSystemException if there is a folder
   */
  public static void checkNoFolder(Path file) throws FileSystemException {
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "must be a file, but is a folder");
    }
  }

  /**
   * Throws unless there is a folder at a path.
   *
   * @param folder the path
   * @throws NoSuchFileException if there is nothing
   * @throws FileSystemException if there is a file
   */
  public static void checkFolder(Path folder) throws IOException {
    checkThere(folder, "no such folder");
    checkNoFile(folder);
  }

  /**
   * Throws if there is a file at the path of a folder.
   *
   * @param folder the path, where there may be nothing
   * @throws FileSystemException if there is a file
   */
  public static void checkNoFile(Path folder) throws FileSystemException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new FileSystemException(folder.toString(), null, "must be a folder, but is a file");
    }
  }

  /**
   * Throws unless there is a file or a folder at a path.
   *
   * @param path the path
   * @throws NoSuchFileException if there is nothing
   */
  public static void checkFileOrFolder(Path path) throws NoSuchFileException {
    checkThere(path, "no such file or folder");
  }

  private static void checkThere(Path path, String problem) throws NoSuchFileException {
    if (Files.notExists(path)) {
      throw new NoSuchFileException(path.toString(), null, problem);
    }
  }
}
