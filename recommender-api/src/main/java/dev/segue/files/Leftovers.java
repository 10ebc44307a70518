package dev.segue.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Temporary files that killed processes may have left in a folder. Never throws, since writing
 * works even if they cannot be removed. Immutable.
 */
record Leftovers(List<Path> files) {

  static Leftovers in(Path folder) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, TemporaryFile.NAMES)) {
      found.forEach(files::add);
    } catch (IOException | DirectoryIteratorException e) {
      // A folder may be writable but not listable.
    }
    return new Leftovers(List.copyOf(files));
  }

  /** Removes the leftovers of a target. */
  void removeOf(Path target) {
    for (Path file : files) {
      if (TemporaryFile.isLeftover(file, target)
          && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        removeUnlessLocked(file);
      }
    }
  }

  /** Keeps a file that another process still writes, since that holds the lock. */
  private static void removeUnlessLocked(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = TemporaryFile.tryLock(channel)) {
      if (lock != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UnsupportedOperationException | OverlappingFileLockException e) {
      // Another thread writes it, or locks or rights are missing: keep it.
    }
  }
}
