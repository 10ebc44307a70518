package dev.segue.spark;

import dev.segue.Playlist;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import scala.collection.Seq;

/**
 * A playlist as it travels, and lies on the disks of executors: 4 bytes a song, and 8 more with
 * times. Immutable.
 */
final class NumberedPlaylist implements Serializable {

  private static final long serialVersionUID = 1;

  private final int[] songs;

  /** How many songs, at the beginning, are no targets. */
  private final int context;

  /** Null without times, as are the seconds since 1970 when each song began. */
  private final @Nullable String listener;

  private final long @Nullable [] seconds;

  private NumberedPlaylist(
      int[] songs, int context, @Nullable String listener, long @Nullable [] seconds) {
    this.songs = songs;
    this.context = context;
    this.listener = listener;
    this.seconds = seconds;
  }

  /**
   * Numbers the playlists of rows: songs, the second in which each began (or null), the listener
   * (or null), and how many are context (or null). Songs without a number are left out.
   *
   * @param ids the songs, by their numbers
   */
  record OfRows(Broadcast<List<String>> ids)
      implements FlatMapFunction<Iterator<Row>, NumberedPlaylist> {

    @Override
    public Iterator<NumberedPlaylist> call(Iterator<Row> rows) {
      Map<String, Integer> numbers = new HashMap<>();
      ids.value().forEach(id -> numbers.put(id, numbers.size()));
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return rows.hasNext();
        }

        @Override
        public NumberedPlaylist next() {
          return of(rows.next(), numbers);
        }
      };
    }
  }

  private static NumberedPlaylist of(Row row, Map<String, Integer> numbers) {
    List<String> songs = row.isNullAt(0) ? List.of() : row.getList(0);
    List<Integer> numbered = new ArrayList<>();
    for (int position = 0; position < songs.size(); position++) {
      if (numbers.containsKey(songs.get(position))) {
        numbered.add(position);
      }
    }
    int context = row.isNullAt(3) ? 1 : row.getInt(3);
    int left = (int) numbered.stream().filter(position -> position < context).count();
    return new NumberedPlaylist(
        numbered.stream().mapToInt(position -> numbers.get(songs.get(position))).toArray(),
        Math.max(Math.min(1, numbered.size()), left),
        row.isNullAt(1) ? null : listener(row),
        row.isNullAt(1) ? null : seconds(row.getSeq(1), songs.size(), numbered));
  }

  private static String listener(Row row) {
    if (row.isNullAt(2)) {
      throw new IllegalArgumentException("listener of a playlist must be given, was null");
    }
    return row.getString(2);
  }

  private static long[] seconds(Seq<Long> times, int songs, List<Integer> positions) {
    List<Long> seconds = RowRecommendation.seconds(times, songs);
    return positions.stream().mapToLong(seconds::get).toArray();
  }

  Playlist playlist() {
    Playlist playlist = Playlist.of(songs).withContext(context);
    return listener == null || seconds == null ? playlist : playlist.withTimes(listener, seconds);
  }

  static List<Playlist> playlists(Iterator<NumberedPlaylist> numbered) {
    List<Playlist> playlists = new ArrayList<>();
    numbered.forEachRemaining(each -> playlists.add(each.playlist()));
    return playlists;
  }
}
