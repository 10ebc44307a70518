package dev.segue.commandline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.segue.Song;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads a file with a song a line, by id or name. */
final class SongList {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private SongList() {}

  /**
   * Reads the songs that a model has; it says which ones the model lacks.
   *
   * @param option for which the file is read
   * @throws IllegalArgumentException if the model has none of them, or a name is that of several
   * @throws IOException if the file cannot be read, or is no text
   */
  static List<Song> read(String option, Path file, NamedSongs songs, Progress progress)
      throws IOException {
    List<String> names = names(file);
    List<String> known = names.stream().filter(name -> !songs.named(name).isEmpty()).toList();
    List<String> unknown = names.stream().filter(name -> songs.named(name).isEmpty()).toList();
    if (known.isEmpty()) {
      throw new IllegalArgumentException(
          "%s %s must name a song of the model, but has none in its %d lines"
              .formatted(option, file, names.size()));
    }
    if (!unknown.isEmpty()) {
      progress.line(
          "%s %s: %d of %d songs are none of the model, the first: %s"
              .formatted(option, file, unknown.size(), names.size(), unknown.get(0)));
    }
    return songs.of(known);
  }

  private static List<String> names(Path file) throws IOException {
    try {
      return Files.readString(file, UTF_8)
          .replaceFirst("^" + BYTE_ORDER_MARK, "")
          .lines()
          .filter(line -> !line.isBlank())
          .toList();
    } catch (CharacterCodingException e) {
      throw new FileSystemException(file.toString(), null, "must be text in UTF-8, but is not");
    }
  }
}
