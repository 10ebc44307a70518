package dev.segue.commandline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells whether two paths lead to one place, also where there is nothing yet. */
final class Place {

  private Place() {}

  /**
   * Compares two paths, with links followed.
   *
   * @return whether writing to one changes what is read from the other
   */
  static boolean same(Path one, Path other) throws IOException {
    boolean there = Files.exists(one) && Files.exists(other);
    return there ? Files.isSameFile(one, other) : real(one).equals(real(other));
  }

  /** The same for streams. */
  static boolean sameUnchecked(Path one, Path other) {
    try {
      return same(one, other);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The real path of a file that may be missing: that of its folder, and its name. */
  private static Path real(Path path) throws IOException {
    if (Files.exists(path)) {
      return path.toRealPath();
    }
    Path file = path.toAbsolutePath();
    Path folder = file.getParent();
    return folder == null ? file : real(folder).resolve(file.getFileName()).normalize();
  }
}
