package dev.segue.datasets;

import dev.segue.Catalogue;
import dev.segue.DatasetSplit;
import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.datasets.reading.FileKind;
import dev.segue.datasets.reading.InputFile;
import dev.segue.datasets.reading.TextLines;
import dev.segue.files.Existing;
import dev.segue.quotation.Quotation;
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
 * <a href="https://doi.org/10.1145/2339530.2339643">doi:10.1145/2339530.2339643</a>), and other
 * datasets in that format. May be used by any number of threads; the datasets are immutable.
 *
 * {@snippet class="dev.segue.samples.javadoc.DatasetExamplesTest" region="yes"}
 *
 * <p>A file of playlists is UTF-8 text. Line 1 holds the ids of all songs, played in this file or
 * not, separated by spaces. Line 2 holds a play count for each song, which need not match this
 * file. Each other line is a playlist: indices into line 1, from 0, separated by spaces. Playlist
 * {@code n} of the dataset, from 0, is line {@code n + 3} of the file, because the reader skips no
 * line: a line with one song is a playlist without transitions, and an empty line is an empty
 * playlist. An id with white space, which would not fit into line 1, is written as a URL (<a
 * href="https://www.rfc-editor.org/rfc/rfc2397">RFC 2397</a>): {@code data:,} and the id in
 * percent-encoded UTF-8, such as {@code data:,Air%09La%20Femme}. So is an id that begins with
 * {@code data:,} itself.
 *
 * <p>Optional files beside it describe the songs:
 *
 * <ul>
 *   <li>{@code song_hash.txt}: a line {@code index<TAB>title<TAB>artist} per song; the reader drops
 *       white space around a title or artist, and decodes the escapes {@code \/}, <code>&amp;amp;
 *       </code> and Unicode code points, such as <code>&amp;#9;</code>.
 *   <li>{@code tags.txt}: a line per song with the numbers of its tags, or {@code #} for none.
 *   <li>{@code tag_hash.txt}: a line {@code index, name} per tag, with the same escapes. Without
 *       this file, tags are named by their numbers.
 * </ul>
 */
public final class YesDataset {

  static final String TRAINING_FILE = "train.txt";
  static final String VALIDATION_FILE = "valid.txt";
  static final String TEST_FILE = "test.txt";

  /** The playlists of a folder that has no parts. */
  static final String WHOLE_FILE = "all.txt";

  private YesDataset() {}

  /**
   * Downloads the published playlists like {@link #download(Path, DownloadListener)}, without
   * reporting progress.
   *
   * @param folder where the archive is kept and unpacked; created if missing
   * @return {@code folder}
   * @throws FileFormatException if the archive is damaged, or holds a forbidden entry
   * @throws IOException if the archive cannot be downloaded, or a file cannot be read or written
   */
  public static Path download(Path folder) throws IOException {
    return download(folder, (received, total) -> {});
  }

  /**
   * Downloads the published archive of playlists, {@code dataset.tar.gz}, from its author's <a
   * href="https://www.cs.cornell.edu/~shuochen/lme/dataset.tar.gz">page</a>, or, if that fails,
   * from its <a href="https://csinpi.github.io/lme/dataset.tar.gz">mirror</a>, and unpacks it.
   * Afterwards {@code folder} holds {@code dataset/yes_small}, {@code dataset/yes_big} and {@code
   * dataset/yes_complete}, each with {@code train.txt}, {@code test.txt} and the files that
   * describe the songs. Nothing else in this library opens a network connection, and this method
   * only when it is called. The data are not ours: they were collected from Yes.com and Last.fm,
   * whom the publisher asks you to contact for any commercial use.
   *
   * <p>The archive stays in the folder, with its SHA-256 beside it in {@code
   * dataset.tar.gz.sha256}. If the archive is already there, from an earlier call or put there by
   * hand, it is only unpacked again. This method trusts the first archive, because no checksum was
   * published. A later one must have the recorded checksum until that record is deleted. It
   * replaces files with the names of those in the archive, and leaves others alone.
   *
   * <p>It abandons an address that does not connect within 20 seconds, or after five connections
   * that broke or sent nothing for 30 seconds, and tries the next. The part received stays in
   * {@code dataset.tar.gz.part}, and a later call resumes from there if the server still has the
   * same version. An archive may have at most 256 MiB, 10,000 entries, and 2 GiB or 200 times its
   * own size when unpacked. It may hold only files and folders, none with a name that leads out of
   * {@code folder}. The method checks the whole archive before it moves a file into place.
   *
   * <p>May be called by any number of threads and processes, but only by one at a time for the same
   * folder. An interrupted thread ends its download with an {@link java.io.InterruptedIOException}
   * and stays interrupted.
   *
   * @param folder where the archive is kept and unpacked; created if missing
   * @param listener receives the progress; an exception that it throws ends the download
   * @return {@code folder}
   * @throws FileFormatException if the archive is damaged, or holds a forbidden entry; the message
   *     names the archive and the entry
   * @throws IOException if no address serves the archive (the message says what happened at each);
   *     if its checksum is not the recorded one; if another download into the folder is running; if
   *     a symbolic link is where a file or folder is to be unpacked; or if a file cannot be read or
   *     written
   */
  public static Path download(Path folder, DownloadListener listener) throws IOException {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(listener, "listener");
    YesDownload.PUBLISHED.into(folder, listener);
    return folder;
  }

  /**
   * Reads one file of playlists, and the files beside it that describe its songs.
   *
   * @param file the file of playlists, such as {@code yes_big/train.txt}
   * @return an immutable dataset; its catalogue holds the songs of line 1 in that order
   * @throws FileFormatException if a file breaks a rule of the format; the message names file, line
   *     and rule
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws IOException if a file cannot be read
   */
  public static PlaylistDataset read(Path file) throws IOException {
    Objects.requireNonNull(file, "file");
    try (TextLines lines = open(file)) {
      List<String> ids = songIds(lines);
      PlaylistDataset dataset = dataset(lines, YesSongs.catalogue(ids, file));
      checkPlaylists(lines, dataset);
      return reported(dataset);
    }
  }

  /** Reads a file, or all playlists of a folder, whose parts share one catalogue. */
  static PlaylistDataset readWhole(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return read(path);
    }
    Path training = path.resolve(TRAINING_FILE);
    if (!Files.exists(training)) {
      return read(path.resolve(WHOLE_FILE));
    }
    if (!Files.exists(path.resolve(TEST_FILE))) {
      return read(training);
    }
    DatasetSplit parts = readSplit(path);
    return reported(
        PlaylistDataset.of(
            parts.training().catalogue(),
            Stream.of(parts.training(), parts.validation(), parts.test())
                .flatMap(PlaylistDataset::playlists)
                .toList()));
  }

  private static TextLines open(Path file) throws IOException {
    FileKind.check(InputFile.single(file), FileKind.YES);
    return TextLines.open(file);
  }

  private static PlaylistDataset reported(PlaylistDataset dataset) {
    try (Stream<Playlist> playlists = dataset.playlists()) {
      return ReadPlaylists.of(dataset, "yes", playlists.count());
    }
  }

  /**
   * Reads {@code train.txt}, {@code valid.txt} and {@code test.txt} of one folder. If there is no
   * {@code valid.txt}, as in the published folders, the validation part is empty.
   *
   * @param folder the folder, such as {@code yes_big}
   * @return the three parts, which share one catalogue; the validation and test parts may be empty
   * @throws FileFormatException if a file breaks a rule of the format, or the songs of the files
   *     differ; the message names file, line and rule
   * @throws java.nio.file.NoSuchFileException if there is no such folder, or it lacks the training
   *     or test file
   * @throws IOException if a file cannot be read
   */
  public static DatasetSplit readSplit(Path folder) throws IOException {
    Objects.requireNonNull(folder, "folder");
    Existing.checkFolder(folder);
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
   * Writes playlists, and beside them the names and tags of their songs. {@link #read} returns the
   * same catalogue and playlists, but not how long their contexts are, who listened, and when each
   * song began: this format cannot say so. Existing files {@code file}, {@code song_hash.txt},
   * {@code tags.txt} and {@code tag_hash.txt} are replaced, or removed if they would be empty, once
   * everything is written; so each dataset needs its own folder.
   *
   * @param dataset at least one playlist over at least one song; its songs may have any ids,
   *     titles, artists and tags. Line 2 counts the plays of each song in it
   * @param file the file to write, such as {@code station/all.txt}, in an existing folder
   * @throws IllegalArgumentException if there is no song or no playlist, or {@code file} has the
   *     name of one of the other three. Nothing is written then
   * @throws IOException if a file cannot be written
   */
  public static void write(PlaylistDataset dataset, Path file) throws IOException {
    Objects.requireNonNull(dataset, "dataset");
    Objects.requireNonNull(file, "file");
    YesWriter.write(dataset, file);
  }

  /**
   * Writes {@code train.txt}, {@code valid.txt} and {@code test.txt}, and beside them the names and
   * tags of the songs, like {@link #write}. {@link #readSplit} returns the same parts, except for
   * what this format cannot say. If the test part's catalogue extends that of the training part, it
   * becomes the catalogue of all three.
   *
   * @param split the parts; the training part must hold a playlist
   * @param folder the folder to write to; it is created if missing
   * @throws IllegalArgumentException if there is no song or no training playlist. Nothing is
   *     written then
   * @throws IOException if a file cannot be written
   */
  public static void writeSplit(DatasetSplit split, Path folder) throws IOException {
    Objects.requireNonNull(split, "split");
    Objects.requireNonNull(folder, "folder");
    YesWriter.write(split, folder);
  }

  private static PlaylistDataset readPart(Path file, Catalogue catalogue) throws IOException {
    try (TextLines lines = open(file)) {
      checkSame(lines, songIds(lines), catalogue);
      return dataset(lines, catalogue);
    }
  }

  private static void checkSame(TextLines lines, List<String> ids, Catalogue catalogue)
      throws FileFormatException {
    if (ids.size() != catalogue.size()) {
      throw lines.fault(
          "must hold the %d song ids of train.txt, but holds %d"
              .formatted(catalogue.size(), ids.size()));
    }
    for (int song = 0; song < ids.size(); song++) {
      String expected = catalogue.song(song).id();
      if (!ids.get(song).equals(expected)) {
        throw lines.fault(
            "id of song %d must be %s as in train.txt, was %s"
                .formatted(song, Quotation.quote(expected), Quotation.quote(ids.get(song))));
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
      throw lines.fault("there must be at least 1 song id, but there is none");
    }
    Map<String, Integer> indices = new HashMap<>(2 * ids.size());
    for (int song = 0; song < ids.size(); song++) {
      Integer earlier = indices.put(ids.get(song), song);
      if (earlier != null) {
        throw lines.fault(
            "song ids must differ, but songs %d and %d are both %s"
                .formatted(earlier, song, Quotation.quote(ids.get(song))));
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

  /** Refuses a file that ends here, as it may be cut off; only a part of a split may be empty. */
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
          "there must be %d play counts, one per song, but there are %d"
              .formatted(catalogue.size(), counts));
    }
    List<Playlist> playlists = new ArrayList<>();
    for (String line = lines.next(); line != null; line = lines.next()) {
      playlists.add(Playlist.of(lines.integers(line, "song index", catalogue.size() - 1)));
    }
    return PlaylistDataset.of(catalogue, playlists);
  }
}
