package dev.segue.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.segue.ListeningSession;
import dev.segue.RecommendationRules;
import dev.segue.SequenceRecommender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions in the state of a query are those that a process keeps which never ends. */
@Tag("slow")
class LiveSessionsTest {

  private static final String RULES = "noRepeatWithin(5m)";
  private static final Duration DAY = Duration.ofDays(1);
  private static final int LISTENERS = 12;

  private static final SequenceRecommender LSTM = GoldenRecommenders.read("lstm_in_time");

  /** Knows s9, which the other lacks, and lacks s0, s2, s4 and s5. */
  private static final SequenceRecommender MARKOV =
      GoldenRecommenders.markovChain(List.of("s9", "s1", "s3", "s9", "s3", "s1"));

  private static final StructType PLAYS = Played.columns(DataTypes.LongType);

  @TempDir private Path folder;

  private final SplittableRandom random = new SplittableRandom(1);

  /** Kills the executor on which a task has begun last: that which has the state. */
  private static final class Killer extends SparkListener {

    private volatile String executor = "none";
    private boolean killed;

    @Override
    public void onTaskStart(SparkListenerTaskStart start) {
      executor = start.taskInfo().executorId();
    }

    void killOnce() {
      if (!killed) {
        ProcessHandle process = LocalCluster.executor(executor);
        process.destroyForcibly();
        process.onExit().join();
        killed = true;
      }
    }
  }

  private final Killer killer = new Killer();

  /** What the listeners have played, in order, and what the driver makes of it. */
  private final List<Played> played = new ArrayList<>();

  private final Map<String, ListeningSession> sessions = new HashMap<>();

  /** By batch, the rows as text by their listeners. */
  private final List<Map<String, String>> expected = new ArrayList<>();

  private final List<Map<String, String>> lists = Collections.synchronizedList(new ArrayList<>());

  /** A session that shares the cluster of all tests, with what live sessions need. */
  private static SparkSession spark() {
    SparkSession spark = LocalCluster.session().newSession();
    spark.conf().set("spark.sql.shuffle.partitions", "1");
    spark.conf().set("spark.sql.streaming.noDataMicroBatches.enabled", "false");
    spark
        .conf()
        .set(
            "spark.sql.streaming.stateStore.providerClass",
            "org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider");
    return spark;
  }

  /** Has some listeners play, and tells it to the sessions in the driver too. */
  private void batch(SequenceRecommender recommender) throws IOException {
    int batch = expected.size();
    List<Played> plays = new ArrayList<>();
    for (int listener = 0; listener < LISTENERS; listener++) {
      long second = 1000L * batch;
      for (int play = random.nextInt(4); play > 0; play--) {
        second += random.nextInt(3) * 100L;
        String song = List.of("s0", "s1", "s2", "s3", "s4", "s5", "s9").get(random.nextInt(7));
        plays.add(new Played("" + listener, second, song, random.nextInt(5) == 0));
      }
    }
    Map<String, Long> last = new TreeMap<>();
    for (Played play : plays) {
      tell(recommender, play);
      last.put(play.listener(), play.second());
    }
    played.addAll(plays);
    Map<String, String> rows = new TreeMap<>();
    last.forEach((listener, second) -> rows.put(listener, row(recommender, listener, second)));
    expected.add(rows);
    write(batch, plays);
  }

  private ListeningSession session(SequenceRecommender recommender, String listener) {
    return sessions.computeIfAbsent(listener, any -> recommender.newSession());
  }

  private void tell(SequenceRecommender recommender, Played play) {
    if (recommender.catalogue().index(play.song()).isPresent()) {
      ListeningSession then =
          session(recommender, play.listener()).at(Instant.ofEpochSecond(play.second()));
      if (play.skipped()) {
        then.skip(play.song());
      } else {
        then.play(play.song());
      }
    }
  }

  private String row(SequenceRecommender recommender, String listener, long second) {
    ListeningSession session = session(recommender, listener);
    RecommendationRules rules = RecommendationRules.parse(RULES);
    return session.heard().size()
        + Lists.text(session.recommend(5, rules, Instant.ofEpochSecond(second)));
  }

