package dev.segue.datasets.reading;

/** How a song is called that comes with its names alone, whichever reader comes across it. */
public final class SongNames {

  /** What stands between artist and title. */
  public static final char SEPARATOR = '\t';

  private SongNames() {}

  /**
   * The id of a song that has no identifier: no two pairs of names are one text.
   *
   * @param artist the artist, or empty
   * @param title the title
   * @return both, with the {@link #SEPARATOR} between them
   */
  public static String id(String artist, String title) {
    return artist.replace(SEPARATOR, ' ') + SEPARATOR + title;
  }
}
