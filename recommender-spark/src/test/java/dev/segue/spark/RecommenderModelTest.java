package dev.segue.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.Playlist;
import dev.segue.Recommendation;
import dev.segue.RecommendationRules;
import dev.segue.SequenceRecommender;
import dev.segue.spark.RecommenderParams.UnknownSongs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On executors in processes of their own, a model makes the lists that it makes in this one. */
@Tag("slow")
class RecommenderModelTest {

  static final String NO_RULES = RecommendationRules.none().toString();

  private static final String RULES = "noRepeats(), atMostPerArtist(1)";

  /** Lists as in process, one playlist after the other. */
  static List<String> inProcess(
      SequenceRecommender recommender, List<List<String>> playlists, int count, String rules) {
    Stream<Playlist> songs = playlists.stream().map(recommender.catalogue()::playlist);
    try (Stream<List<Recommendation>> lists =
        recommender.recommendAll(songs, count, RecommendationRules.parse(rules))) {
      return lists.map(Lists::text).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lstm", "lstm_in_time", "blend", "markov_chain"})
  void lists_areThoseOfRecommendAll(String kind) {
    SequenceRecommender recommender = GoldenRecommenders.read(kind);
    List<List<String>> playlists = GoldenRecommenders.playlists(recommender, 60);
    Dataset<Row> table = GoldenRecommenders.table(playlists);

    Dataset<Row> lists =
        RecommenderModel.of(recommender).setCount(4).setRules(RULES).transform(table);

    assertThat(lists.columns()).containsExactly("number", "songs", "recommendations");
    assertThat(Lists.of(lists)).isEqualTo(inProcess(recommender, playlists, 4, RULES));
  }

  /** Spark makes the lists of such a table as it plans the job. */
  @Test
  void table_inTheDriver() {
    SequenceRecommender recommender = GoldenRecommenders.read("markov_chain");
    List<List<String>> playlists = GoldenRecommenders.playlists(recommender, 5);

    Dataset<Row> lists =
        RecommenderModel.of(recommender).transform(GoldenRecommenders.tableInTheDriver(playlists));

    assertThat(
            lists.collectAsList().stream().map(row -> Lists.text(row, "recommendations")).toList())
        .isEqualTo(inProcess(recommender, playlists, 10, NO_RULES));
  }

  @Test
  void chunks_areOneModel() throws IOException {
    SequenceRecommender recommender = GoldenRecommenders.read("lstm_ensemble");
    List<List<String>> playlists = GoldenRecommenders.playlists(recommender, 20);
    BroadcastModel model =
        BroadcastModel.of(recommender, LocalCluster.session().sparkContext(), 1000);
    DataType lists =
        RecommenderModel.of(recommender)
            .transformSchema(GoldenRecommenders.table(playlists).schema())
            .apply("recommendations")
            .dataType();

    Dataset<Row> table =
        GoldenRecommenders.table(playlists)
            .withColumn(
                "recommendations",
                functions
                    .udf(
                        new RowRecommendation(
                            new RowLists(model, 10, NO_RULES, UnknownSongs.FAIL, false), 0),
                        lists)
                    .apply(
                        functions.col("songs"),
                        functions.lit(null),
                        functions.lit(null),
                        functions.lit(null)));

    assertThat(model.chunks().size()).isGreaterThan(5);
    assertThat(Lists.of(table)).isEqualTo(inProcess(recommender, playlists, 10, NO_RULES));
  }

  @Test
  void pipeline_savedAndLoaded(@TempDir Path folder) throws IOException {
    SequenceRecommender recommender = GoldenRecommenders.read("lstm");
    List<List<String>> playlists = GoldenRecommenders.playlists(recommender, 8);
    Dataset<Row> table = GoldenRecommenders.table(playlists);
    RecommenderModel model = RecommenderModel.of(recommender).setCount(3).setRules(RULES);
    PipelineModel pipeline = new Pipeline().setStages(new PipelineStage[] {model}).fit(table);
    String path = folder.resolve("pipeline").toUri().toString();

    pipeline.write().overwrite().save(path);
    pipeline.write().overwrite().save(path); // over the first

    assertThatThrownBy(() -> RecommenderModel.load(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(PipelineModel.class.getName());
    PipelineModel loaded = PipelineModel.load(path);
    assertThat(Lists.of(loaded.transform(table)))
        .isEqualTo(inProcess(recommender, playlists, 3, RULES));
    RecommenderModel stage = (RecommenderModel) loaded.stages()[0];
    assertThat(stage.uid()).isEqualTo(model.uid());
    assertThat(stage.explainParams()).isEqualTo(model.explainParams());
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    recommender.save(file);
    try (Stream<Path> files = Files.walk(folder)) {
      Path saved =
          files.filter(each -> each.endsWith("recommender.segue")).findFirst().orElseThrow();
      assertThat(saved).hasBinaryContent(file.toByteArray());
      assertThat(saved.resolveSibling("metadata")).isNotEmptyDirectory();
    }
  }

  /** The first lines of docs/spark.md. */
  @Test
  void example_works(@TempDir Path folder) throws IOException {
    SparkSession spark = LocalCluster.session();
    SequenceRecommender recommender = GoldenRecommenders.read("lstm");
    List<List<String>> playlists = GoldenRecommenders.playlists(recommender, 30);
    String models = folder.resolve("models").toString();
    String input = folder.resolve("sessions").toString();
    String output = folder.resolve("lists").toString();
    GoldenRecommenders.table(playlists).write().parquet(input);

    RecommenderModel.of(recommender).write().overwrite().save(models);

    RecommenderModel model = RecommenderModel.load(models).setCount(10).setRules("noRepeats()");
    Dataset<Row> sessions = spark.read().parquet(input).repartition(64);
    model.transform(sessions).write().parquet(output);

    assertThat(Lists.of(spark.read().parquet(output)))
        .isEqualTo(inProcess(recommender, playlists, 10, "noRepeats()"));
  }

  @Test
  void model_isOpenedOnceInEachProcess() {
    SequenceRecommender recommender = GoldenRecommenders.read("item2vec");
    Dataset<Row> table =
        GoldenRecommenders.table(GoldenRecommenders.playlists(recommender, 64)).repartition(16);
    RecommenderModel model = RecommenderModel.of(recommender);
    Map<Long, Integer> before = OpenedModels.byProcess();

    for (int job = 0; job < 2; job++) { // and copies share it
      assertThat(Lists.of(model.copy(model.extractParamMap()).transform(table))).hasSize(64);
    }

    List<Integer> opened =
        OpenedModels.byProcess().entrySet().stream()
            .map(each -> each.getValue() - before.getOrDefault(each.getKey(), 0))
            .toList();
    assertThat(opened).contains(1).allMatch(models -> models <= 1);
  }

  @Test
  void unknownSongs_asTheParamSays() {
    SequenceRecommender recommender = GoldenRecommenders.read("popularity");
    String known = recommender.catalogue().song(0).id();
    List<List<String>> playlists = new ArrayList<>();
    playlists.add(List.of(known, "x", known));
    playlists.add(Arrays.asList(null, known));
    playlists.add(List.of(known));
    Dataset<Row> table = GoldenRecommenders.table(playlists);
    RecommenderModel model = RecommenderModel.of(recommender).setCount(2).setUnknownCol("unknown");
    String list = inProcess(recommender, List.of(List.of(known)), 2, NO_RULES).get(0);

    Dataset<Row> ignored = model.transform(table);
    Dataset<Row> empty = model.setUnknownSongs("EMPTY_LIST").transform(table);

    assertThat(Lists.of(ignored)).containsExactly(list, list, list);
    assertThat(ignored.orderBy("number").select("unknown").as(Encoders.INT()).collectAsList())
        .containsExactly(1, 1, 0);
    assertThat(Lists.of(empty)).containsExactly("[]", "[]", list);
    Dataset<Row> failing = model.setUnknownSongs("FAIL").transform(table);
    assertThatThrownBy(failing::collectAsList)
        .hasStackTraceContaining(
            "songs must be in the catalogue of %d songs, but these are not: "
                .formatted(recommender.catalogue().size()));
  }

  @Test
  void rules_thatTheRecommenderCannotServe() {
    RecommenderModel model =
        RecommenderModel.of(GoldenRecommenders.read("popularity")).setRules("diversity(0.5)");
    Dataset<Row> table = GoldenRecommenders.table(List.of(List.of()));

    assertThatThrownBy(() -> model.transform(table))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void null_hasANullList() {
    Row row =
        RecommenderModel.of(GoldenRecommenders.read("popularity"))
            .setUnknownCol("unknown")
            .transform(
                LocalCluster.session()
                    .range(1)
                    .repartition(2)
                    .selectExpr("id", "cast(null AS array<string>) AS songs"))
            .first();

    assertThat(row.isNullAt(2)).isTrue();
    assertThat(row.isNullAt(3)).isTrue();
  }

  @Test
  void numericIds_areIndicesInTheCatalogue() {
    SequenceRecommender recommender = GoldenRecommenders.read("lstm");
    List<Recommendation> expected =
        recommender.newSession().play(recommender.catalogue().song(3).id()).recommend(10);

    Row row =
        RecommenderModel.of(recommender)
            .setNumericIds(true)
            .setUnknownCol("unknown")
            .transform(
                LocalCluster.session()
                    .range(1)
                    .repartition(2)
                    .selectExpr("array(3, -1, 1000000) AS songs"))
            .first();

    assertThat(row.<Row>getList(1))
        .extracting(each -> recommender.catalogue().song(each.getInt(0)).id(), each -> each.get(1))
        .containsExactlyElementsOf(
            expected.stream().map(each -> tuple(each.song().id(), (float) each.score())).toList());
    assertThat(row.getInt(2)).isEqualTo(2);
  }

  /** Times of songs, the time of the list and a snapshot, of which each row has some. */
  @Test
  void times_andSnapshots_areThoseOfSessions() {
    SequenceRecommender recommender = GoldenRecommenders.read("recent_plays");
    String first = recommender.catalogue().song(1).id();
    String second = recommender.catalogue().song(2).id();
    Instant start = Instant.parse("2026-11-29T06:00:00Z");
    Instant later = start.plusSeconds(600);
    Instant now = start.plusSeconds(7200);
    byte[] snapshot =
        recommender
            .newSession(ListenerMemory.of(recommender.catalogue()))
            .play(recommender.catalogue().song(4).id(), start.minusSeconds(5000))
            .snapshot();
    Object[] songs = {first, second};
    Object[] times = {Timestamp.from(start), Timestamp.from(later)};
    Timestamp asked = Timestamp.from(now);

    List<String> lists =
        Lists.of(
            RecommenderModel.of(recommender)
                .setTimesCol("times")
                .setTimeCol("time")
                .setSnapshotCol("snapshot")
                .transform(
                    timed(
                        RowFactory.create(0, songs, times, asked, snapshot),
                        RowFactory.create(1, songs, times, asked, null),
                        RowFactory.create(2, songs, times, null, snapshot),
                        RowFactory.create(3, songs, null, asked, null),
                        RowFactory.create(4, songs, null, null, null))));

    RecommendationRules none = RecommendationRules.none();
    List<ListeningSession> sessions =
        List.of(
            recommender.restore(snapshot).play(first, start).play(second, later).at(now),
            recommender.newSession().play(first, start).play(second, later).at(now),
            recommender.restore(snapshot).play(first, start).play(second, later).at(later),
            recommender.newSession().play(first).play(second).at(now),
            recommender.newSession().play(first).play(second));
    assertThat(lists)
        .isEqualTo(sessions.stream().map(each -> Lists.text(each.recommend(10, none))).toList());
    assertThat(lists.subList(0, 3)).doesNotHaveDuplicates();
  }

  private static Dataset<Row> timed(Row... rows) {
    StructType schema =
        new StructType()
            .add("number", DataTypes.IntegerType)
            .add("songs", DataTypes.createArrayType(DataTypes.StringType))
            .add("times", DataTypes.createArrayType(DataTypes.TimestampType))
            .add("time", DataTypes.TimestampType)
            .add("snapshot", DataTypes.BinaryType);
    return LocalCluster.session().createDataFrame(List.of(rows), schema).repartition(2);
  }

  @Test
  void times_fewerThanSongs() {
    Dataset<Row> lists =
        RecommenderModel.of(GoldenRecommenders.read("popularity"))
            .setTimesCol("times")
            .transform(
                LocalCluster.session()
                    .range(1)
                    .repartition(2)
                    .selectExpr("array('a', 'b') AS songs", "array(1L) AS times"));

    assertThatThrownBy(lists::collectAsList)
        .hasStackTraceContaining("there must be a time for each of the 2 songs, but there are 1");
  }
}
