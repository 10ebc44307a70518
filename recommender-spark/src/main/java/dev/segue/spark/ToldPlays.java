package dev.segue.spark;

import dev.segue.Catalogue;
import dev.segue.ListeningSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * What a live session was told, in order: plays and skips, also of songs that its model does not
 * know, so that another model can be told the same. One thread at a time.
 */
final class ToldPlays {

  private final List<String> songs;
  private final List<Long> seconds;
  private final List<Boolean> skipped;

  private ToldPlays(List<String> songs, List<Long> seconds, List<Boolean> skipped) {
    this.songs = new ArrayList<>(songs);
    this.seconds = new ArrayList<>(seconds);
    this.skipped = new ArrayList<>(skipped);
  }

  static ToldPlays none() {
    return new ToldPlays(List.of(), List.of(), List.of());
  }

  /** Reads the plays of a {@linkplain LiveSession#STATE state}. */
  static ToldPlays of(Row state) {
    return new ToldPlays(state.getList(2), state.getList(3), state.getList(4));
  }

  int size() {
    return songs.size();
  }

  void add(String song, long second, boolean skip) {
    songs.add(song);
    seconds.add(second);
    skipped.add(skip);
  }

  /** Tells a session what follows the first plays, as far as its catalogue has the songs. */
  void tell(ListeningSession session, int first) {
    Catalogue catalogue = session.recommender().catalogue();
    for (int i = first; i < size(); i++) {
      if (catalogue.index(songs.get(i)).isPresent()) {
        ListeningSession then = session.at(Instant.ofEpochSecond(seconds.get(i)));
        if (skipped.get(i)) {
          then.skip(songs.get(i));
        } else {
          then.play(songs.get(i));
        }
      }
    }
  }

  /** Returns the state of a session that was told these plays. */
  Row state(String model, byte[] snapshot) {
    return RowFactory.create(
        model, snapshot, RowArrays.of(songs), RowArrays.of(seconds), RowArrays.of(skipped));
  }
}
