package dev.segue.commandline;

import dev.segue.Song;
import dev.segue.server.search.SongWords;
import java.util.Locale;

/** How songs are shown to people, and how what people type is compared with them. */
final class SongName {

  private SongName() {}

  /** {@code Title - Artist}, on one line. */
  static String of(Song song) {
    return SongWords.oneLine(song.toString());
  }

  /**
   * The id on one line; empty if it is no more than artist and title, which {@link #of} shows and
   * readers of histories join by a tab.
   */
  static String id(Song song) {
    return SongWords.hasOwnId(song) ? SongWords.oneLine(song.id()) : "";
  }

  /**
   * The id if there is one that people can type, else the name: what they say to mean this song.
   */
  static String idOrName(Song song) {
    return SongWords.hasOwnId(song) ? id(song) : of(song);
  }

  /** The id, padded, and the name behind it, as far as they differ. */
  static String idAndName(Song song) {
    String id = id(song);
    String name = of(song);
    if (id.isEmpty()) {
      return name;
    }
    return name.equals(id) ? id : String.format(Locale.ROOT, "%-12s  %s", id, name);
  }
}
