package dev.segue.datasets;

import dev.segue.FileFormatException;
import dev.segue.PlaylistDataset;
import dev.segue.datasets.reading.FileKind;
import dev.segue.datasets.reading.InputFile;
import dev.segue.datasets.reading.InputFiles;
import dev.segue.datasets.reading.JsonInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Reads playlists in <a href="https://www.xspf.org/jspf">JSPF</a>, which is XSPF in JSON, as
 * ListenBrainz and others export it. May be used by any number of threads; the datasets are
 * immutable.
 *
 * {@snippet class="dev.segue.samples.javadoc.DatasetExamplesTest" region="jspf"}
 *
 * <p>A file is an object in JSON (UTF-8) with a {@code playlist}, an object whose {@code track} is
 * an array of objects. A track may have a {@code title}, a {@code creator}, and a {@code location}
 * and {@code identifier}, each a string or an array of strings. The reader ignores anything else.
 *
 * <p>A song's id is the first identifier; if there is none, the first location; if there is none
 * either, the creator and the title, separated by a tab. The reader drops white space around texts.
 * A song's title and artist are the first ones found.
 */
public final class JspfDataset {

  private JspfDataset() {}

  /**
   * Reads playlists, one per file.
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
    try (InputFiles files = InputFiles.of(path, ".jspf", ".json")) {
      for (InputFile file : files) {
        FileKind.check(file, FileKind.JSPF);
        try (JsonInput json = JsonInput.open(file)) {
          addFile(json, collector);
        }
      }
    }
    return collector.dataset(path, "jspf");
  }

  private static void addFile(JsonInput json, PlaylistCollector collector) throws IOException {
    boolean playlist = false;
    json.beginObject();
    while (json.nextField()) {
      if (json.field().equals("playlist")) {
        playlist = true;
        addPlaylist(json, collector);
      } else {
        json.skip();
      }
    }
    if (!playlist) {
      throw json.fault("must have a 'playlist'");
    }
    json.end();
  }

  private static void addPlaylist(JsonInput json, PlaylistCollector collector) throws IOException {
    boolean tracks = false;
    json.beginObject();
    while (json.nextField()) {
      if (json.field().equals("track")) {
        tracks = true;
        addTracks(json, collector);
      } else {
        json.skip();
      }
    }
    if (!tracks) {
      throw json.fault("must have a 'track'");
    }
    collector.endPlaylist();
  }

  private static void addTracks(JsonInput json, PlaylistCollector collector) throws IOException {
    json.beginArray();
    while (json.nextElement()) {
      XspfTrack track = track(json);
      if (track.songId().isEmpty()) {
        throw json.fault(XspfTrack.ID_RULE);
      }
      collector.add(track.songId(), track.title(), track.creator());
      json.lastComplete("track " + collector.size());
    }
  }

  private static XspfTrack track(JsonInput json) throws IOException {
    XspfTrack track = XspfTrack.UNKNOWN;
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "identifier" -> track = track.withIdentifier(firstText(json));
        case "location" -> track = track.withLocation(firstText(json));
        case "title" -> track = track.withTitle(json.textOrEmpty());
        case "creator" -> track = track.withCreator(json.textOrEmpty());
        default -> json.skip();
      }
    }
    return track;
  }

  /**
   * Returns the string here, or the first non-blank one of the array here; empty if there is none.
   */
  private static String firstText(JsonInput json) throws IOException {
    if (!json.isArray()) {
      return json.textOrEmpty();
    }
    String first = "";
    json.beginArray();
    while (json.nextElement()) {
      String text = json.textOrEmpty();
      first = first.isBlank() ? text : first;
    }
    return first;
  }
}
