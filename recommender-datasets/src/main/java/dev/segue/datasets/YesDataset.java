package dev.segue.datasets;

import dev.segue.Catalogue;
import dev.segue.DatasetSplit;
import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.datasets.reading.TextLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Reads and writes playlists of American radio stations as <a
 * href="https://www.cs.cornell.edu/~shuochen/lme/data_page.html">published</a> with Latent Markov
 * Embedding (Chen, Moore, Turnbull, Joachims, "Playlist Prediction via Metric Embedding", KDD 2012,
 * <a href="https://doi.org/10.1145/2339530.2339643">doi:10.1145/2339530.2339643</a>), and whatever
 * else is written in that format. May be used by any number of threads; the datasets are immutable.
 *
 * <p>A file of playlists is UTF-8 text. Line 1 holds the ids of all songs, played in this file or
 * not, separated by spaces; line 2 a play count for each, which need not match this file; each
 * other line one playlist: indices into line 1, from 0, separated by spaces. Playlist {@code n} of
 * the dataset, from 0, is line {@code n + 3} of the file, for nothing is left out: a line with one
 * song is a playlist without transitions, and an empty line an empty playlist. An id that would not
 * fit into line 1, because of its white space, is written as a URL (<a
 * href="https://www.rfc-editor.org/rfc/rfc2397">RFC 2397</a>): {@code data:,} and the id in
 * percent-encoded UTF-8, such as {@code data:,Air%09La%20Femme}. So is an id that begins with
 * {@code data:,} itself.
 *
 * <p>Files beside it tell more about the songs; those that are missing are done without:
 *
 * <ul>
 *   <li>{@code song_hash.txt}: a line {@code index<TAB>title<TAB>artist} per song, white space
 *       around a title or artist dropped. The escapes {@code \/}, <code>&amp;amp;</code> and, as in
 *       <code>&amp;#9;</code>, the number of a character in Unicode, are undone.
 *   <li>{@code tags.txt}: a line per song with the numbers of its tags, or {@code #} for none.
 *   <li>{@code tag_hash.txt}: a line {@code index, name} per tag, with the same escapes. Without it
 *       tags are called by their numbers.
 * </ul>
 */
public final class YesDataset {

  static final String TRAINING_FILE = "train.txt";
  static final String VALIDATION_FILE = "valid.txt";
  static final String TEST_FILE = "test.txt";

  private YesDataset() {}

  /**
   * Fetches the published playlists as {@link #download(Path, DownloadListener)} does, and tells
   * nobody how far that is.
   *
   * @param folder where the archive is kept and unpacked; made if it is not there
   * @return {@code folder}
   * @throws FileFormatException if the archive is damaged, or holds what it may not
   * @throws IOException if the archive cannot be fetched, or a file not be read or written
   */
  public static Path download(Path folder) throws IOException {
    return download(folder, (received, total) -> {});
  }

  /**
   * Fetches the published archive of playlists, {@code dataset.tar.gz}, from its author's <a
   * href="https://www.cs.cornell.edu/~shuochen/lme/dataset.tar.gz">page</a>, or if that fails from
   * its <a href="https://csinpi.github.io/lme/dataset.tar.gz">mirror</a>, and unpacks it.
   * Afterwards {@code folder} holds {@code dataset/yes_small}, {@code dataset/yes_big} and {@code
   * dataset/yes_complete}, each with {@code train.txt}, {@code test.txt} and the files that tell
   * about songs. Nothing else in this library connects to anything, and this only when it is
   * called. The data are not ours: they were collected from Yes.com and Last.fm, whom the publisher
   * asks you to contact for any commercial use.
   *
   * <p>The archive stays in the folder, its SHA-256 beside it in {@code dataset.tar.gz.sha256}. If
   * it is there already, put there by an earlier call or by hand, it is only unpacked again. The
   * first archive is trusted: no checksum was published. A later one must be the same until the
   * record is deleted. Files of the same names as those in the archive are replaced, others left
   * alone.
   *
   * <p>An address is given up when it does not connect within 20 seconds, or when five connections
   * broke or fell silent for 30 seconds; then comes the next. What was received stays in {@code
   * dataset.tar.gz.part}, and a later call goes on from there if the server still has the same
   * version. An archive may have at most 256 MiB, 10,000 entries, and 2 GiB or 200 times its own
   * size when unpacked; it may hold only files and folders, none with a name that leads out of
   * {@code folder}. Nothing is put in its place before all of the archive was found to be good.
   *
   * <p>May be called by any number of threads and processes, for one folder by one at a time. A
   * thread that is interrupted ends its download with an {@link java.io.InterruptedIOException} and
   * stays interrupted.
   *
   * @param folder where the archive is kept and unpacked; made if it is not there
   * @param listener is told how far the download is; what it throws ends the download
   * @return {@code folder}
   * @throws FileFormatException if the archive is damaged, or holds what it may not; the message
   *     names the archive and the entry
   * @throws IOException if no address gives the archive, and the message tells what happened at
   *     each; if its checksum is not the recorded one; if another download into the folder is under
   *     way; if a symbolic link is where a file or folder is to be unpacked; or if a file cannot be
   *     read or written
   */
  public static Path download(Path folder, DownloadListener listener) throws IOException {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(listener, "listener");
    YesDownload.PUBLISHED.into(folder, listener);
    return folder;
  }

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
      PlaylistDataset dataset = dataset(lines, YesSongs.catalogue(ids, file));
      checkPlaylists(lines, dataset);
      return dataset;
    }
  }

  /**
   * Reads {@code train.txt}, {@code valid.txt} and {@code test.txt} of one folder. Where there is
   * no {@code valid.txt}, as in the published folders, there are no playlists to validate by.
   *
   * @param folder such as {@code yes_big}
   * @return the three parts, which share one catalogue; there may be no playlists to validate by or
   *     to test with
   * @throws FileFormatException if a file is not what it should be, one of the other two is
   *     missing, or their songs differ; the message names file, line and rule
   * @throws IOException if a file cannot be read
   */
  public static DatasetSplit readSplit(Path folder) throws IOException {
    Objects.requireNonNull(folder, "folder");
    PlaylistDataset training = read(folder.resolve(TRAINING_FILE));
    Catalogue catalogue = training.catalogue();
    Path validation = folder.resolve(VALIDATION_FILE);
    return new DatasetSplit(
        training,
        Files.exists(validation)
            ? readPart(validation, catalogue)
            : PlaylistDataset.of(catalogue, List.of()),
        readPart(folder.resolve(TEST_FILE), catalogue));
  }

  /**
   * Writes playlists, and what is known about their songs beside them. {@link #read} gives the same
   * catalogue and playlists again, but for how many of their songs were given. Whatever is there of
   * {@code file}, {@code song_hash.txt}, {@code tags.txt} and {@code tag_hash.txt} is replaced, or
   * removed if there is nothing to tell, once all is written; so each dataset needs a folder of its
   * own.
   *
   * @param dataset at least one playlist over at least one song; its songs may have any ids,
   *     titles, artists and tags. Line 2 tells how often each song is played in it
   * @param file such as {@code station/all.txt}, in a folder that exists
   * @throws IllegalArgumentException if there is no song or no playlist, an id holds half a
   *     surrogate pair, or {@code file} has the name of one of the other three. Nothing was written
   *     then
   * @throws IOException if a file cannot be written
   */
  public static void write(PlaylistDataset dataset, Path file) throws IOException {
    Objects.requireNonNull(dataset, "dataset");
    Objects.requireNonNull(file, "file");
    YesWriter.write(dataset, file);
  }

  /**
   * Writes {@code train.txt}, {@code valid.txt} and {@code test.txt}, and what is known about the
   * songs beside them, as {@link #write} does. {@link #readSplit} gives the same parts again. If
   * the test part's catalogue goes on after that of the training part, it is the catalogue of all
   * three.
   *
   * @param split the parts; there must be a playlist to learn from
   * @param folder where to; it is made if it is missing
   * @throws IllegalArgumentException if there is no song or no playlist to learn from, or an id
   *     holds half a surrogate pair. Nothing was written then
   * @throws IOException if a file cannot be written
   */
  public static void writeSplit(DatasetSplit split, Path folder) throws IOException {
    Objects.requireNonNull(split, "split");
    Objects.requireNonNull(folder, "folder");
    YesWriter.write(split, folder);
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
    List<String> ids = new ArrayList<>();
    for (String token : line.strip().split("\\s+", -1)) {
      if (!token.isEmpty()) {
        ids.add(songId(lines, token));
      }
    }
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

  private static String songId(TextLines lines, String token) throws FileFormatException {
    try {
      return YesText.id(token);
    } catch (IllegalArgumentException e) {
      throw lines.fault(String.valueOf(e.getMessage()));
    }
  }

  /** A file that ends here may have been cut off; only a part of a split may be empty. */
  private static void checkPlaylists(TextLines lines, PlaylistDataset dataset)
      throws FileFormatException {
    try (Stream<Playlist> playlists = dataset.playlists()) {
      if (playlists.findAny().isEmpty()) {
        throw lines.fault("a playlist was expected, but the file ends here");
      }
    }
  }

  private static PlaylistDataset dataset(TextLines lines, Catalogue catalogue) throws IOException {
    int counts =
        lines.integers(lines.next("a line of play counts"), "play count", Integer.MAX_VALUE).length;
    if (counts != catalogue.size()) {
      throw lines.fault(
          "there must be %d play counts, one per song, was %d".formatted(catalogue.size(), counts));
    }
    List<Playlist> playlists = new ArrayList<>();
    for (String line = lines.next(); line != null; line = lines.next()) {
      playlists.add(Playlist.of(lines.integers(line, "song index", catalogue.size() - 1)));
    }
    return PlaylistDataset.of(catalogue, playlists);
  }
}
