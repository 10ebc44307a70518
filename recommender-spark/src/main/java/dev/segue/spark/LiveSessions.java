package dev.segue.spark;

import java.time.Duration;
import java.util.Objects;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.TimeMode;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Sessions that last as long as a stream of plays. Each listener's session is in the state of the
 * query, as a snapshot beside the plays that it was told. So it goes on after an executor is lost,
 * after the query has started again from its checkpoint, and with another model, which is told the
 * plays anew. Its lists are those of a {@link dev.segue.ListeningSession} in one process, with the
 * same scores, bit for bit. Immutable; may be shared by threads.
 */
public final class LiveSessions {

  private static final Duration TIME_TO_LIVE = Duration.ofHours(8);

  /** What Spark counts time in. */
  private static final Duration SHORTEST = Duration.ofMillis(1);

  /** A hundred years: times beyond what Spark can count would be over at once. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private static final String STATE_STORE = "spark.sql.streaming.stateStore.providerClass";
  private static final String STATE_STORES = "org.apache.spark.sql.execution.streaming.state.";

  private final RecommenderModel model;
  private final Duration timeToLive;

  private LiveSessions(RecommenderModel model, Duration timeToLive) {
    this.model = model;
    this.timeToLive = timeToLive;
  }

  /**
   * Makes sessions of a model, which live for 8 hours.
   *
   * @param model the model with its params, as they are now: {@code count}, {@code rules}, {@code
   *     unknownSongs} and {@code numericIds}. Those that name columns are not used
   * @return the sessions
   */
  public static LiveSessions of(RecommenderModel model) {
    return new LiveSessions(
        Objects.requireNonNull(model, "model").copy(ParamMap.empty()), TIME_TO_LIVE);
  }

  /**
   * Returns these sessions with another time to live. The next play after it begins a new session.
   *
   * @param timeToLive how long after the last micro-batch with a play of its listener a session is
   *     kept, by the clock of the driver; from a millisecond to a hundred years
   * @return the sessions
   * @throws IllegalArgumentException if it is out of range
   */
  public LiveSessions timeToLive(Duration timeToLive) {
    Objects.requireNonNull(timeToLive, "timeToLive");
    if (timeToLive.compareTo(SHORTEST) < 0 || timeToLive.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "timeToLive must be in %s..%s, was %s".formatted(SHORTEST, LONGEST, timeToLive));
    }
    return new LiveSessions(model, timeToLive);
  }

  /**
   * Recommends what to play next to each listener of each micro-batch. The plays of a listener in a
   * batch are told to the session in order; plays that come in a later batch come after them, and
   * count as played no earlier. A list is for the time of the last play of the batch.
   *
   * <p>A skipped song is told as a {@linkplain dev.segue.ListeningSession#skip(String) skip}. What
   * {@code unknownSongs} says is about the songs of a batch: {@code FAIL}, and the query with it;
   * {@code IGNORE} them; or, for that batch, give an {@code EMPTY_LIST} to a listener who played
   * such a song. Unless they are indices, unknown songs are kept for a later model that has them.
   * If a later model lacks what was played before, it ignores that.
   *
   * @param plays a stream with the columns {@code listener} (string or long); {@code time}
   *     (timestamp, which is cut to seconds, or long, in seconds since 1970); {@code song} (string,
   *     or int with {@code numericIds}); if there is one, {@code place} (long), by which plays of a
   *     listener in the same second are ordered, those without one first, and otherwise by
   *     fractions of the second; equal ones by song; and, if there is one, {@code skipped}
   *     (boolean), null is not skipped. Others are ignored
   * @return a row for each listener of a micro-batch, with the columns {@code listener}; {@code
   *     heard} (int), how many songs the session has heard, of those that the catalogue has; and
   *     {@code recommendations}, as a model's lists are
   * @throws IllegalArgumentException if a column is missing or of another type, or the plays are no
   *     stream; queries fail with it if a listener, time or song is null, or a time outside the
   *     years 1 to 9999
   * @throws IllegalStateException if the model was made without a recommender, or if the state of
   *     queries is not set to be in RocksDB, which Spark asks for
   * @throws UnsupportedOperationException if the rules ask for {@linkplain
   *     dev.segue.RecommendationRules#diversity diversity} and the recommender has learnt no
   *     similarity of songs
   */
  public Dataset<Row> recommendations(Dataset<Row> plays) {
    Objects.requireNonNull(plays, "plays");
    Dataset<Row> columns = PlayColumns.of(plays, model.songType());
    if (!plays.isStreaming()) {
      throw new IllegalArgumentException(
          "plays must be a stream, as readStream gives it, but are a table");
    }
    model.checkRules();
    checkStateStore(plays.sparkSession());
    return columns.schema().apply(0).dataType().equals(DataTypes.LongType)
        ? recommendations(columns, Encoders.LONG())
        : recommendations(columns, Encoders.STRING());
  }

  /** Spark refuses it too, but in a query that has begun. */
  private static void checkStateStore(SparkSession spark) {
    String store = spark.conf().get(STATE_STORE);
    if (store.equals(STATE_STORES + "HDFSBackedStateStoreProvider")) { // the default
      throw new IllegalStateException(
          "%s must be %sRocksDBStateStoreProvider, was %s"
              .formatted(STATE_STORE, STATE_STORES, store));
    }
  }

  private <K> Dataset<Row> recommendations(Dataset<Row> plays, Encoder<K> listener) {
    DataType listenerType = plays.schema().apply(0).dataType();
    RowLists lists = model.lists(plays.sparkSession().sparkContext());
    return plays
        .groupBy(functions.col("listener"))
        .as(listener, Encoders.row(plays.schema()))
        .transformWithState(
            new LiveSession<>(lists, timeToLive),
            TimeMode.ProcessingTime(),
            OutputMode.Append(),
            Encoders.row(
                new StructType()
                    .add("listener", listenerType, false)
                    .add("heard", DataTypes.IntegerType, false)
                    .add("recommendations", model.listType(), false)));
  }
}
