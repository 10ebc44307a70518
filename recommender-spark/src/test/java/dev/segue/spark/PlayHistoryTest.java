package dev.segue.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.timestamp_millis;
import static org.apache.spark.sql.functions.transform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.segue.DatasetSplit;
import dev.segue.PlaylistDataset;
import dev.segue.datasets.history.SessionRules;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A history on a cluster is what it is in one process. */
@Tag("slow")
class PlayHistoryTest {

  private static final SessionRules DEFAULTS = SessionRules.ofDefaults();

  private static final StructType PLAYS = Played.columns(DataTypes.StringType);

  private static final List<Played> HISTORY = Played.random(60, 60, 40, 1);

  /** The plays in no order, in several partitions; the place is that in the list. */
  private static Dataset<Row> table(List<Played> plays) {
    List<Row> rows = new ArrayList<>();
    for (Played play : plays) {
      rows.add(
          RowFactory.create(
              play.listener(), play.second(), play.song(), (long) rows.size(), play.skipped()));
    }
    Collections.shuffle(rows, new Random(1));
    return LocalCluster.session().createDataFrame(rows, PLAYS).repartition(3);
  }

  private static List<Played.Session> collect(Dataset<Row> sessions) {
    return sessions
        .withColumn("times", transform(col("times"), functions::unix_seconds))
        .collectAsList()
        .stream()
        .map(Played.Session::of)
        .toList();
  }

  private static Played play(String listener, long second, String song) {
    return new Played(listener, second, song, false);
  }

  @Test
  void sessions_areThoseOfOneProcess() {
    SessionRules rules =
        DEFAULTS.repeats(false).longest(Duration.ofSeconds(2 * Played.GAP)).maximumSongs(9);

    assertThat(collect(PlayHistory.sessions(table(HISTORY), rules)))
        .hasSizeGreaterThan(100)
        .containsExactlyInAnyOrderElementsOf(Played.sessions(HISTORY, rules));
  }

  @Test
  void minimums_leaveWhatOneProcessLeaves() {
    SessionRules rules =
        DEFAULTS.repeats(false).minimumPlays(20).minimumSongs(3).minimumSessions(3);

    assertThat(collect(PlayHistory.sessions(table(HISTORY), rules)))
        .hasSizeBetween(10, Played.sessions(HISTORY, DEFAULTS).size() - 10)
        .containsExactlyInAnyOrderElementsOf(Played.sessions(HISTORY, rules));
  }

  @Test
  void sessions_ofNumbersAndTimestamps() {
    Dataset<Row> plays =
        table(HISTORY)
            .withColumn("listener", col("listener").cast("long"))
            .withColumn("time", timestamp_millis(col("time").multiply(1000).plus(999)));
    Dataset<Row> sessions = PlayHistory.sessions(plays, DEFAULTS);

    assertThat(sessions.schema().simpleString())
        .isEqualTo(
            "struct<listener:bigint,session:int,begun:timestamp,ended:timestamp,"
                + "songs:array<string>,times:array<timestamp>>");
    assertThat(collect(sessions))
        .containsExactlyInAnyOrderElementsOf(Played.sessions(HISTORY, DEFAULTS));
    assertThat(
            sessions
                .where("begun <> times[0] or ended <> times[size(times) - 1] or session < 0")
                .isEmpty())
        .isTrue();
  }

  @Test
  void withoutAPlace_songsOfASecondAreOrderedByTheirFractionThenById() {
    List<Played> plays =
        List.of(play("ann", 1900, "b"), play("ann", 1100, "c"), play("ann", 1100, "a"));
    Dataset<Row> millis =
        table(plays).drop("place").withColumn("time", timestamp_millis(col("time")));
    Dataset<Row> seconds = table(plays).drop("place").withColumn("time", functions.lit(7L));

    assertThat(collect(PlayHistory.sessions(millis, DEFAULTS)))
        .containsExactly(new Played.Session("ann", List.of(1L, 1L, 1L), List.of("a", "c", "b")));
    assertThat(collect(PlayHistory.sessions(seconds, DEFAULTS)))
        .containsExactly(new Played.Session("ann", List.of(7L, 7L, 7L), List.of("a", "b", "c")));
    Dataset<Row> placed =
        seconds
            .withColumn("place", functions.expr("nullif(ascii(song), ascii('c'))").cast("long"))
            .withColumn("skipped", functions.lit(null).cast("boolean"));
    assertThat(collect(PlayHistory.sessions(placed, DEFAULTS)))
        .containsExactly(new Played.Session("ann", List.of(7L, 7L, 7L), List.of("c", "a", "b")));
  }

  @Test
  void catalogue_isNumberedByPlaysThenById() {
    List<Played> plays = new ArrayList<>();
    for (String song : "c b \u00e9 b c a z a c".split(" ", -1)) {
      plays.add(play("ann", plays.size(), song));
    }
    Dataset<Row> sessions = PlayHistory.sessions(table(plays), DEFAULTS);

    Dataset<Row> catalogue = PlayHistory.catalogue(sessions);
    assertThat(catalogue.collectAsList())
        .extracting(Row::mkString)
        .containsExactly("c03", "a12", "b22", "z31", "\u00e941");
    assertThat(PlayHistory.catalogue(sessions.repartition(7)).collectAsList())
        .isEqualTo(catalogue.collectAsList());
  }

