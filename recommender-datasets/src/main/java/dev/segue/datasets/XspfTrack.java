package dev.segue.datasets;

import dev.segue.datasets.reading.SongNames;

/**
 * What a track in XSPF or JSPF tells about its song: the first of each that is not empty.
 *
 * @param identifier a name of the song that holds everywhere, or empty
 * @param location where the song can be had, or empty
 * @param title the title, or empty
 * @param creator the artist, or empty
 */
record XspfTrack(String identifier, String location, String title, String creator) {

  static final XspfTrack UNKNOWN = new XspfTrack("", "", "", "");

  /** What must be there for a song to have an id. */
  static final String ID_RULE = "must have an identifier, a location or a title";

  XspfTrack withIdentifier(String told) {
    return new XspfTrack(first(identifier, told), location, title, creator);
  }

  XspfTrack withLocation(String told) {
    return new XspfTrack(identifier, first(location, told), title, creator);
  }

  XspfTrack withTitle(String told) {
    return new XspfTrack(identifier, location, first(title, told), creator);
  }

  XspfTrack withCreator(String told) {
    return new XspfTrack(identifier, location, title, first(creator, told));
  }

  /** Files are often laid out with space around their texts. */
  private static String first(String known, String told) {
    return known.isEmpty() ? told.strip() : known;
  }

  /** The song's id; empty if the {@link #ID_RULE} is broken. */
  String songId() {
    if (!identifier.isEmpty()) {
      return identifier;
    }
    if (!location.isEmpty()) {
      return location;
    }
    return title.isEmpty() ? "" : SongNames.id(creator, title);
  }
}
