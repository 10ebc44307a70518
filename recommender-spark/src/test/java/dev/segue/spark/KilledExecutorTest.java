package dev.segue.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.SequenceRecommender;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An executor whose process ends in the middle of a job costs time, and no list. */
@Tag("slow")
class KilledExecutorTest {

  private static final int TASKS = 16;

  @Test
  void lists_areTheSame() {
    SequenceRecommender recommender = GoldenRecommenders.read("lstm_in_time");
    List<List<String>> playlists = GoldenRecommenders.playlists(recommender, 2000);
    Dataset<Row> table = GoldenRecommenders.table(playlists).repartition(TASKS);
    Dataset<Row> lists = RecommenderModel.of(recommender).transform(table);
    int failed =
        ExecutorKiller.during(
            TASKS / 4,
            () ->
                assertThat(Lists.of(lists))
                    .isEqualTo(
                        RecommenderModelTest.inProcess(
                            recommender, playlists, 10, RecommenderModelTest.NO_RULES)));
    assertThat(failed).isPositive();
  }
}
