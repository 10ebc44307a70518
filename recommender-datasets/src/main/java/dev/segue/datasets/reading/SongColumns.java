package dev.segue.datasets.reading;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names of columns that hold songs, as the reader of tables takes them. */
final class SongColumns {

  /** In lower case, of letters and digits alone. */
  private static final Set<String> NAMES =
      Set.of(
          ("songid trackid songuri trackuri spotifytrackuri spotifyuri spotifyid itemid mediaid"
                  + " videoid uri url id song track title trackname tracktitle songname songtitle")
              .split(" ", -1));

  /** Whatever is longer is a line of text. */
  private static final int LONGEST_NAME = 60;

  private SongColumns() {}

  static boolean include(List<String> columns) {
    return columns.stream()
        .filter(name -> name.length() <= LONGEST_NAME)
        .map(SongColumns::plain)
        .anyMatch(NAMES::contains);
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
