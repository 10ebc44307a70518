package dev.segue.spark;

import dev.segue.datasets.history.SessionRules;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out, of the sessions of a partition, songs that are not kept, then sessions of too few
 * songs, then listeners with too few sessions. Each listener's sessions are in one partition, in
 * order; no more of them are in memory than a listener must have.
 */
final class SessionMinimums implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1;

  private final @Nullable Broadcast<Set<String>> kept;
  private final boolean repeats;
  private final int minimumSongs;
  private final int minimumSessions;

  /**
   * Takes what to keep.
   *
   * @param kept the songs; null for all
   */
  SessionMinimums(SessionRules rules, @Nullable Broadcast<Set<String>> kept) {
    this.kept = kept;
    this.repeats = rules.repeats();
    this.minimumSongs = rules.minimumSongs();
    this.minimumSessions = rules.minimumSessions();
  }

  /** What is left of sessions, which are as of {@link SessionCut#schema}. */
  Dataset<Row> of(Dataset<Row> sessions) {
    return sessions.mapPartitions(this, Encoders.row(sessions.schema()));
  }

  @Override
  public Iterator<Row> call(Iterator<Row> sessions) {
    return left(sessions, kept == null ? null : kept.value());
  }

  /**
   * What is left of the sessions of a partition.
   *
   * @param kept the songs; null for all
   */
  Iterator<Row> left(Iterator<Row> sessions, @Nullable Set<String> kept) {
    return new Remaining(sessions, kept);
  }

  private final class Remaining implements Iterator<Row> {

    private final Iterator<Row> sessions;
    private final @Nullable Set<String> kept;
    private @Nullable Object listener;

    /** How many sessions of the listener are left so far. */
    private int left;

    /** Sessions of the listener, until there are enough of them. */
    private final List<Row> waiting = new ArrayList<>();

    private final Deque<Row> ready = new ArrayDeque<>();

    Remaining(Iterator<Row> sessions, @Nullable Set<String> kept) {
      this.sessions = sessions;
      this.kept = kept;
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && sessions.hasNext()) {
        take(sessions.next());
      }
      return !ready.isEmpty();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException("there are no more sessions");
      }
      return ready.remove();
    }

    private void take(Row session) {
      Object of = session.get(0);
      if (!of.equals(listener)) {
        listener = of;
        left = 0;
        waiting.clear();
      }
      List<String> songs = session.getList(2);
      List<Integer> positions = SongSelection.positions(songs, kept, repeats);
      if (positions.size() < minimumSongs) {
        return;
      }
      waiting.add(
          RowFactory.create(
              of,
              left++,
              SongSelection.of(songs, positions),
              SongSelection.of(session.getList(3), positions)));
      if (left >= minimumSessions) {
        ready.addAll(waiting);
        waiting.clear();
      }
    }
  }
}
