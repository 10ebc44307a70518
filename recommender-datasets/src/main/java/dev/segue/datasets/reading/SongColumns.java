package dev.segue.datasets.reading;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names of columns that hold songs, by which a table is recognised and read. */
public final class SongColumns {

  /** Of columns that hold ids, the likelier ones first, as {@link #plain} has them. */
  public static final String IDS =
      "songid trackid songuri trackuri spotifytrackuri spotifyuri spotifyid itemid mediaid videoid"
          + " uri url id song track";

  /** Of columns that hold titles, in the same way. */
  public static final String TITLES = "title trackname tracktitle songname songtitle track song";

  private static final Set<String> ALL =
      Stream.of(IDS, TITLES)
          .flatMap(names -> Stream.of(names.split(" ", -1)))
          .collect(Collectors.toUnmodifiableSet());

  /** Whatever is longer is a line of text. */
  private static final int LONGEST_NAME = 60;

  private SongColumns() {}

  static boolean include(List<String> columns) {
    return columns.stream()
        .filter(name -> name.length() <= LONGEST_NAME)
        .map(SongColumns::plain)
        .anyMatch(ALL::contains);
  }

  /**
   * Returns a name as names are compared.
   *
   * @param name the name of a column
   * @return its letters and digits, in lower case
   */
  public static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
