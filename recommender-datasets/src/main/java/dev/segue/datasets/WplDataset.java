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
 * Reads playlists of Windows Media Player ({@code .wpl}), and of Zune and Groove ({@code .zpl}).
 * May be used by any number of threads; the datasets are immutable.
 *
 * {@snippet class="dev.segue.samples.javadoc.DatasetExamplesTest" region="wpl"}
 *
 * <p>A file is XML in UTF-8, US-ASCII or ISO-8859-1. In its {@code smil}, {@code body} and {@code
 * seq} there are {@code media}, each with the path of a song ({@code src}) and, in newer files, its
 * {@code trackTitle} and {@code trackArtist} (or {@code albumArtist}). The reader ignores anything
 * else; a list that the player makes by rules ({@code smartPlaylist}) has no songs. It refuses a
 * document type.
 *
 * <p>A song's id is its path as written. Its title and artist are the first ones found.
 */
public final class WplDataset {

  private WplDataset() {}

  /**
   * Reads playlists, one per file.
   *
   * @param path one file; a folder or zip archive, of which it reads all files that end in {@code
   *     .wpl} or {@code .zpl} and hold a playlist. Each may be compressed with gzip. The files are
   *     read in natural order of their names: {@code list2} before {@code list10}
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
        path,
        FileKind.WPL,
        file -> {
          collector.begin(file);
          try (XmlInput xml = XmlInput.open(file, "", "smil")) {
            addChildren(xml, "body", WplDataset::addBody, collector);
            xml.end();
          }
          collector.endPlaylist();
        },
        collector::warn,
        ".wpl",
        ".zpl");
    return collector.dataset(path, "wpl");
  }

  @FunctionalInterface
  private interface Reader {
    void read(XmlInput xml, PlaylistCollector collector) throws IOException;
  }

  /** Reads the children of a name, out of which the reader steps, and skips the others. */
  private static void addChildren(
      XmlInput xml, String name, Reader reader, PlaylistCollector collector) throws IOException {
    while (xml.nextChild()) {
      if (xml.name().equals(name)) {
        reader.read(xml, collector);
      } else {
        xml.skip();
      }
    }
  }

  private static void addBody(XmlInput xml, PlaylistCollector collector) throws IOException {
    addChildren(xml, "seq", WplDataset::addSequence, collector);
  }

  private static void addSequence(XmlInput xml, PlaylistCollector collector) throws IOException {
    addChildren(xml, "media", WplDataset::addSong, collector);
  }

  private static void addSong(XmlInput xml, PlaylistCollector collector) throws IOException {
    String location = xml.attribute("src");
    String artist = xml.attribute("trackArtist");
    if (location.isEmpty()) {
      throw xml.fault("media %d must have a src, but has none".formatted(collector.size() + 1));
    }
    collector.addLocated(
        location,
        xml.attribute("trackTitle"),
        artist.isEmpty() ? xml.attribute("albumArtist") : artist);
    xml.lastComplete("media " + collector.size());
    xml.skip();
  }
}
