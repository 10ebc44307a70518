package dev.segue.datasets;

import dev.segue.FileFormatException;
import dev.segue.PlaylistDataset;
import dev.segue.datasets.reading.ChosenFiles;
import dev.segue.datasets.reading.FileKind;
import dev.segue.datasets.reading.JsonInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Reads and writes playlists in <a href="https://www.xspf.org/jspf">JSPF</a>, which is XSPF in
 * JSON, as ListenBrainz and others export it. May be used by any number of threads; the datasets
 * are immutable.
 *
 * {@snippet class="dev.segue.samples.javadoc.DatasetExamplesTest" region="jspf"}
 *
 * <p>A file is JSON (UTF-8): an object with a {@code playlist}, which is an object whose {@code
 * track} is an array of objects. The answers of ListenBrainz, whose {@code playlists} are an array
 * of such objects, an array of them, one after another (as a line each), and a playlist without an
 * object around it are read too. A track may have a {@code title}, a {@code creator}, and a {@code
 * location} and {@code identifier}, each a string or an array of strings. The reader ignores
 * anything else, and leaves out and counts tracks with none of these, or a creator alone.
 *
 * <p>A song's id is the first identifier; if there is none, the first location, whose forms {@link
 * M3uDataset} tells apart; if there is none either, the creator and the title, separated by a tab.
 * The reader drops white space around texts. A song's title and artist are the first ones found.
 */
public final class JspfDataset {

  private JspfDataset() {}

  /**
   * Reads playlists, one or more per file.
   *
   * @param path one file; a folder whose files that end in {@code .jspf} or {@code .json}, those of
   *     its subfolders included, are playlists; or a zip archive of such files. Each may be
   *     compressed with gzip. The files are read in natural order of their names: {@code list2}
   *     before {@code list10}
   * @return an immutable dataset; its catalogue holds the songs in order of first appearance; a
   *     file without tracks is an empty playlist
   * @throws FileFormatException if there is no playlist, or a file breaks a rule of the format; the
   *     message names file, line and rule
   * @throws java.nio.file.NoSuchFileException if there is no such file or folder
   * @throws IOException if a file cannot be read
   */
  public static PlaylistDataset read(Path path) throws IOException {
    Objects.requireNonNull(path, "path");
    PlaylistCollector collector = new PlaylistCollector();
    ChosenFiles.readEach(
        path,
        FileKind.JSPF,
        file -> {
          collector.begin(file);
          try (JsonInput json = JsonInput.open(file)) {
            new JspfReader(json, collector).read();
          }
        },
        collector::warn,
        ".jspf",
        ".json");
    return collector.dataset(path, "jspf");
  }

  /**
   * Writes each playlist to a file of its own: {@code playlist-000001.jspf} and so on. Reading the
   * files back gives the same song ids in the same order, but not who listened, nor when each song
   * began: this format cannot say so. A song whose id is a path or an address has it as its
   * location too, so that players find it.
   *
   * @param dataset the playlists
   * @param folder the folder to write to; it is created if missing, and must hold no JSPF files
   * @throws IllegalArgumentException if a song of the catalogue has an id with white space around
   *     it or control characters, or of more than 100,000 characters. Nothing is written then
   * @throws java.nio.file.FileAlreadyExistsException if the folder holds such a file
   * @throws IOException if a file cannot be written; the files already there are complete
   */
  public static void write(PlaylistDataset dataset, Path folder) throws IOException {
    Objects.requireNonNull(dataset, "dataset");
    Objects.requireNonNull(folder, "folder");
    TrackWriter.JSPF.write(dataset, folder);
  }
}
