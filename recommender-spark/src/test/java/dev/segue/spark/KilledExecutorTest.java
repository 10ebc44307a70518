package dev.segue.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.SequenceRecommender;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An executor whose process ends in the middle of a job costs time, and no list. */
@Tag("slow")
class KilledExecutorTest {

  private static final int TASKS = 16;

  /** Kills one of the executors once some tasks of a job are done. */
  private static final class Killer extends SparkListener {

    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      if (!end.taskInfo().successful()) {
        failed.incrementAndGet();
      } else if (done.incrementAndGet() == TASKS / 4) {
        LocalCluster.executors().get(0).destroyForcibly();
      }
    }
  }

  @Test
  void lists_areTheSame() {
    SequenceRecommender recommender = GoldenRecommenders.read("lstm_in_time");
    List<List<String>> playlists = GoldenRecommenders.playlists(recommender, 2000);
    Dataset<Row> table = GoldenRecommenders.table(playlists).repartition(TASKS);
    Dataset<Row> lists = RecommenderModel.of(recommender).transform(table);
    Killer killer = new Killer();
    LocalCluster.session().sparkContext().addSparkListener(killer);
    try {
      assertThat(Lists.of(lists))
          .isEqualTo(
              RecommenderModelTest.inProcess(
                  recommender, playlists, 10, RecommenderModelTest.NO_RULES));
      assertThat(killer.failed).hasPositiveValue();
    } finally {
      LocalCluster.session().sparkContext().removeSparkListener(killer);
    }
  }
}