  /** A file of plays in no order, which is a batch. */
  private void write(int batch, List<Played> plays) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Played play : plays) {
      lines.add(
          "%s,%d,%s,%d,%s"
              .formatted(
                  play.listener(),
                  play.second(),
                  play.song(),
                  lines.size(),
                  play.skipped() ? "true" : ""));
    }
    Collections.reverse(lines);
    Path file = input().resolve(batch + ".csv");
    Files.write(file, lines);
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_000_000L + batch)));
  }

  /** Has the query go on from its checkpoint until all files are read. */
  private void run(
      RecommenderModel model, Duration timeToLive, VoidFunction2<Dataset<Row>, Long> then)
      throws Exception {
    String checkpoint = folder.resolve("checkpoint").toString();
    Dataset<Row> plays = stream(spark()).option("maxFilesPerTrigger", 1).csv(input().toString());
    VoidFunction2<Dataset<Row>, Long> serve =
        (rows, batch) -> {
          lists.add(byListener(rows.collectAsList()));
          then.call(rows, batch);
        };

    StreamingQuery query =
        LiveSessions.of(model)
            .timeToLive(timeToLive)
            .recommendations(plays)
            .writeStream()
            .option("checkpointLocation", checkpoint)
            .trigger(Trigger.AvailableNow())
            .foreachBatch(serve)
            .start();
    query.awaitTermination();
  }

  private static Map<String, String> byListener(List<Row> rows) {
    Map<String, String> byListener = new TreeMap<>();
    for (Row row : rows) {
      byListener.put(row.get(0).toString(), row.getInt(1) + Lists.text(row, "recommendations"));
    }
    return byListener;
  }

  private static DataStreamReader stream(SparkSession spark) {
    return spark.readStream().schema(PLAYS);
  }

  private Path input() throws IOException {
    return Files.createDirectories(folder.resolve("plays"));
  }

  private static RecommenderModel model(SequenceRecommender recommender) {
    return RecommenderModel.of(recommender).setCount(5).setRules(RULES);
  }

  /**
   * Five batches: the executor with the state is lost after the first, the query starts again after
   * the second and the third, with another model for the fourth, and the time to live of that one
   * is over before the fifth.
   */
  @Test
  void sessions_goOn_untilTheirTimeToLiveIsOver() throws Exception {
    batch(LSTM);
    batch(LSTM);
    LocalCluster.session().sparkContext().addSparkListener(killer);
    try {
      run(model(LSTM), DAY, (rows, batch) -> killer.killOnce());
    } finally {
      LocalCluster.session().sparkContext().removeSparkListener(killer);
    }
    batch(LSTM);
    run(model(GoldenRecommenders.read("lstm_in_time")), DAY, (rows, batch) -> {});
    sessions.clear();
    played.forEach(play -> tell(MARKOV, play));
    batch(MARKOV);
    sessions.clear();
    batch(MARKOV);
    run(model(MARKOV), Duration.ofMillis(1), (rows, batch) -> {});

    assertThat(lists).isEqualTo(expected).allMatch(rows -> rows.size() > 5);
  }

  /** Or a query that starts again would tell all sessions their plays anew. */
  @Test
  void model_readAgain_isTheSameModel() throws IOException {
    SparkContext context = LocalCluster.session().sparkContext();

    assertThat(BroadcastModel.of(LSTM, context).fingerprint())
        .isEqualTo(
            BroadcastModel.of(GoldenRecommenders.read("lstm_in_time"), context).fingerprint())
        .isNotEqualTo(BroadcastModel.of(MARKOV, context).fingerprint());
  }

  @Test
  void streams_withWrongColumns_areRefused() throws IOException {
    Dataset<Row> plays = stream(spark()).csv(input().toString());
    LiveSessions live = LiveSessions.of(model(MARKOV));

    refuses(
        live,
        plays.drop("song"),
        "dataset must have a column 'song', but has 'listener', 'time', 'place', 'skipped'");
    for (Map.Entry<String, String> column :
        Map.of(
                "listener", "string or bigint",
                "time", "timestamp or bigint",
                "song", "string",
                "place", "bigint",
                "skipped", "boolean")
            .entrySet()) {
      refuses(
          live,
          plays.withColumn(column.getKey(), functions.lit(0.5f)),
          column.getKey() + " must be " + column.getValue() + ", was float");
    }
    refuses(
        LiveSessions.of(model(MARKOV).setNumericIds(true)), plays, "song must be int, was string");
    refuses(
        live,
        spark().read().schema(PLAYS).csv(input().toString()),
        "plays must be a stream, as readStream gives it, but are a table");
    assertThat(live.recommendations(plays.drop("place", "skipped")).schema().simpleString())
        .isEqualTo(
            "struct<listener:bigint,heard:int,"
                + "recommendations:array<struct<song:string,score:double>>>");
  }

  private static void refuses(LiveSessions live, Dataset<Row> plays, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> live.recommendations(plays))
        .withMessage(message);
  }

  @Test
  void state_mustBeInRocksDb() throws IOException {
    Dataset<Row> plays = stream(LocalCluster.session()).csv(input().toString());

    assertThatIllegalStateException()
        .isThrownBy(() -> LiveSessions.of(model(MARKOV)).recommendations(plays))
        .withMessage(
            "spark.sql.streaming.stateStore.providerClass must be"
                + " org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider, was"
                + " org.apache.spark.sql.execution.streaming.state.HDFSBackedStateStoreProvider");
  }

  /** Params that are set later are those of other sessions. */
  @Test
  void model_isTakenAsItIs() throws IOException {
    RecommenderModel model = model(MARKOV);
    LiveSessions live = LiveSessions.of(model);

    model.setNumericIds(true);

    assertThat(live.recommendations(stream(spark()).csv(input().toString())).schema().toDDL())
        .contains("song: STRING");
  }

  @Test
  void timeToLive_outOfRange() {
    LiveSessions live = LiveSessions.of(model(MARKOV));

    for (Duration time :
        List.of(
            Duration.ZERO, Duration.ofNanos(999_999), DAY.negated(), DAY.multipliedBy(36_501))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> live.timeToLive(time))
          .withMessage("timeToLive must be in PT0.001S..PT876000H, was " + time);
    }
  }
}
