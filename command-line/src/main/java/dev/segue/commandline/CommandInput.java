package dev.segue.commandline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an option reads: a file, with those beside it that say more of it, or a folder with all that
 * is in it. Immutable.
 */
record CommandInput(String option, Path path) {

  /** Files of format yes that are read with any other one in their folder. */
  private static final List<String> BESIDE = List.of("song_hash.txt", "tags.txt", "tag_hash.txt");

  private static final Pattern OTHER_FORMATS =
      Pattern.compile("(?i)\\.([ct]sv|jsonl?|m3u8?|xspf|jspf|xml|pls|zip|segue)(\\.gz)?$");

  /** Whether this is the file, or the folder, at a path where there is something. */
  boolean is(Path other) throws IOException {
    return Files.exists(path) && Place.same(path, other);
  }

  /** Whether an existing file is read with this one, or is in this folder, by any name. */
  boolean contains(Path file) throws IOException {
    if (!Files.exists(path) || Files.isDirectory(file)) {
      return false;
    }
    return Files.isDirectory(path) ? isInFolder(file) : isBeside(file);
  }

  private boolean isBeside(Path file) throws IOException {
    if (OTHER_FORMATS.matcher(path.toString()).find()) {
      return false;
    }
    for (String name : BESIDE) {
      Path beside = path.resolveSibling(name);
      if (Files.exists(beside) && Place.same(beside, file)) {
        return true;
      }
    }
    return false;
  }

  private boolean isInFolder(Path file) throws IOException {
    if (file.toRealPath().startsWith(path.toRealPath())) {
      return true;
    }
    try (Stream<Path> files = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
      return files.anyMatch(each -> Place.sameUnchecked(each, file));
    } catch (UncheckedIOException e) {
      return false; // what cannot be walked cannot be read either, and its reader says so
    }
  }
}
