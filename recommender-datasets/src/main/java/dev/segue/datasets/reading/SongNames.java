package dev.segue.datasets.reading;

/** The ids of songs that have only names, the same for every reader. */
public final class SongNames {

  /** The separator between artist and title. */
  public static final char SEPARATOR = '\t';

  private SongNames() {}

  /**
   * Returns the id of a song without an identifier, made of its artist and title.
   *
   * @param artist the artist, or empty
   * @param title the title
   * @return both, with the {@link #SEPARATOR} between them
   */
  public static String id(String artist, String title) {
    return artist.replace(SEPARATOR, ' ') + SEPARATOR + title;
  }
}
