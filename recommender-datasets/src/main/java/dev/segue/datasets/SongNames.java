package dev.segue.datasets;

/** How a song is called that comes with its names alone, whichever reader comes across it. */
final class SongNames {

  /** What stands between artist and title. */
  static final char SEPARATOR = '\t';

  private SongNames() {}

  /** The id of a song that has no identifier: no two pairs of names are one text. */
  static String id(String artist, String title) {
    return artist.replace(SEPARATOR, ' ') + SEPARATOR + title;
  }
}
