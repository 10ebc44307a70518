package dev.segue.spark;

import dev.segue.ListeningSession;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF4;
import org.jspecify.annotations.Nullable;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Makes the list of one row, by a session on the thread of the task. Its arguments are the songs,
 * when each began, the time for which the list is, and a snapshot; times are seconds since 1970.
 *
 * <p>Nothing in it is by chance or by the clock of an executor: a task that is repeated gives the
 * same lists.
 */
final class RowRecommendation implements UDF4<Seq<?>, Seq<Long>, Long, byte[], Row[]> {

  private static final long serialVersionUID = 1;

  private final RowLists lists;

  /** Seconds since 1970: what sessions take for the time where their rows have none. */
  private final long asked;

  /** A session that has heard nothing, once the first row comes. */
  private transient @Nullable ListeningSession fresh;

  RowRecommendation(RowLists lists, long asked) {
    this.lists = lists;
    this.asked = asked;
  }

  @Override
  public Row @Nullable [] call(
      @Nullable Seq<?> songs,
      @Nullable Seq<Long> times,
      @Nullable Long time,
      byte @Nullable [] snapshot)
      throws IOException {
    if (songs == null) {
      return null;
    }
    RowSongs played = new RowSongs(lists.catalogue(), CollectionConverters.asJava(songs));
    List<Long> seconds = times == null ? List.of() : seconds(times, played.size());
    if (lists.isEmptyFor(played)) {
      return new Row[0];
    }
    ListeningSession session =
        snapshot == null ? fresh().copy() : lists.restore(snapshot, Instant.ofEpochSecond(asked));
    play(session, played, seconds);
    @Nullable Long last = seconds.isEmpty() ? null : seconds.get(seconds.size() - 1);
    return lists.of(at(session, time == null ? last : time));
  }

  private ListeningSession fresh() throws IOException {
    if (fresh == null) {
      fresh = lists.newSession(Instant.ofEpochSecond(asked));
    }
    return fresh;
  }

  static List<Long> seconds(Seq<Long> times, int songs) {
    List<Long> seconds = CollectionConverters.asJava(times);
    if (seconds.size() != songs) {
      throw new IllegalArgumentException(
          "there must be a time for each of the %d songs, but there are %d"
              .formatted(songs, seconds.size()));
    }
    if (seconds.contains(null)) {
      throw new IllegalArgumentException(
          "there must be a time for each of the %d songs, but that of the song at place %d is null"
              .formatted(songs, seconds.indexOf(null)));
    }
    return seconds;
  }

  private static void play(ListeningSession session, RowSongs songs, List<Long> seconds) {
    for (int position = 0; position < songs.size(); position++) {
      Optional<String> id = songs.id(position);
      if (id.isPresent()) {
        at(session, seconds.isEmpty() ? null : seconds.get(position)).play(id.get());
      }
    }
  }

  private static ListeningSession at(ListeningSession session, @Nullable Long second) {
    return second == null ? session : session.at(Instant.ofEpochSecond(second));
  }
}
