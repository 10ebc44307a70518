package dev.segue.datasets;

import dev.segue.FileFormatException;
import dev.segue.PlaylistDataset;
import dev.segue.datasets.history.CsvHistory;
import dev.segue.datasets.history.LastFmHistory;
import dev.segue.datasets.history.ListenBrainzHistory;
import dev.segue.datasets.history.ListeningHistory;
import dev.segue.datasets.history.SessionRules;
import dev.segue.datasets.history.SpotifyHistory;
import dev.segue.datasets.reading.FileKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The formats of playlists and listening histories that can be read, each with the class that does
 * it. {@link #open} finds out which one a path holds. Immutable; may be used by any number of
 * threads.
 *
 * {@snippet class="dev.segue.samples.javadoc.DatasetExamplesTest" region="open"}
 */
public enum DatasetFormat {
  /** Playlists as indices: {@link YesDataset}. */
  YES(FileKind.YES, false, YesDataset::readWhole),
  /** The Last.fm 1K dataset: {@link LastFmHistory}. */
  LASTFM1K(FileKind.LASTFM1K, false, new Sessions(LastFmHistory::read)),
  /** ListenBrainz exports and dumps: {@link ListenBrainzHistory}. */
  LISTENBRAINZ(FileKind.LISTENBRAINZ, true, new Sessions(ListenBrainzHistory::read)),
  /** Spotify's extended streaming history: {@link SpotifyHistory}. */
  SPOTIFY(FileKind.SPOTIFY, true, new Sessions(SpotifyHistory::read)),
  /** Tables with named columns: {@link CsvHistory}. */
  CSV(FileKind.CSV, true, new Sessions(CsvHistory::read)),
  /** The Million Playlist Dataset: {@link MpdDataset}. */
  MPD(FileKind.MPD, true, MpdDataset::read),
  /** Playlists in M3U: {@link M3uDataset}. */
  M3U(FileKind.M3U, true, M3uDataset::read),
  /** Playlists in XSPF: {@link XspfDataset}. */
  XSPF(FileKind.XSPF, true, XspfDataset::read),
  /** Playlists in JSPF: {@link JspfDataset}. */
  JSPF(FileKind.JSPF, true, JspfDataset::read);

  /** Reads a path of one format. */
  @FunctionalInterface
  private interface Reader {
    PlaylistDataset read(Path path) throws IOException;
  }

  /** Reads a history, not yet cut into sessions. */
  @FunctionalInterface
  private interface HistoryReader {
    ListeningHistory read(Path path) throws IOException;
  }

  /** Cuts a history by the default rules. */
  private record Sessions(HistoryReader reader) implements Reader {
    @Override
    public PlaylistDataset read(Path path) throws IOException {
      return reader.read(path).sessions(SessionRules.ofDefaults());
    }
  }

  private final FileKind kind;
  private final boolean manyFiles;

  @SuppressWarnings("ImmutableEnumChecker") // a reader is a method without state
  private final Reader reader;

  DatasetFormat(FileKind kind, boolean manyFiles, Reader reader) {
    this.kind = kind;
    this.manyFiles = manyFiles;
    this.reader = reader;
  }

  /**
   * Finds out which format a path holds, by the first 64 KB of its files. Of a folder or a zip
   * archive it takes the format of most files, leaving aside hidden files and what is of no format;
   * of files with the same ending it looks into the first few.
   *
   * @param path a file, plain or compressed with gzip, a folder, or a zip archive
   * @return the format
   * @throws FileFormatException if it is of no format, of several alike, or of one of which the
   *     files must be given one by one; the message says what was found
   * @throws java.nio.file.NoSuchFileException if there is no such file or folder
   * @throws IOException if a file cannot be read
   */
  public static DatasetFormat recognise(Path path) throws IOException {
    Objects.requireNonNull(path, "path");
    return FormatRecognition.of(path);
  }

  /**
   * Reads a path of any format; {@code report()} of the dataset says of which.
   *
   * @param path a file, plain or compressed with gzip, a folder, or a zip archive
   * @return the playlists as {@link #read} returns them
   * @throws FileFormatException if the format is not recognised, or a file breaks a rule of it
   * @throws java.nio.file.NoSuchFileException if there is no such file or folder
   * @throws IOException if a file cannot be read
   */
  public static PlaylistDataset open(Path path) throws IOException {
    return recognise(path).read(path);
  }

  /**
   * Reads a path of this format. A listening history becomes the sessions of {@link
   * SessionRules#ofDefaults()}. A folder of the format {@link #YES} is read with all its parts.
   *
   * @param path a file, or a folder or archive where the format's class reads one
   * @return the playlists
   * @throws FileFormatException if a file breaks a rule of the format; the message names file, line
   *     and rule
   * @throws java.nio.file.NoSuchFileException if there is no such file or folder
   * @throws IOException if a file cannot be read
   */
  public PlaylistDataset read(Path path) throws IOException {
    return reader.read(Objects.requireNonNull(path, "path"));
  }

  /**
   * Returns whether the format is that of listening histories, which are cut into sessions.
   *
   * @return whether {@link #read} returns a {@link dev.segue.datasets.history.SessionDataset}
   */
  public boolean isHistory() {
    return reader instanceof Sessions;
  }

  /** Whether it reads the files of a folder or archive as one dataset. */
  boolean readsManyFiles() {
    return manyFiles;
  }

  /** The format of a kind of file; empty if none reads it. */
  static Optional<DatasetFormat> of(FileKind kind) {
    return Arrays.stream(values()).filter(format -> format.kind == kind).findFirst();
  }

  /** Returns the name of the format in lower case, as on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
