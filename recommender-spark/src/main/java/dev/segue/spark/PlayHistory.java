package dev.segue.spark;

import dev.segue.datasets.history.SessionDataset;
import dev.segue.datasets.history.SessionRules;
import java.time.Instant;
import java.util.Objects;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Plays of more listeners than one machine holds: cut into sessions, counted, and split by time, as
 * {@link dev.segue.datasets.history.ListeningHistory} does in one process. Tables with wrong
 * columns are refused before any job. May be used by any thread.
 */
public final class PlayHistory {

  private PlayHistory() {}

  /**
   * Cuts plays into sessions: one shuffle by listener, and one session of each task in memory. The
   * sessions are those of {@link dev.segue.datasets.history.ListeningHistory#sessions} for the same
   * plays and rules.
   *
   * <p>The result is computed when it is used, unless the rules have a {@linkplain
   * SessionRules#minimumPlays() minimum of plays} above 1. Then rounds are run at once, each a pass
   * over the sessions, on the disks of the executors meanwhile, which counts the plays of the songs
   * that are left, until none has too few; and the songs that are left are kept in the driver and
   * in each executor.
   *
   * @param plays a row for each play, in any order, with the columns {@code listener} (string or
   *     long); {@code time} (timestamp, which is cut to seconds, or long, in seconds since 1970);
   *     {@code song} (string); if there is one, {@code place} (long), by which plays of a listener
   *     in the same second are ordered, those without one first, and otherwise by fractions of the
   *     second; equal ones by song, so that every run gives the same; and, if there is one, {@code
   *     skipped} (boolean): a skipped song is no play, null is not skipped. Others are ignored
   * @param rules where to cut, and what to keep
   * @return a row for each session, those of a listener in one partition, in order of time; with
   *     the columns {@code listener}; {@code session}, its number among the listener's, from 0;
   *     {@code begun} and {@code ended}, when its first and its last song began; {@code songs}, in
   *     order; and {@code times}, when each began
   * @throws IllegalArgumentException if a column is missing or of another type; tasks fail with it
   *     if a listener, time or song is null, or a time outside the years 1 to 9999
   * @throws IllegalStateException if songs are still left out in the hundredth round
   */
  public static Dataset<Row> sessions(Dataset<Row> plays, SessionRules rules) {
    Objects.requireNonNull(plays, "plays");
    Objects.requireNonNull(rules, "rules");
    Dataset<Row> cut = new SessionCut(rules).of(PlayOrder.of(plays));
    return Minimums.apply(cut, rules).select(SessionCut.columns());
  }

  /**
   * Numbers the songs of sessions: those played most first, and of those played as often the one
   * whose id comes first by its bytes in UTF-8. So the numbers are the same on any cluster. Counts
   * the songs at once.
   *
   * @param sessions with the column {@code songs} (array of strings)
   * @return a row for each song, in order of the index, with the columns {@code song}; {@code
   *     index}, from 0; and {@code plays}, the number of its plays in all sessions
   * @throws IllegalArgumentException if the column is missing or of another type
   */
  public static Dataset<Row> catalogue(Dataset<Row> sessions) {
    Objects.requireNonNull(sessions, "sessions");
    Columns.require(sessions.schema(), "songs", Columns.SONGS);
    JavaRDD<Row> numbered =
        Minimums.plays(sessions)
            .orderBy(functions.col("plays").desc(), functions.col("song"))
            .javaRDD()
            .zipWithIndex()
            .map(row -> RowFactory.create(row._1().get(0), (int) (long) row._2(), row._1().get(1)));
    return sessions
        .sparkSession()
        .createDataFrame(
            numbered,
            new StructType()
                .add("song", DataTypes.StringType, false)
                .add("index", DataTypes.IntegerType, false)
                .add("plays", DataTypes.LongType, false));
  }

  /**
   * Splits sessions at two points in time, as {@link SessionDataset#splitByTime} does: a play
   * belongs to the part in which it began, and a session that spans a boundary is cut there. Its
   * songs before the boundary are a session of their own in the earlier part, and context of the
   * session in the later part, where only the songs after the boundary are targets. Computed when
   * the parts are used; nothing is shuffled.
   *
   * @param sessions with the columns {@code songs} (array of strings) and {@code times} (array of
   *     timestamps, ascending); others are kept
   * @param validationFrom when the validation part begins
   * @param testFrom when the test part begins; not before {@code validationFrom}. If it is equal,
   *     the validation part is empty
   * @return the three parts
   * @throws IllegalArgumentException if {@code testFrom} is before {@code validationFrom}, or a
   *     column is missing or of another type
   */
  public static SessionSplit splitByTime(
      Dataset<Row> sessions, Instant validationFrom, Instant testFrom) {
    Objects.requireNonNull(sessions, "sessions");
    Objects.requireNonNull(validationFrom, "validationFrom");
    Objects.requireNonNull(testFrom, "testFrom");
    if (testFrom.isBefore(validationFrom)) {
      throw new IllegalArgumentException(
          "testFrom must not be before validationFrom, but they are %s and %s"
              .formatted(testFrom, validationFrom));
    }
    return SessionSplit.of(sessions, validationFrom, testFrom);
  }
}
