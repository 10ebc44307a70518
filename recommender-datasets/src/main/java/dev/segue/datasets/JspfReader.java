package dev.segue.datasets;

import dev.segue.datasets.reading.JsonInput;
import java.io.IOException;

/** Reads the playlists of one file in JSPF. One thread at a time. */
final class JspfReader {

  private final JsonInput json;
  private final PlaylistCollector collector;

  JspfReader(JsonInput json, PlaylistCollector collector) {
    this.json = json;
    this.collector = collector;
  }

  void read() throws IOException {
    do {
      addAll();
    } while (json.nextValue());
  }

  /** Adds the object here, or all of the array here. */
  private void addAll() throws IOException {
    if (!json.isArray()) {
      addObject();
      return;
    }
    json.beginArray();
    while (json.nextElement()) {
      addObject();
    }
  }

  /** Adds a playlist, or what is around one or more. */
  private void addObject() throws IOException {
    boolean around = false;
    boolean tracks = false;
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "playlist" -> {
          around = true;
          addPlaylist();
        }
        case "playlists" -> {
          around = true;
          addAll();
        }
        case "track" -> {
          tracks = true;
          addTracks();
        }
        default -> json.skip();
      }
    }
    if (!around && !tracks) {
      throw json.fault("must have a 'playlist'");
    }
    if (tracks) {
      collector.endPlaylist();
    }
  }

  private void addPlaylist() throws IOException {
    boolean tracks = false;
    json.beginObject();
    while (json.nextField()) {
      if (json.field().equals("track")) {
        tracks = true;
        addTracks();
      } else {
        json.skip();
      }
    }
    if (!tracks) {
      throw json.fault("must have a 'track'");
    }
    collector.endPlaylist();
  }

  private void addTracks() throws IOException {
    json.beginArray();
    while (json.nextElement()) {
      track().addTo(collector);
      json.lastComplete("track " + collector.size());
    }
  }

  private XspfTrack track() throws IOException {
    XspfTrack track = XspfTrack.UNKNOWN;
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "identifier" -> track = track.withIdentifier(firstText());
        case "location" -> track = track.withLocation(firstText());
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
  private String firstText() throws IOException {
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
