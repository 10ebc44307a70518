package dev.segue.datasets.reading;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names of columns that tell of songs. */
final class SongColumns {

  private static final Set<String> NAMES =
      Set.of(
          "song",
          "song_id",
          "track",
          "track_id",
          "track_name",
          "title",
          "id",
          "track uri",
          "track name",
          "song name",
          "song title",
          "song_title",
          "track title",
          "item_id",
          "itemid",
          "uri",
          "mediaid",
          "trackname",
          "track_title");

  private SongColumns() {}

  static boolean include(List<String> columns) {
    return columns.stream().anyMatch(name -> NAMES.contains(name.toLowerCase(Locale.ROOT)));
  }
}
