package dev.segue.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Recommendation;
import dev.segue.RecommendationRules;
import dev.segue.SequenceRecommender;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How many lists of ten are made in a second of CPU time of all processes, after 14 songs each, by
 * the number of lists in {@code segue.spark.lists} and the model file in {@code segue.spark.model}:
 * in one process and on the cluster, in turn; and that they are the same.
 */
@Tag("slow")
@EnabledIfSystemProperty(named = "segue.spark.lists", matches = "[0-9]+")
class ListsMeasurementTest {

  private static final int RUNS = Integer.getInteger("segue.spark.runs", 4);
  private static final int HEARD = 14;
  private static final int COUNT = 10;

  /** They travel with the tasks that make the table. */
  private static final int MOST_SONGS = 10_000;

  /** Songs by Zipf's law, as text, since a column has no array of its own in a typed step. */
  private static String songs(long playlist, List<String> ids) {
    SplittableRandom random = new SplittableRandom(playlist * 0x9E3779B97F4A7C15L + 1);
    return String.join(
        "\n",
        Stream.generate(() -> ids.get((int) Math.pow(ids.size(), random.nextDouble()) - 1))
            .limit(HEARD)
            .toList());
  }

  @Test
  void lists() throws IOException {
    SequenceRecommender recommender =
        ModelFile.read(Path.of(System.getProperty("segue.spark.model"))).recommender();
    int lists = Integer.getInteger("segue.spark.lists");
    Dataset<Row> table = table(recommender, lists);
    Dataset<Row> onCluster = RecommenderModel.of(recommender).setCount(COUNT).transform(table);
    assertThat(digest(onCluster)).isEqualTo(inProcess(recommender, lists)); // which warms up too
    for (int run = 0; run < RUNS; run++) {
      measure("in process", lists, () -> inProcess(recommender, lists));
      measure(
          "on the cluster", lists, () -> onCluster.write().format("noop").mode("overwrite").save());
    }
  }

  private static void measure(String what, int lists, Runnable work) {
    double cpu = CpuTime.seconds();
    long begun = System.nanoTime();
    work.run();
    cpu = CpuTime.seconds() - cpu;
    System.out.printf(
        Locale.ROOT,
        "%s: %d lists, %.1f s of CPU, %.1f s, %.0f lists a CPU second%n",
        what,
        lists,
        cpu,
        (System.nanoTime() - begun) / 1e9,
        lists / cpu);
  }

  private static Dataset<Row> table(SequenceRecommender recommender, int lists) {
    String file = "target/spark-lists.parquet";
    SparkSession session = LocalCluster.session();
    List<String> ids = ids(recommender);
    MapFunction<Long, String> songs = playlist -> songs(playlist, ids);
    session
        .range(0, lists, 1, 32)
        .map(songs, Encoders.STRING())
        .selectExpr("split(value, '\\n') AS songs")
        .write()
        .mode("overwrite")
        .parquet(file);
    return session.read().parquet(file);
  }

  private static List<String> ids(SequenceRecommender recommender) {
    return List.copyOf(
        recommender.catalogue().songs().stream().limit(MOST_SONGS).map(song -> song.id()).toList());
  }

  private static long inProcess(SequenceRecommender recommender, int lists) {
    List<String> ids = ids(recommender);
    try (Stream<List<Recommendation>> made =
        recommender.recommendAll(
            LongStream.range(0, lists)
                .mapToObj(
                    each ->
                        recommender
                            .catalogue()
                            .playlist(List.of(songs(each, ids).split("\n", -1)))),
            COUNT,
            RecommendationRules.none())) {
      return made.mapToLong(
              list ->
                  list.stream()
                      .mapToLong(each -> hash(each.song().id(), each.score()))
                      .reduce(0, ListsMeasurementTest::next))
          .sum();
    }
  }

  private static long digest(Dataset<Row> lists) {
    MapPartitionsFunction<Row, Long> part =
        rows -> {
          long digest = 0;
          while (rows.hasNext()) {
            List<Row> list = rows.next().getList(0);
            digest +=
                list.stream()
                    .mapToLong(each -> hash(each.getString(0), each.getDouble(1)))
                    .reduce(0, ListsMeasurementTest::next);
          }
          return List.of(digest).iterator();
        };
    return lists
        .select("recommendations")
        .mapPartitions(part, Encoders.LONG())
        .collectAsList()
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private static long hash(String song, double score) {
    return song.hashCode() * 0xBF58476D1CE4E5B9L + Double.doubleToRawLongBits(score);
  }

  private static long next(long digest, long hash) {
    return digest * 0x94D049BB133111EBL + hash;
  }
}
