package dev.segue.spark;

import dev.segue.datasets.history.SessionRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the plays of a partition into sessions. Each listener's plays are in one partition, in
 * order; one session is in memory.
 */
final class SessionCut implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1;

  /** The years that Spark's times have, 1 to 9999, in seconds since 1970. */
  private static final long FIRST_SECOND = -62_135_596_800L;

  private static final long LAST_SECOND = 253_402_300_799L;

  private final Duration gap;
  private final @Nullable Duration longest;
  private final int maximumSongs;
  private final boolean repeats;

  /** Takes of the rules what cuts; the rules themselves cannot be sent to a task. */
  SessionCut(SessionRules rules) {
    this.gap = rules.sessionGap();
    this.longest = rules.longest().orElse(null);
    this.maximumSongs = rules.maximumSongs().orElse(Integer.MAX_VALUE);
    this.repeats = rules.repeats();
  }

  /**
   * The sessions of plays.
   *
   * @param plays a listener, a second and a song each
   * @return the sessions as of {@link #schema}, each listener's in one partition, in order
   */
  Dataset<Row> of(Dataset<Row> plays) {
    return plays.mapPartitions(this, Encoders.row(schema(plays.schema().apply(0).dataType())));
  }

  /** Sessions with times in seconds since 1970, since Spark has two classes for times in rows. */
  static StructType schema(DataType listener) {
    return new StructType()
        .add("listener", listener, false)
        .add("session", DataTypes.IntegerType, false)
        .add("songs", DataTypes.createArrayType(DataTypes.StringType, false), false)
        .add("times", DataTypes.createArrayType(DataTypes.LongType, false), false);
  }

  /** The columns of sessions that callers see. */
  static Column[] columns() {
    Column times = functions.col("times");
    return new Column[] {
      functions.col("listener"),
      functions.col("session"),
      functions.timestamp_seconds(functions.element_at(times, 1)).as("begun"),
      functions.timestamp_seconds(functions.element_at(times, -1)).as("ended"),
      functions.col("songs"),
      functions.transform(times, functions::timestamp_seconds).as("times")
    };
  }

  @Override
  public Iterator<Row> call(Iterator<Row> plays) {
    SessionRules rules =
        SessionRules.ofDefaults().sessionGap(gap).maximumSongs(maximumSongs).repeats(repeats);
    return new Numbered(
        (longest == null ? rules : rules.longest(longest))
            .cut(plays, SessionCut::listener, SessionCut::second, play -> play.get(2)));
  }

  /** Checks the song as well: the rule looks at songs only where one may repeat another. */
  private static Object listener(Row play) {
    notNull(play, 2, "song");
    return notNull(play, 0, "listener");
  }

  /** Refuses a play without a listener, a song, or a time of the years that there are. */
  static void check(Row play) {
    listener(play);
    second(play);
  }

  private static Object notNull(Row play, int column, String name) {
    Object value = play.get(column);
    if (value == null) {
      throw new IllegalArgumentException(name + " of a play must be given, was null");
    }
    return value;
  }

  private static long second(Row play) {
    long second = (Long) notNull(play, 1, "time");
    if (second < FIRST_SECOND || second > LAST_SECOND) {
      throw new IllegalArgumentException(
          "time must be in %d..%d seconds since 1970, was %d"
              .formatted(FIRST_SECOND, LAST_SECOND, second));
    }
    return second;
  }

  /** Sessions as rows, numbered for each listener. */
  private static final class Numbered implements Iterator<Row> {

    private final Iterator<List<Row>> sessions;
    private @Nullable Object listener;
    private int number;

    Numbered(Iterator<List<Row>> sessions) {
      this.sessions = sessions;
    }

    @Override
    public boolean hasNext() {
      return sessions.hasNext();
    }

    @Override
    public Row next() {
      List<Row> plays = sessions.next();
      Object of = plays.get(0).get(0);
      number = of.equals(listener) ? number + 1 : 0;
      listener = of;
      List<Object> songs = new ArrayList<>(plays.size());
      List<Object> times = new ArrayList<>(plays.size());
      for (Row play : plays) {
        songs.add(play.get(2));
        times.add(play.get(1));
      }
      return RowFactory.create(of, number, RowArrays.of(songs), RowArrays.of(times));
    }
  }
}
