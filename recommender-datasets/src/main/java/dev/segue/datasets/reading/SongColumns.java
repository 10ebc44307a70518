package dev.segue.datasets.reading;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names of columns that hold songs, by which a table is recognised and read. */
public final class SongColumns {

  /** Of columns that hold ids, the likelier ones first, as {@link #plain} has them. */
  public static final String IDS =
      "songid trackid songuri trackuri spotifytrackuri spotifyuri spotifyid itemid mediaid videoid"
          + " trackkey deezerid tidalid youtubeid songurl trackurl uri url id song track";

  /** Of columns that hold titles, in the same way. */
  public static final String TITLES =
      "title trackname tracktitle songname songtitle contentname track song";

  private static final Set<String> ALL =
      Stream.of(IDS, TITLES)
          .flatMap(names -> Stream.of(names.split(" ", -1)))
          .collect(Collectors.toUnmodifiableSet());

  /** Whatever is longer is a line of text. */
  private static final int LONGEST_NAME = 60;

  /** The type that RecBole writes after a name. */
  private static final Pattern TYPE = Pattern.compile(":(token|float)(_seq)?$");

  private static final Pattern PUNCTUATION = Pattern.compile("[^\\p{L}\\p{N}]");

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
   * @return its letters and digits, in lower case, without a type such as {@code :token}
   */
  public static String plain(String name) {
    String untyped = TYPE.matcher(name.strip().toLowerCase(Locale.ROOT)).replaceAll("");
    return PUNCTUATION.matcher(untyped).replaceAll("");
  }
}
