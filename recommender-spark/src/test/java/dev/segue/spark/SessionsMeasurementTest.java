package dev.segue.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.datasets.history.SessionRules;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How many plays are cut into sessions in a second of CPU time of all processes, by the number of
 * plays in {@code segue.spark.plays}, with 1,000 a listener; and that the sessions are those that
 * one process cuts.
 */
@Tag("slow")
@EnabledIfSystemProperty(named = "segue.spark.plays", matches = "[0-9]+")
class SessionsMeasurementTest {

  private static final int PLAYS_EACH = 1000;
  private static final int RUNS = 3;
  private static final SessionRules RULES = SessionRules.ofDefaults().longest(Duration.ofHours(4));

  private static final StructType PLAYS =
      new StructType()
          .add("listener", DataTypes.StringType, false)
          .add("time", DataTypes.LongType, false)
          .add("song", DataTypes.StringType, false)
          .add("place", DataTypes.LongType, false);

  /** Sessions as numbers that do not depend on their order. */
  private record Digest(long sessions, long plays, long hash) {

    Digest plus(Digest other) {
      return new Digest(sessions + other.sessions, plays + other.plays, hash + other.hash);
    }

    static Digest of(String listener, long begun, List<String> songs) {
      long hash = listener.hashCode() * 0x9E3779B97F4A7C15L + begun;
      for (String song : songs) {
        hash = hash * 0xBF58476D1CE4E5B9L + song.hashCode();
      }
      return new Digest(1, songs.size(), hash ^ (hash >>> 29));
    }
  }

  /**
   * What a listener plays: 1% in the second of the play before, 0.5% after exactly the gap, 0.5%
   * after a second more; songs by Zipf's law.
   */
  private static Iterator<Row> plays(long listener) {
    SplittableRandom random = new SplittableRandom(listener * 0x9E3779B97F4A7C15L + 1);
    long[] time = {1_200_000_000L + random.nextInt(10_000_000)};
    return Stream.iterate(0L, place -> place < PLAYS_EACH, place -> place + 1)
        .map(
            place -> {
              int kind = random.nextInt(1000);
              time[0] += pause(kind, random);
              int song = (int) Math.pow(100_000, random.nextDouble());
              return RowFactory.create("listener_" + listener, time[0], "song_" + song, place);
            })
        .iterator();
  }

  private static long pause(int kind, SplittableRandom random) {
    if (kind < 10) {
      return 0;
    }
    if (kind < 20) {
      return kind < 15 ? 1800 : 1801;
    }
    return kind < 80 ? 2000 + random.nextInt(90_000) : 120 + random.nextInt(240);
  }

  @Test
  void sessions() {
    int listeners = Integer.getInteger("segue.spark.plays") / PLAYS_EACH;
    Dataset<Row> plays = table(listeners);
    double cpu = CpuTime.seconds();
    Digest expected = inProcess(listeners);
    say("one thread, made and cut", expected, CpuTime.seconds() - cpu);
    for (int run = 0; run < RUNS; run++) {
      cpu = CpuTime.seconds();
      Digest cut = digest(PlayHistory.sessions(plays, RULES));
      say("on the cluster", cut, CpuTime.seconds() - cpu);
      assertThat(cut).isEqualTo(expected);
    }
  }

  /** The plays as a file, in no order. */
  private static Dataset<Row> table(int listeners) {
    String file = "target/spark-plays.parquet";
    SparkSession session = LocalCluster.session();
    FlatMapFunction<Long, Row> plays = SessionsMeasurementTest::plays;
    session
        .range(0, listeners, 1, 8)
        .flatMap(plays, Encoders.row(PLAYS))
        .repartition(8, functions.col("song"))
        .write()
        .mode("overwrite")
        .parquet(file);
    return session.read().parquet(file);
  }

  private static Digest inProcess(int listeners) {
    Digest digest = new Digest(0, 0, 0);
    for (int listener = 0; listener < listeners; listener++) {
      Iterator<List<Row>> sessions =
          RULES.cut(plays(listener), row -> row.get(0), row -> row.getLong(1), row -> row.get(2));
      while (sessions.hasNext()) {
        List<Row> session = sessions.next();
        digest =
            digest.plus(
                Digest.of(
                    "listener_" + listener,
                    session.get(0).getLong(1),
                    session.stream().map(row -> row.getString(2)).toList()));
      }
    }
    return digest;
  }

  private static Digest digest(Dataset<Row> sessions) {
    MapPartitionsFunction<Row, Row> part =
        rows -> {
          Digest digest = new Digest(0, 0, 0);
          while (rows.hasNext()) {
            Row row = rows.next();
            digest = digest.plus(Digest.of(row.getString(0), row.getLong(1), row.getList(2)));
          }
          return List.of(RowFactory.create(digest.sessions(), digest.plays(), digest.hash()))
              .iterator();
        };
    StructType numbers =
        new StructType()
            .add("sessions", DataTypes.LongType)
            .add("plays", DataTypes.LongType)
            .add("hash", DataTypes.LongType);
    return sessions
        .selectExpr("listener", "unix_seconds(begun)", "songs")
        .mapPartitions(part, Encoders.row(numbers))
        .collectAsList()
        .stream()
        .map(row -> new Digest(row.getLong(0), row.getLong(1), row.getLong(2)))
        .reduce(new Digest(0, 0, 0), Digest::plus);
  }

  private static void say(String what, Digest digest, double seconds) {
    System.out.printf(
        Locale.ROOT,
        "%s: %d plays, %d sessions, %.1f s of CPU, %.0f plays a CPU second%n",
        what,
        digest.plays(),
        digest.sessions(),
        seconds,
        digest.plays() / seconds);
  }
}
