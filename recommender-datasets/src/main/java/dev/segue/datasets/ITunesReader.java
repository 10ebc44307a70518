package dev.segue.datasets;

import dev.segue.FileFormatException;
import dev.segue.datasets.reading.InputFile;
import dev.segue.datasets.reading.SongNames;
import dev.segue.datasets.reading.XmlInput;
import dev.segue.quotation.Quotation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the playlists of one library of iTunes. One thread at a time. */
final class ITunesReader {

  /** Keys of playlists that the program makes, or that hold others. */
  private static final Set<String> OF_PROGRAM =
      Set.of(
          "Master",
          "Folder",
          "Distinguished Kind",
          "Smart Info",
          "Smart Criteria",
          "Music",
          "Movies",
          "TV Shows",
          "Podcasts",
          "iTunesU",
          "Audiobooks",
          "Books",
          "Purchased Music",
          "Party Shuffle");

  private static final Set<String> NO_MUSIC =
      Set.of("Podcast", "Movie", "TV Show", "Has Video", "Music Video", "iTunesU");

  private static final int MAX_NAMED = 5;

  /** Reads the value of a key, and steps out of it. */
  @FunctionalInterface
  private interface ValueReader {
    void read(String key) throws IOException;
  }

  /** A track of the library, before it is known to be in a playlist. */
  private static final class Track {
    private String persistentId = "";
    private String location = "";
    private String title = "";
    private String artist = "";
    private boolean music = true;

    String id() {
      if (!persistentId.isEmpty()) {
        return persistentId;
      }
      if (!location.isEmpty()) {
        return location;
      }
      return title.isEmpty() ? "" : SongNames.id(artist, title);
    }
  }

  /**
   * A playlist, whose tracks may come after it in the file.
   *
   * @param name its name, for people
   * @param tracks the numbers of its tracks
   */
  private record Items(String name, List<String> tracks) {}

  private final InputFile file;
  private final PlaylistCollector collector;
  private final Map<String, Track> tracks = new HashMap<>();
  private final List<Items> playlists = new ArrayList<>();
  private final List<String> ofProgram = new ArrayList<>();

  ITunesReader(InputFile file, PlaylistCollector collector) {
    this.file = file;
    this.collector = collector;
  }

  /** Adds the playlists of the file. */
  void read() throws IOException {
    try (XmlInput xml = XmlInput.openPropertyList(file)) {
      while (xml.nextChild()) {
        readDict(xml, key -> readLibrary(key, xml));
      }
      xml.end();
    }
    for (Items playlist : playlists) {
      add(playlist);
    }
    if (!ofProgram.isEmpty()) {
      List<String> first = ofProgram.subList(0, Math.min(MAX_NAMED, ofProgram.size()));
      collector.warn(
          "left out %d playlists that the program makes or that hold others, such as %s"
              .formatted(ofProgram.size(), Quotation.quoteAll(first)));
    }
  }

  private void readLibrary(String key, XmlInput xml) throws IOException {
    switch (key) {
      case "Tracks" -> readDict(xml, id -> tracks.put(id, track(xml)));
      case "Playlists" -> {
        checkIs(xml, "array");
        while (xml.nextChild()) {
          readPlaylist(xml);
        }
      }
      default -> xml.skip();
    }
  }

  private static Track track(XmlInput xml) throws IOException {
    Track track = new Track();
    readDict(
        xml,
        key -> {
          switch (key) {
            case "Persistent ID" -> track.persistentId = xml.text();
            case "Location" -> track.location = xml.text();
            case "Name" -> track.title = xml.text();
            case "Artist" -> track.artist = xml.text();
            default -> {
              track.music &= !(NO_MUSIC.contains(key) && xml.name().equals("true"));
              xml.skip();
            }
          }
        });
    return track;
  }

  private void readPlaylist(XmlInput xml) throws IOException {
    List<String> items = new ArrayList<>();
    String[] name = {""};
    boolean[] made = {false};
    readDict(
        xml,
        key -> {
          switch (key) {
            case "Name" -> name[0] = xml.text();
            case "Playlist Items" -> readItems(xml, items);
            default -> {
              made[0] |= OF_PROGRAM.contains(key) && !xml.name().equals("false");
              xml.skip();
            }
          }
        });
    xml.lastComplete("playlist " + Quotation.quote(name[0]));
    if (made[0]) {
      ofProgram.add(name[0]);
    } else {
      playlists.add(new Items(name[0], items));
    }
  }

  private static void readItems(XmlInput xml, List<String> items) throws IOException {
    checkIs(xml, "array");
    while (xml.nextChild()) {
      readDict(
          xml,
          key -> {
            if (key.equals("Track ID")) {
              items.add(xml.text());
            } else {
              xml.skip();
            }
          });
    }
  }

  /** Reads the keys and values of the dictionary here. */
  private static void readDict(XmlInput xml, ValueReader reader) throws IOException {
    checkIs(xml, "dict");
    while (xml.nextChild()) {
      checkIs(xml, "key");
      String key = xml.text();
      if (!xml.nextChild()) {
        throw xml.fault("key %s must have a value".formatted(Quotation.quote(key)));
      }
      reader.read(key);
    }
  }

  private static void checkIs(XmlInput xml, String name) throws FileFormatException {
    if (!xml.name().equals(name)) {
      throw xml.fault("must be '%s', was %s".formatted(name, Quotation.quote(xml.name())));
    }
  }

  private void add(Items playlist) throws FileFormatException {
    for (String id : playlist.tracks()) {
      Track track = tracks.get(id);
      if (track == null || track.id().isEmpty()) {
        throw file.fault(
            "playlist %s must name tracks of the library, but track %s %s"
                .formatted(
                    Quotation.quote(playlist.name()),
                    Quotation.quote(id),
                    track == null ? "is none" : "has no name"));
      }
      if (track.music) {
        collector.add(track.id(), track.title, track.artist);
      } else {
        collector.leaveOut("podcasts and videos");
      }
    }
    collector.endPlaylist();
  }
}
