package dev.segue.datasets;

import dev.segue.datasets.reading.SongNames;

/**
 * The song data of a track in XSPF or JSPF: the first non-empty text of each kind.
 *
 * @param identifier a globally valid name of the song, or empty
 * @param location the URL of the song, or empty
 * @param title the title, or empty
 * @param creator the artist, or empty
 */
record XspfTrack(String identifier, String location, String title, String creator) {

  static final XspfTrack UNKNOWN = new XspfTrack("", "", "", "");

  XspfTrack withIdentifier(String found) {
    return new XspfTrack(first(identifier, found), location, title, creator);
  }

  XspfTrack withLocation(String found) {
    return new XspfTrack(identifier, first(location, found), title, creator);
  }

  XspfTrack withTitle(String found) {
    return new XspfTrack(identifier, location, first(title, found), creator);
  }

  XspfTrack withCreator(String found) {
    return new XspfTrack(identifier, location, title, first(creator, found));
  }

  /** Drops the space that files often have around their texts. */
  private static String first(String known, String found) {
    return known.isEmpty() ? found.strip() : known;
  }

  /** Adds the song, if it can be known by anything. */
  void addTo(PlaylistCollector collector) {
    if (!identifier.isEmpty()) {
      collector.add(identifier, title, creator);
    } else if (!location.isEmpty()) {
      collector.addLocated(location, title, creator);
    } else if (!title.isEmpty()) {
      collector.add(SongNames.id(creator, title), title, creator);
    } else {
      collector.leaveOut("without an identifier, a location or a title");
    }
  }
}
