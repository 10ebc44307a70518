package dev.segue.datasets;

import dev.segue.FileFormatException;
import dev.segue.PlaylistDataset;
import dev.segue.datasets.reading.ChosenFiles;
import dev.segue.datasets.reading.FileKind;
import dev.segue.datasets.reading.XmlInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Reads and writes playlists in <a href="https://www.xspf.org/spec">XSPF</a> (version 1), which
 * many players write. May be used by any number of threads; the datasets are immutable.
 *
 * {@snippet class="dev.segue.samples.javadoc.DatasetExamplesTest" region="xspf"}
 *
 * <p>A file is XML in UTF-8, UTF-16 with a byte-order mark, US-ASCII, ISO-8859-1 or windows-1252,
 * of at most 67,108,864 characters. Its {@code playlist} has a {@code trackList} of {@code track}s,
 * which may have a {@code title}, a {@code creator}, and any number of {@code location}s and {@code
 * identifier}s. Names are in the namespace {@code http://xspf.org/ns/0/}, with or without the last
 * slash, or in none. The reader ignores anything else, and leaves out and counts tracks without any
 * of these, but refuses a document type ({@code DOCTYPE}), and with it every entity that the file
 * declares.
 *
 * <p>A song's id is the first identifier; if there is none, the first location, whose forms {@link
 * M3uDataset} tells apart; if there is none either, the creator and the title, separated by a tab.
 * The reader drops white space around texts. A song's title and artist are the first ones found.
 */
public final class XspfDataset {

  private static final String NAMESPACE = "http://xspf.org/ns/0/";

  private XspfDataset() {}

  /**
   * Reads playlists, one per file.
   *
   * @param path one file; a folder whose files that end in {@code .xspf}, those of its subfolders
   *     included, are playlists; or a zip archive of such files. Each may be compressed with gzip.
   *     The files are read in natural order of their names: {@code list2} before {@code list10}
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
        FileKind.XSPF,
        file -> {
          collector.begin(file);
          try (XmlInput xml = XmlInput.open(file, NAMESPACE, "playlist")) {
            addPlaylist(xml, collector);
          }
        },
        collector::warn,
        ".xspf");
    return collector.dataset(path, "xspf");
  }

  /**
   * Writes each playlist to a file of its own: {@code playlist-000001.xspf} and so on. Reading the
   * files back gives the same song ids in the same order, but not who listened, nor when each song
   * began: this format cannot say so. A song whose id is a path or an address has it as its
   * location too, so that players find it.
   *
   * @param dataset the playlists
   * @param folder the folder to write to; it is created if missing, and must hold no XSPF files
   * @throws IllegalArgumentException if a song of the catalogue has an id with white space around
   *     it or control characters, or of more than 100,000 characters. Nothing is written then
   * @throws java.nio.file.FileAlreadyExistsException if the folder holds such a file
   * @throws IOException if a file cannot be written; the files already there are complete
   */
  public static void write(PlaylistDataset dataset, Path folder) throws IOException {
    Objects.requireNonNull(dataset, "dataset");
    Objects.requireNonNull(folder, "folder");
    TrackWriter.XSPF.write(dataset, folder);
  }

  private static void addPlaylist(XmlInput xml, PlaylistCollector collector) throws IOException {
    boolean tracks = false;
    while (xml.nextChild()) {
      if (!xml.name().equals("trackList")) {
        xml.skip();
      } else if (tracks) {
        throw xml.fault("must have one <trackList>, but has another");
      } else {
        tracks = true;
        addTracks(xml, collector);
      }
    }
    if (!tracks) {
      throw xml.fault("must have a <trackList>");
    }
    xml.end();
    collector.endPlaylist();
  }

  private static void addTracks(XmlInput xml, PlaylistCollector collector) throws IOException {
    while (xml.nextChild()) {
      if (xml.name().equals("track")) {
        addTrack(xml, collector);
        xml.lastComplete("track " + collector.size());
      } else {
        xml.skip();
      }
    }
  }

  private static void addTrack(XmlInput xml, PlaylistCollector collector) throws IOException {
    XspfTrack track = XspfTrack.UNKNOWN;
    while (xml.nextChild()) {
      switch (xml.name()) {
        case "identifier" -> track = track.withIdentifier(xml.text());
        case "location" -> track = track.withLocation(xml.text());
        case "title" -> track = track.withTitle(xml.text());
        case "creator" -> track = track.withCreator(xml.text());
        default -> xml.skip();
      }
    }
    track.addTo(collector);
  }
}
