package dev.segue.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.segue.ListeningSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StatefulProcessor;
import org.apache.spark.sql.streaming.TTLConfig;
import org.apache.spark.sql.streaming.TimeMode;
import org.apache.spark.sql.streaming.TimerValues;
import org.apache.spark.sql.streaming.ValueState;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Goes on with the session of a listener in each micro-batch, by the plays of the batch as {@link
 * PlayColumns} has them. Nothing in it is by chance or by the clock of an executor: a task that is
 * repeated gives the same.
 *
 * @param <K> a listener
 */
final class LiveSession<K> extends StatefulProcessor<K, Row, Row> {

  private static final long serialVersionUID = 1;

  /**
   * The state of a listener, a single value, so that all of it is kept, or none: the fingerprint of
   * the model, the snapshot that it made, and the plays that another model will be told.
   */
  static final StructType STATE =
      new StructType()
          .add("model", DataTypes.StringType, false)
          .add("snapshot", DataTypes.BinaryType, false)
          .add("songs", DataTypes.createArrayType(DataTypes.StringType, false), false)
          .add("seconds", DataTypes.createArrayType(DataTypes.LongType, false), false)
          .add("skipped", DataTypes.createArrayType(DataTypes.BooleanType, false), false);

  private static final int SECOND = 1;
  private static final int SONG = 2;
  private static final int PLACE = 3;
  private static final int SKIPPED = 4;

  /** The order of {@link PlayOrder}, in which songs are compared by their bytes in UTF-8. */
  private static final Comparator<Row> ORDER =
      Comparator.<Row>comparingLong(play -> play.getLong(SECOND))
          .thenComparing(
              play -> (Long) play.get(PLACE), Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(play -> play.get(SONG).toString().getBytes(UTF_8), Arrays::compareUnsigned)
          .thenComparing(play -> play.getBoolean(SKIPPED));

  private final RowLists lists;
  private final Duration timeToLive;
  private transient @Nullable ValueState<Row> state;

  LiveSession(RowLists lists, Duration timeToLive) {
    this.lists = lists;
    this.timeToLive = timeToLive;
  }

  /**
   * A session after a batch.
   *
   * @param state what the next batch goes on from
   * @param heard how many songs it has heard
   * @param list what to play next
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  record After(Row state, int heard, Row[] list) {}

  @Override
  public void init(OutputMode outputMode, TimeMode timeMode) {
    state = getHandle().getValueState("session", Encoders.row(STATE), new TTLConfig(timeToLive));
  }

  @Override
  public Iterator<Row> handleInputRows(K listener, Iterator<Row> plays, TimerValues timers) {
    ValueState<Row> kept = Objects.requireNonNull(state, "init makes it");
    List<Row> ordered = ordered(CollectionConverters.asJava(plays.toSeq()));
    try {
      After after = after(kept.exists() ? kept.get() : null, ordered);
      kept.update(after.state());
      Row row =
          RowFactory.create(listener, after.heard(), RowArrays.of(Arrays.asList(after.list())));
      return CollectionConverters.asScala(List.of(row).iterator());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Checks the plays of a batch, and puts them in order. */
  static List<Row> ordered(List<Row> plays) {
    plays.forEach(SessionCut::check);
    return plays.stream().sorted(ORDER).toList();
  }

  /** Goes on from a state, or begins without one, with plays in order. */
  After after(@Nullable Row before, List<Row> plays) throws IOException {
    RowSongs songs =
        new RowSongs(lists.catalogue(), plays.stream().map(play -> play.get(SONG)).toList());
    boolean empty = lists.isEmptyFor(songs);
    Instant now = Instant.ofEpochSecond(plays.get(plays.size() - 1).getLong(SECOND));
    ToldPlays told = before == null ? ToldPlays.none() : ToldPlays.of(before);
    ListeningSession session = session(before, told, now);
    int old = told.size();
    for (int i = 0; i < plays.size(); i++) {
      Row play = plays.get(i);
      songs
          .name(i)
          .ifPresent(song -> told.add(song, play.getLong(SECOND), play.getBoolean(SKIPPED)));
    }
    told.tell(session, old);
    Row[] list = empty ? new Row[0] : lists.of(session.at(now));
    return new After(
        told.state(lists.fingerprint(), session.snapshot()), session.heard().size(), list);
  }

  /** Returns the session as it was, or if another model made it, one that is told the same. */
  private ListeningSession session(@Nullable Row before, ToldPlays told, Instant now)
      throws IOException {
    if (before != null && before.getString(0).equals(lists.fingerprint())) {
      return lists.restore(before.getAs(1), now);
    }
    ListeningSession session = lists.newSession(now);
    told.tell(session, 0);
    return session;
  }
}
