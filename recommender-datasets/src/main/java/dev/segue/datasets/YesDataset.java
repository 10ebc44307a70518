package dev.segue.datasets;

import dev.segue.Catalogue;
import dev.segue.DatasetSplit;
import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Reads playlists of American radio stations as <a
 * href="https://www.cs.cornell.edu/~shuochen/lme/data_page.html">published</a> with Latent Markov
 * Embedding (Chen, Moore, Turnbull, Joachims, "Playlist Prediction via Metric Embedding", KDD 2012,
 * <a href="https://doi.org/10.1145/2339530.2339643">doi:10.1145/2339530.2339643</a>), and whatever
 * else is written in that format. May be used by any number of threads; the datasets are immutable.
 *
 * <p>A file of playlists is UTF-8 text. Line 1 holds the ids of all songs, played in this file or
 * not, separated by spaces; line 2 a play count for each, which need not match this file; each
 * other line one playlist: indices into line 1, from 0, separated by spaces. Playlist {@code n} of
 * the dataset, from 0, is line {@code n + 3} of the file, for nothing is left out: a line with one
 * song is a playlist without transitions, and an empty line an empty playlist.
 *
 * <p>Files beside it tell more about the songs; those that are missing are done without:
 *
 * <ul>
 *   <li>{@code song_hash.txt}: a line {@code index<TAB>title<TAB>artist} per song. The escapes that
 *       occur, {@code \/} and <code>&amp;amp;</code>, are undone.
 *   <li>{@code tags.txt}: a line per song with the numbers of its tags, or {@code #} for none.
 *   <li>{@code tag_hash.txt}: a line {@code index, name} per tag. Without it tags are called by
 *       their numbers.
 * </ul>
 */
public final class YesDataset {

  private YesDataset() {}

  /**
   * Reads one file of playlists and what the files beside it tell about its songs.
   *
   * @param file such as {@code yes_big/train.txt}
   * @return an immutable dataset; its catalogue holds the songs of line 1 in their order
   * @throws FileFormatException if a file is not what it should be, or {@code file} is missing; the
   *     message names file, line and rule
   * @throws IOException if a file cannot be read
   */
  public static PlaylistDataset read(Path file) throws IOException {
    Objects.requireNonNull(file, "file");
    try (TextLines lines = TextLines.open(file)) {
      List<String> ids = songIds(lines);
      return dataset(lines, YesSongs.catalogue(ids, file));
    }
  }

  /**
   * Reads {@code train.txt}, {@code valid.txt} and {@code test.txt} of one folder.
   *
   * @param folder such as {@code yes_big}
   * @return the three parts, which share one catalogue
   * @throws FileFormatException if a file is not what it should be, one of the three is missing, or
   *     their songs differ; the message names file, line and rule
   * @throws IOException if a file cannot be read
   */
  public static DatasetSplit readSplit(Path folder) throws IOException {
    Objects.requireNonNull(folder, "folder");
    PlaylistDataset training = read(folder.resolve("train.txt"));
    return new DatasetSplit(
        training,
        readPart(folder.resolve("valid.txt"), training.catalogue()),
        readPart(folder.resolve("test.txt"), training.catalogue()));
  }

  private static PlaylistDataset readPart(Path file, Catalogue catalogue) throws IOException {
    try (TextLines lines = TextLines.open(file)) {
      checkSame(lines, songIds(lines), catalogue);
      return dataset(lines, catalogue);
    }
  }

  private static void checkSame(TextLines lines, List<String> ids, Catalogue catalogue)
      throws FileFormatException {
    if (ids.size() != catalogue.size()) {
      throw lines.fault(
          "must hold the %d song ids of train.txt, was %d".formatted(catalogue.size(), ids.size()));
    }
    for (int song = 0; song < ids.size(); song++) {
      String expected = catalogue.song(song).id();
      if (!ids.get(song).equals(expected)) {
        throw lines.fault(
            "id of song %d must be %s as in train.txt, was %s"
                .formatted(song, TextLines.quote(expected), TextLines.quote(ids.get(song))));
      }
    }
  }

  private static List<String> songIds(TextLines lines) throws IOException {
    String line = lines.next("a line of song ids");
    List<String> ids =
        Stream.of(line.strip().split("\\s+", -1)).filter(id -> !id.isEmpty()).toList();
    if (ids.isEmpty()) {
      throw lines.fault("there must be at least 1 song id, was 0");
    }
    Map<String, Integer> indices = new HashMap<>(2 * ids.size());
    for (int song = 0; song < ids.size(); song++) {
      Integer earlier = indices.put(ids.get(song), song);
      if (earlier != null) {
        throw lines.fault(
            "song ids must differ, but songs %d and %d are both %s"
                .formatted(earlier, song, TextLines.quote(ids.get(song))));
      }
    }
    return ids;
  }

  private static PlaylistDataset dataset(TextLines lines, Catalogue catalogue) throws IOException {
    int counts =
        lines.integers(lines.next("a line of play counts"), "play count", Integer.MAX_VALUE).length;
    if (counts != catalogue.size()) {
      throw lines.fault(
          "there must be %d play counts, one per song, was %d".formatted(catalogue.size(), counts));
    }
    List<Playlist> playlists = new ArrayList<>();
    for (String line = lines.next("a playlist"); line != null; line = lines.next()) {
      playlists.add(Playlist.of(lines.integers(line, "song index", catalogue.size() - 1)));
    }
    return PlaylistDataset.of(catalogue, playlists);
  }
}