  @Test
  void splitByTime_isThatOfOneProcess() {
    Instant validationFrom = Instant.ofEpochSecond(3 * Played.GAP).plusNanos(1);
    Instant testFrom = Instant.ofEpochSecond(9 * Played.GAP);
    SessionSplit split =
        PlayHistory.splitByTime(
            PlayHistory.sessions(table(HISTORY), DEFAULTS), validationFrom, testFrom);
    DatasetSplit expected =
        Played.history(HISTORY).sessions(DEFAULTS).splitByTime(validationFrom, testFrom);

    assertSame(split, expected);
    assertSame(split.minimumPlays(30), expected.minimumPlays(30));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> split.minimumPlays(0))
        .withMessageMatching(
            "plays must be in 1\\.\\.\\d+ \\(the plays of the most played song in training\\), was 0");
  }

  /** The second example of docs/spark.md. */
  @Test
  void example_works(@TempDir Path folder) {
    SparkSession spark = LocalCluster.session();
    String input = folder.resolve("plays").toString();
    table(HISTORY).write().parquet(input);
    Instant validationFrom = Instant.ofEpochSecond(3 * Played.GAP);
    Instant testFrom = Instant.ofEpochSecond(9 * Played.GAP);

    Dataset<Row> plays = spark.read().parquet(input);
    Dataset<Row> sessions =
        PlayHistory.sessions(plays, SessionRules.ofDefaults().minimumPlays(2).minimumSongs(2));
    SessionSplit split = PlayHistory.splitByTime(sessions, validationFrom, testFrom);
    Dataset<Row> catalogue = PlayHistory.catalogue(split.training());

    assertThat(catalogue.first().getString(0)).isEqualTo("song 0");
  }

  @Test
  void tables_withWrongColumns_areRefusedBeforeAnyJob() {
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(LocalCluster.session().sparkContext());
    Dataset<Row> plays = table(List.of(play("ann", 0, "a")));
    Dataset<Row> sessions = PlayHistory.sessions(plays, DEFAULTS);
    context.setJobGroup("refused", "wrong columns", false);

    refuses(
        () -> PlayHistory.sessions(plays.drop("song"), DEFAULTS),
        "dataset must have a column \'song\', but has 'listener', 'time', 'place', 'skipped'");
    for (String column : List.of("listener", "time", "song", "place", "skipped")) {
      String types =
          Map.of(
                  "listener", "string or bigint",
                  "time", "timestamp or bigint",
                  "song", "string",
                  "place", "bigint",
                  "skipped", "boolean")
              .get(column);
      refuses(
          () -> PlayHistory.sessions(plays.withColumn(column, functions.lit(0.5f)), DEFAULTS),
          column + " must be " + types + ", was float");
    }
    refuses(
        () -> PlayHistory.catalogue(plays),
        "dataset must have a column \'songs\', but has 'listener', 'time', 'song', 'place', 'skipped'");
    refuses(
        () ->
            PlayHistory.splitByTime(
                sessions.withColumn("times", functions.lit("noon")), Instant.EPOCH, Instant.EPOCH),
        "times must be array<timestamp>, was string");
    refuses(
        () -> PlayHistory.splitByTime(sessions, Instant.ofEpochSecond(1), Instant.EPOCH),
        "testFrom must not be before validationFrom, but they are 1970-01-01T00:00:00Z and"
            + " 1970-01-01T00:00:01Z");
    assertThat(context.statusTracker().getJobIdsForGroup("refused")).isEmpty();
    assertThat(plays.count()).isEqualTo(1);
    assertThat(context.statusTracker().getJobIdsForGroup("refused")).isNotEmpty();
    context.clearJobGroup();
  }

  private static void refuses(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  private static void assertSame(SessionSplit split, DatasetSplit expected) {
    assertSame(split.training(), expected.training());
    assertSame(split.validation(), expected.validation());
    assertSame(split.test(), expected.test());
  }

  private static void assertSame(Dataset<Row> part, PlaylistDataset expected) {
    assertThat(playlists(part))
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(playlists(expected));
    assertThat(part.where("ended <> times[size(times) - 1] or begun <> times[0]").isEmpty())
        .isTrue();
  }

  private static List<String> playlists(Dataset<Row> part) {
    return part
        .withColumn("times", transform(col("times"), functions::unix_seconds))
        .collectAsList()
        .stream()
        .map(row -> Played.Session.of(row) + " " + row.getInt(row.fieldIndex("context")))
        .toList();
  }

  private static List<String> playlists(PlaylistDataset part) {
    return part.playlists()
        .map(
            playlist ->
                new Played.Session(
                        playlist.listener().orElseThrow(),
                        IntStream.range(0, playlist.size())
                            .mapToObj(play -> playlist.time(play).getEpochSecond())
                            .toList(),
                        playlist
                            .songs()
                            .mapToObj(song -> part.catalogue().song(song).id())
                            .toList())
                    + " "
                    + playlist.context())
        .toList();
  }
}
