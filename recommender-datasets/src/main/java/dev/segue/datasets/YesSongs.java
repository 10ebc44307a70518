package dev.segue.datasets;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.Song;
import dev.segue.datasets.reading.TextLines;
import dev.segue.quotation.Quotation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Reads the files beside a Yes.com dataset that describe its songs. */
final class YesSongs {

  static final String NAMES_FILE = "song_hash.txt";
  static final String TAGS_FILE = "tags.txt";
  static final String TAG_NAMES_FILE = "tag_hash.txt";

  private record Names(String title, String artist) {
    static final Names UNKNOWN = new Names("", "");
  }

  private YesSongs() {}

  /**
   * Returns the songs of these ids, in this order, with the names and tags from the files beside
   * this one.
   */
  static Catalogue catalogue(List<String> ids, Path file) throws IOException {
    List<Names> names = names(file.resolveSibling(NAMES_FILE), ids.size());
    List<List<String>> songTags =
        songTags(file.resolveSibling(TAGS_FILE), file.resolveSibling(TAG_NAMES_FILE), ids.size());
    return Catalogue.of(
        IntStream.range(0, ids.size())
            .mapToObj(
                song ->
                    new Song(
                        ids.get(song),
                        names.get(song).title(),
                        names.get(song).artist(),
                        songTags.get(song)))
            .toList());
  }

  private static List<Names> names(Path file, int songs) throws IOException {
    if (!Files.exists(file)) {
      return Collections.nCopies(songs, Names.UNKNOWN);
    }
    List<Names> names = new ArrayList<>(songs);
    try (TextLines lines = TextLines.open(file)) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        String[] fields = line.split("\t", -1);
        if (fields.length != 3) {
          throw lines.fault(
              "line must have index, title and artist, but has %d fields".formatted(fields.length));
        }
        checkIndex(lines, fields[0], names.size());
        names.add(new Names(YesText.unescape(fields[1]), YesText.unescape(fields[2])));
      }
    }
    return checkLines(file, names, songs);
  }

  private static List<List<String>> songTags(Path file, Path tagHash, int songs)
      throws IOException {
    if (!Files.exists(file)) {
      return Collections.nCopies(songs, List.of());
    }
    List<List<String>> songTags = new ArrayList<>(songs);
    List<String> names = tagNames(tagHash);
    int max = names.isEmpty() ? Integer.MAX_VALUE : names.size() - 1;
    try (TextLines lines = TextLines.open(file)) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        int[] tags = line.strip().equals("#") ? new int[0] : lines.integers(line, "tag", max);
        songTags.add(
            Arrays.stream(tags)
                .mapToObj(tag -> names.isEmpty() ? Integer.toString(tag) : names.get(tag))
                .toList());
      }
    }
    return checkLines(file, songTags, songs);
  }

  /** Reads the name of each tag; empty if the file is missing. */
  private static List<String> tagNames(Path file) throws IOException {
    List<String> names = new ArrayList<>();
    if (!Files.exists(file)) {
      return names;
    }
    try (TextLines lines = TextLines.open(file)) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        String[] fields = line.split(",", 2);
        if (fields.length != 2) {
          throw lines.fault("index and tag must be separated by a comma");
        }
        checkIndex(lines, fields[0], names.size());
        names.add(YesText.unescape(fields[1]));
      }
    }
    if (names.isEmpty()) {
      throw new FileFormatException(file, "must have at least 1 line, but is empty");
    }
    return names;
  }

  private static void checkIndex(TextLines lines, String field, int expected)
      throws FileFormatException {
    if (!field.strip().equals(Integer.toString(expected))) {
      throw lines.fault("index must be %d, was %s".formatted(expected, Quotation.quote(field)));
    }
  }

  private static <T> List<T> checkLines(Path file, List<T> perSong, int songs)
      throws FileFormatException {
    if (perSong.size() != songs) {
      throw new FileFormatException(
          file, "must have %d lines, one per song, but has %d".formatted(songs, perSong.size()));
    }
    return perSong;
  }
}
