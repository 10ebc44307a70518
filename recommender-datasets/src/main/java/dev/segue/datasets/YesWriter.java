package dev.segue.datasets;

import dev.segue.Catalogue;
import dev.segue.DatasetSplit;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.files.AtomicFiles;
import dev.segue.files.Existing;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes datasets in the Yes.com format, with the names and tags of their songs beside them. */
final class YesWriter {

  private static final Set<String> SONG_FILES =
      Set.of(YesSongs.NAMES_FILE, YesSongs.TAGS_FILE, YesSongs.TAG_NAMES_FILE);

  private final Catalogue catalogue;
  private final AtomicFiles files;

  private YesWriter(Catalogue catalogue, AtomicFiles files) {
    this.catalogue = catalogue;
    this.files = files;
  }

  static void write(PlaylistDataset dataset, Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    if (SONG_FILES.contains(name)) {
      throw new IllegalArgumentException(
          "file must not have the name of a file of song data, was " + name);
    }
    checkIds(dataset.catalogue());
    try (AtomicFiles files = new AtomicFiles()) {
      YesWriter writer = new YesWriter(dataset.catalogue(), files);
      writer.writeSongs(file);
      writer.writePlaylists("dataset", dataset, file);
      files.replace();
    }
  }

  static void write(DatasetSplit split, Path folder) throws IOException {
    Catalogue catalogue = longer(split.training().catalogue(), split.test().catalogue());
    checkIds(catalogue);
    Existing.checkNoFile(folder);
    Files.createDirectories(folder);
    Path training = folder.resolve(YesDataset.TRAINING_FILE);
    try (AtomicFiles files = new AtomicFiles()) {
      YesWriter writer = new YesWriter(catalogue, files);
      writer.writeSongs(training);
      writer.writePlaylists("training part", split.training(), training);
      writer.writePart(split.validation(), folder.resolve(YesDataset.VALIDATION_FILE));
      writer.writePart(split.test(), folder.resolve(YesDataset.TEST_FILE));
      files.replace();
    }
  }

  /** Returns the longer catalogue: the test part may append songs that are newer than training. */
  private static Catalogue longer(Catalogue training, Catalogue test) {
    return test.size() > training.size() ? test : training;
  }

  private static void checkIds(Catalogue catalogue) {
    if (catalogue.size() == 0) {
      throw new IllegalArgumentException("dataset must have at least 1 song, but has none");
    }
  }

  private void writePlaylists(String called, PlaylistDataset dataset, Path file)
      throws IOException {
    if (writePart(dataset, file) == 0) {
      throw new IllegalArgumentException(called + " must have at least 1 playlist, but has none");
    }
  }

  /** Writes playlists and returns how many there are. */
  private int writePart(PlaylistDataset dataset, Path file) throws IOException {
    Writer text = files.addText(file);
    for (Song song : catalogue.songs()) {
      text.write(YesText.token(song.id()) + " ");
    }
    text.write("\n");
    for (int count : counts(dataset)) {
      text.write(count + " ");
    }
    text.write("\n");
    int playlists = 0;
    try (Stream<Playlist> stream = dataset.playlists()) {
      for (Iterator<Playlist> each = stream.iterator(); each.hasNext(); playlists++) {
        Playlist playlist = each.next();
        for (int position = 0; position < playlist.size(); position++) {
          text.write(playlist.song(position) + " ");
        }
        text.write("\n");
      }
    }
    return playlists;
  }

  private int[] counts(PlaylistDataset dataset) {
    int[] counts = new int[catalogue.size()];
    try (Stream<Playlist> playlists = dataset.playlists()) {
      playlists.flatMapToInt(Playlist::songs).forEach(song -> counts[song]++);
    }
    return counts;
  }

  /**
   * Writes the names and tags of the songs. Removes files of an earlier dataset if there are none,
   * because a reader would take them for this one's.
   */
  private void writeSongs(Path file) throws IOException {
    Path names = file.resolveSibling(YesSongs.NAMES_FILE);
    if (catalogue.songs().stream().anyMatch(YesWriter::isNamed)) {
      writeNames(files.addText(names));
    } else {
      files.remove(names);
    }
    Path tags = file.resolveSibling(YesSongs.TAGS_FILE);
    Path tagNames = file.resolveSibling(YesSongs.TAG_NAMES_FILE);
    Map<String, Integer> numbers = tagNumbers();
    if (numbers.isEmpty()) {
      files.remove(tags);
      files.remove(tagNames);
    } else {
      writeTags(numbers, files.addText(tags));
      writeTagNames(numbers, files.addText(tagNames));
    }
  }

  private static boolean isNamed(Song song) {
    return !song.title().isEmpty() || !song.artist().isEmpty();
  }

  private void writeNames(Writer text) throws IOException {
    int index = 0;
    for (Song song : catalogue.songs()) {
      text.write(
          index++
              + "\t"
              + YesText.escape(song.title())
              + "\t"
              + YesText.escape(song.artist())
              + "\n");
    }
  }

  /** Numbers the tags in order of first appearance. */
  private Map<String, Integer> tagNumbers() {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    for (Song song : catalogue.songs()) {
      for (String tag : song.tags()) {
        numbers.putIfAbsent(tag, numbers.size());
      }
    }
    return numbers;
  }

  private void writeTags(Map<String, Integer> numbers, Writer text) throws IOException {
    for (Song song : catalogue.songs()) {
      List<String> tags = song.tags();
      text.write(
          tags.isEmpty()
              ? "#\n"
              : tags.stream()
                  .map(tag -> Objects.requireNonNull(numbers.get(tag)).toString())
                  .collect(Collectors.joining(" ", "", "\n")));
    }
  }

  private static void writeTagNames(Map<String, Integer> numbers, Writer text) throws IOException {
    for (Map.Entry<String, Integer> tag : numbers.entrySet()) {
      text.write(tag.getValue() + ", " + YesText.escape(tag.getKey()) + "\n");
    }
  }
}
