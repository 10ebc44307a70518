package dev.segue.datasets;

import dev.segue.FileFormatException;
import dev.segue.PlaylistDataset;
import dev.segue.datasets.reading.ChosenFiles;
import dev.segue.datasets.reading.FileKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Reads the playlists of a library of iTunes, or of Apple's Music, that was <a
 * href="https://support.apple.com/guide/music/mus27cd5060e/mac">exported</a>: {@code Library.xml},
 * {@code iTunes Music Library.xml}, or a single playlist. May be used by any number of threads; the
 * datasets are immutable.
 *
 * {@snippet class="dev.segue.samples.javadoc.DatasetExamplesTest" region="itunes"}
 *
 * <p>A file is a property list in XML. The reader takes of each of its {@code Tracks} the {@code
 * Persistent ID}, {@code Name}, {@code Artist} and {@code Location}, and of each of its {@code
 * Playlists} the {@code Playlist Items}, in their order. It leaves out podcasts and videos, and the
 * playlists that nobody has put together: the library itself ({@code Master}), smart ones, folders,
 * and those that the program makes ({@code Distinguished Kind}, {@code Music}, …); the report
 * counts them. It ignores the rest. Nothing that the document type names is read.
 *
 * <p>A song's id is its {@code Persistent ID}; if there is none, its location; if there is none
 * either, artist and title, separated by a tab.
 */
public final class ITunesLibrary {

  private ITunesLibrary() {}

  /**
   * Reads the playlists of libraries.
   *
   * @param path one file; a folder or zip archive, of which it reads all libraries that end in
   *     {@code .xml}. Each may be compressed with gzip
   * @return an immutable dataset; its catalogue holds the songs of the playlists in order of first
   *     appearance
   * @throws FileFormatException if there is no song in a playlist, or a file breaks a rule of the
   *     format; the message names file, line and rule
   * @throws java.nio.file.NoSuchFileException if there is no such file or folder
   * @throws IOException if a file cannot be read
   */
  public static PlaylistDataset read(Path path) throws IOException {
    Objects.requireNonNull(path, "path");
    PlaylistCollector collector = new PlaylistCollector();
    ChosenFiles.readEach(
        path,
        FileKind.ITUNES,
        file -> new ITunesReader(file, collector).read(),
        collector::warn,
        ".xml");
    return collector.dataset(path, "itunes");
  }
}
