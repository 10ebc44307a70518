package dev.segue.datasets;

import dev.segue.FileFormatException;
import dev.segue.PlaylistDataset;
import dev.segue.datasets.reading.ChosenFiles;
import dev.segue.datasets.reading.FileKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Reads playlists in PLS, the format of Winamp and of many radio stations. May be used by any
 * number of threads; the datasets are immutable.
 *
 * {@snippet class="dev.segue.samples.javadoc.DatasetExamplesTest" region="pls"}
 *
 * <p>A file is text. After {@code [playlist]}, which may be missing, each line is a name and a
 * value: {@code File1=LOCATION}, {@code Title1=Artist - Title}, {@code File2=} and so on, in any
 * order and any case; the numbers give the order of the songs. Titles are split at the first {@code
 * " - "}; without one, all of it is the title. The reader ignores {@code Length}, {@code Version},
 * other names, and lines that begin with {@code ;} or {@code #}. If {@code NumberOfEntries} is
 * another number than that of the files, the report says so.
 *
 * <p>The text is UTF-8 if all of it is valid UTF-8, and ISO-8859-1 if not.
 *
 * <p>A song's id is its location as written. Its title and artist are the first ones found.
 */
public final class PlsDataset {

  private PlsDataset() {}

  /**
   * Reads playlists, one per file.
   *
   * @param path one file; a folder or zip archive, of which it reads all files that end in {@code
   *     .pls} and hold a playlist. Each may be compressed with gzip. The files are read in natural
   *     order of their names: {@code list2} before {@code list10}
   * @return an immutable dataset; its catalogue holds the songs in order of first appearance; a
   *     file without songs is an empty playlist
   * @throws FileFormatException if there is no playlist, or a file breaks a rule of the format; the
   *     message names file, line and rule
   * @throws java.nio.file.NoSuchFileException if there is no such file or folder
   * @throws IOException if a file cannot be read
   */
  public static PlaylistDataset read(Path path) throws IOException {
    Objects.requireNonNull(path, "path");
    PlaylistCollector collector = new PlaylistCollector();
    ChosenFiles.readEach(
        path, FileKind.PLS, file -> PlsReader.read(file, collector), collector::warn, ".pls");
    return collector.dataset(path, "pls");
  }
}
