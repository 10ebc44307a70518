package dev.segue.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * Sessions, split by {@link PlayHistory#splitByTime}. The parts have the columns of the sessions,
 * of which {@code ended}, if there is one, is the time of the last song in the part; and {@code
 * context} (int): how many songs at the beginning are no targets, at least 1, since nothing comes
 * before the first. Immutable; may be shared by threads.
 *
 * @param training what was played before the validation part
 * @param validation what was played between the others
 * @param test what was played last
 */
public record SessionSplit(Dataset<Row> training, Dataset<Row> validation, Dataset<Row> test) {

  /** The years that Spark's times have. */
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

  /**
   * Creates a split.
   *
   * @param training with the columns {@code songs}, {@code times} and {@code context}
   * @param validation with the same columns
   * @param test with the same columns
   */
  public SessionSplit {
    Objects.requireNonNull(training, "training");
    Objects.requireNonNull(validation, "validation");
    Objects.requireNonNull(test, "test");
  }

  static SessionSplit of(Dataset<Row> sessions, Instant validationFrom, Instant testFrom) {
    StructType schema = sessions.schema();
    Columns.require(schema, "songs", Columns.SONGS);
    Columns.require(schema, "times", Columns.TIMES);
    return new SessionSplit(
        played(sessions, Optional.empty(), Optional.of(validationFrom)),
        played(sessions, Optional.of(validationFrom), Optional.of(testFrom)),
        played(sessions, Optional.of(testFrom), Optional.empty()));
  }

  /** The plays from one time until before another, with what came before them as context. */
  private static Dataset<Row> played(
      Dataset<Row> sessions, Optional<Instant> from, Optional<Instant> until) {
    Column before = from.map(SessionSplit::playsBefore).orElse(lit(0));
    Column end = until.map(SessionSplit::playsBefore).orElse(functions.size(col("songs")));
    Dataset<Row> part =
        sessions
            .where(before.lt(end))
            .withColumn("context", functions.greatest(before, lit(1)))
            .withColumn("songs", functions.slice(col("songs"), lit(1), end));
    if (until.isPresent()) {
      part = part.withColumn("times", functions.slice(col("times"), lit(1), end));
    }
    return Columns.isTime(sessions.schema(), "ended")
        ? part.withColumn("ended", functions.element_at(col("times"), -1))
        : part;
  }

  /** How many songs of a session began before a time. */
  private static Column playsBefore(Instant time) {
    Instant micros = time.truncatedTo(ChronoUnit.MICROS);
    Instant bound = micros.equals(time) ? micros : micros.plus(1, ChronoUnit.MICROS);
    Instant inRange = bound.isBefore(EARLIEST) ? EARLIEST : bound.isAfter(LATEST) ? LATEST : bound;
    return functions.size(functions.filter(col("times"), played -> played.lt(lit(inRange))));
  }

  /**
   * Returns this split without the songs that training plays too seldom, in training and
   * validation; sessions without a song are left out of both. The test part is as it was. The same
   * as {@link dev.segue.DatasetSplit#minimumPlays}. Counts the songs of training at once, and keeps
   * those that are left in the driver and in each executor.
   *
   * @param plays how often training must play a song, from 1 to the plays of its most played song
   * @return the other split
   * @throws IllegalArgumentException if {@code plays} is out of range
   */
  public SessionSplit minimumPlays(int plays) {
    Set<String> often = plays < 1 ? new HashSet<>() : Minimums.playedOften(training, plays);
    if (often.isEmpty()) {
      throw new IllegalArgumentException(
          "plays must be in 1..%d (the plays of the most played song in training), was %d"
              .formatted(mostPlays(), plays));
    }
    KeptSongs kept = new KeptSongs(Minimums.broadcast(training.sparkSession(), often));
    return new SessionSplit(kept.of(training), kept.of(validation), test);
  }

  private long mostPlays() {
    Row most = Minimums.plays(training).agg(functions.max("plays")).first();
    return most.isNullAt(0) ? 0 : most.getLong(0);
  }
}
