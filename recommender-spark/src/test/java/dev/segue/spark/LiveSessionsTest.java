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
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
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

  private static final StructType PLAYS =
      new StructType()
          .add("listener", DataTypes.LongType)
          .add("time", DataTypes.LongType)
          .add("song", DataTypes.StringType)
          .add("place", DataTypes.LongType)
          .add("skipped", DataTypes.BooleanType);

  @TempDir private Path folder;

  private final SplittableRandom random = new SplittableRandom(1);

  /** What the listeners have played, in order, and what the driver makes of it. */
  private final List<Played> played = new ArrayList<>();

  private final Map<String, ListeningSession> sessions = new HashMap<>();

  /** By batch, the rows as text by their listeners. */
  private final List<Map<String, String>> expected = new ArrayList<>();

  private final List<Map<String, String>> lists = Collections.synchronizedList(new ArrayList<>());

  /** A session that shares the cluster of all tests, with what live sessions need. */
  private static SparkSession spark() {
    SparkSession spark = LocalCluster.session().newSession();
    spark.conf().set("spark.sql.shuffle.partitions", "2");
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
    Path file = Files.createDirectories(folder.resolve("plays")).resolve(batch + ".csv");
    Files.write(file, lines);
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_000_000L + batch)));
  }

  /** Lets the query go on from its checkpoint until all files are read. */
  private void run(RecommenderModel model, Duration timeToLive, int kill) throws Exception {
    String checkpoint = folder.resolve("checkpoint").toString();
    Dataset<Row> plays =
        spark()
            .readStream()
            .schema(PLAYS)
            .option("maxFilesPerTrigger", 1)
            .csv(folder.resolve("plays").toString());
    VoidFunction2<Dataset<Row>, Long> serve =
        (rows, batch) -> {
          Map<String, String> byListener = new TreeMap<>();
          for (Row row : rows.collectAsList()) {
            byListener.put(
                row.get(0).toString(), row.getInt(1) + Lists.text(row, "recommendations"));
          }
          lists.add(byListener);
          if (batch == kill) {
            ProcessHandle executor = LocalCluster.executors().get(0);
            executor.destroyForcibly();
            executor.onExit().join();
          }
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

  private static RecommenderModel model(SequenceRecommender recommender) {
    return RecommenderModel.of(recommender).setCount(5).setRules(RULES);
  }

  @Test
  void sessions_goOnAfterAKill_aRestart_andWithAnotherModel() throws Exception {
    SequenceRecommender lstm = GoldenRecommenders.read("lstm_in_time");
    SequenceRecommender markov =
        GoldenRecommenders.markovChain(List.of("s9", "s1", "s3", "s9", "s3", "s1"));

    batch(lstm);
    batch(lstm);
    run(model(lstm), DAY, 0);
    batch(lstm);
    run(model(lstm), DAY, -1);
    sessions.clear();
    played.forEach(play -> tell(markov, play));
    batch(markov);
    run(model(markov), DAY, -1);

    assertThat(lists).isEqualTo(expected).allMatch(rows -> rows.size() > 5);
  }

  @Test
  void sessions_endAfterTheirTimeToLive() throws Exception {
    SequenceRecommender markov = GoldenRecommenders.read("markov_chain");
    for (int i = 0; i < 2; i++) {
      batch(markov);
      sessions.clear();
    }

    run(model(markov), Duration.ofMillis(1), -1);

    assertThat(lists).isEqualTo(expected);
  }

  @Test
  void tables_withWrongColumns_areRefused() {
    Dataset<Row> plays = spark().createDataFrame(List.of(), PLAYS);
    LiveSessions live = LiveSessions.of(model(GoldenRecommenders.read("popularity")));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> live.recommendations(plays.drop("song")))
        .withMessage(
            "dataset must have a column 'song', but has 'listener', 'time', 'place', 'skipped'");
    for (String column : PLAYS.fieldNames()) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> live.recommendations(plays.withColumn(column, functions.lit(new byte[0]))))
          .withMessageStartingWith(column + " must be ")
          .withMessageEndingWith(", was binary");
    }
    LiveSessions numeric =
        LiveSessions.of(model(GoldenRecommenders.read("popularity")).setNumericIds(true));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> numeric.recommendations(plays))
        .withMessage("song must be int, was string");
    assertThat(live.recommendations(plays.drop("place", "skipped")).schema().simpleString())
        .isEqualTo(
            "struct<listener:bigint,heard:int,"
                + "recommendations:array<struct<song:string,score:double>>>");
  }

  @Test
  void stateStore_mustBeRocksDb() {
    Dataset<Row> plays = LocalCluster.session().createDataFrame(List.of(), PLAYS);

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                LiveSessions.of(model(GoldenRecommenders.read("popularity")))
                    .recommendations(plays))
        .withMessage(
            "spark.sql.streaming.stateStore.providerClass must be"
                + " org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider, was"
                + " org.apache.spark.sql.execution.streaming.state.HDFSBackedStateStoreProvider");
  }

  @Test
  void timeToLive_outOfRange() {
    LiveSessions live = LiveSessions.of(model(GoldenRecommenders.read("popularity")));

    for (Duration time :
        List.of(
            Duration.ZERO, Duration.ofNanos(999_999), DAY.negated(), DAY.multipliedBy(36_501))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> live.timeToLive(time))
          .withMessage("timeToLive must be in PT0.001S..PT876000H, was " + time);
    }
  }
}
