package dev.segue.datasets;

import dev.segue.FileFormatException;
import dev.segue.PlaylistDataset;
import dev.segue.datasets.history.CsvHistory;
import dev.segue.datasets.history.LastFmExport;
import dev.segue.datasets.history.LastFmHistory;
import dev.segue.datasets.history.ListenBrainzHistory;
import dev.segue.datasets.history.ListeningHistory;
import dev.segue.datasets.history.MalojaHistory;
import dev.segue.datasets.history.PanoHistory;
import dev.segue.datasets.history.RockboxHistory;
import dev.segue.datasets.history.SessionRules;
import dev.segue.datasets.history.SpotifyHistory;
import dev.segue.datasets.history.YouTubeHistory;
import dev.segue.datasets.reading.FileKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
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
  YES(false, YesDataset::readWhole),
  /** The Last.fm 1K dataset: {@link LastFmHistory}. */
  LASTFM1K(false, new Sessions(LastFmHistory::read)),
  /** ListenBrainz exports and dumps: {@link ListenBrainzHistory}. */
  LISTENBRAINZ(true, new Sessions(ListenBrainzHistory::read)),
  /** Spotify's streaming history, extended or of the account data: {@link SpotifyHistory}. */
  SPOTIFY(true, new Sessions(DatasetFormat::readSpotify)),
  /** What was heard on YouTube Music, from Google Takeout: {@link YouTubeHistory}. */
  YOUTUBE(true, new Sessions(YouTubeHistory::read)),
  /** Scrobbles as the API of Last.fm has them: {@link LastFmExport}. */
  LASTFM(true, new Sessions(LastFmExport::read)),
  /** Exports of Maloja: {@link MalojaHistory}. */
  MALOJA(true, new Sessions(MalojaHistory::read)),
  /** Logs of Pano Scrobbler: {@link PanoHistory}. */
  PANO(true, new Sessions(PanoHistory::read)),
  /** Scrobbler logs of portable players: {@link RockboxHistory}. */
  ROCKBOX(true, new Sessions(DatasetFormat::readRockbox)),
  /** Tables with named columns: {@link CsvHistory}. */
  CSV(true, new Sessions(CsvHistory::read)),
  /** The Million Playlist Dataset: {@link MpdDataset}. */
  MPD(true, MpdDataset::read),
  /** Playlists in M3U: {@link M3uDataset}. */
  M3U(true, M3uDataset::read),
  /** Playlists in XSPF: {@link XspfDataset}. */
  XSPF(true, XspfDataset::read),
  /** Playlists in JSPF: {@link JspfDataset}. */
  JSPF(true, JspfDataset::read),
  /** Playlists in PLS: {@link PlsDataset}. */
  PLS(true, PlsDataset::read),
  /** Playlists of Windows Media Player: {@link WplDataset}. */
  WPL(true, WplDataset::read),
  /** The playlists of Spotify's account data: {@link SpotifyPlaylists}. */
  SPOTIFY_PLAYLISTS(true, SpotifyPlaylists::read),
  /** Libraries of iTunes and Apple's Music: {@link ITunesLibrary}. */
  ITUNES(true, ITunesLibrary::read);

  /** The share of lines of a history that may be unreadable, unless set. */
  private static final double SKIPPED_LIMIT = 0.001;

  /** Reads a path of one format. */
  @FunctionalInterface
  private interface Reader {
    PlaylistDataset read(Path path) throws IOException;
  }

  /** Reads a history, not yet cut into sessions. */
  @FunctionalInterface
  private interface HistoryReader {
    ListeningHistory read(Path path, double skippedLimit) throws IOException;
  }

  /** Cuts a history by the default rules. */
  private record Sessions(HistoryReader reader) implements Reader {
    @Override
    public PlaylistDataset read(Path path) throws IOException {
      return reader.read(path, SKIPPED_LIMIT).sessions(SessionRules.ofDefaults());
    }
  }

  private final boolean manyFiles;

  @SuppressWarnings("ImmutableEnumChecker") // a reader is a method without state
  private final Reader reader;

  private static ListeningHistory readSpotify(Path path, double skippedLimit) throws IOException {
    return SpotifyHistory.read(path, SpotifyHistory.MIN_PLAYED, false, skippedLimit);
  }

  private static ListeningHistory readRockbox(Path path, double skippedLimit) throws IOException {
    return RockboxHistory.read(path, ZoneOffset.UTC, skippedLimit);
  }

  DatasetFormat(boolean manyFiles, Reader reader) {
    this.manyFiles = manyFiles;
    this.reader = reader;
  }

  /**
   * Finds out which format a path holds, by the first 64 KB of its files. Of a folder or a zip
   * archive it takes the format of most files, leaving aside hidden files and what is of no format;
   * of files with names alike it looks into the first few.
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
   * Reads a listening history, to be cut by rules of your own. Options that only one format has,
   * such as how long a song must have been played, are those of its class.
   *
   * @param path a file, or a folder or archive where the format's class reads one
   * @param skippedLimit the share of lines that may be unreadable, from 0 to 1; 0.001 in {@link
   *     #read}. Up to ten may be, if any may and they are fewer than half
   * @return the history
   * @throws FileFormatException if a file breaks a rule of the format; the message names file, line
   *     and rule
   * @throws java.nio.file.NoSuchFileException if there is no such file or folder
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException if the limit is outside 0 to 1
   * @throws IllegalStateException if the format is that of playlists
   */
  public ListeningHistory readHistory(Path path, double skippedLimit) throws IOException {
    Objects.requireNonNull(path, "path");
    if (reader instanceof Sessions history) {
      return history.reader().read(path, skippedLimit);
    }
    throw new IllegalStateException(
        "readHistory needs the format of a listening history, but %s is one of playlists"
            .formatted(this));
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
    return Arrays.stream(values())
        .filter(format -> format.toString().equals(kind.format()))
        .findFirst();
  }

  /** Returns the name of the format in lower case, with hyphens, as on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
