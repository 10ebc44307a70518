package dev.segue.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.Seq;

/** The songs of a session that are kept. */
final class SongSelection {

  private SongSelection() {}

  /**
   * Where the songs are that are kept.
   *
   * @param kept the songs; null for all
   * @param repeats whether immediate repeats are kept, also those that come about by leaving out
   *     what was between them
   */
  static List<Integer> positions(List<String> songs, @Nullable Set<String> kept, boolean repeats) {
    List<Integer> positions = new ArrayList<>(songs.size());
    String last = null;
    for (int position = 0; position < songs.size(); position++) {
      String song = songs.get(position);
      if ((kept == null || kept.contains(song)) && (repeats || !song.equals(last))) {
        positions.add(position);
        last = song;
      }
    }
    return positions;
  }

  /** The values at positions, as a row holds them. */
  static Seq<Object> of(List<?> values, List<Integer> positions) {
    return RowArrays.of(positions.stream().map(values::get).toList());
  }
}
