package dev.segue.spark;

import dev.segue.Trainer;
import dev.segue.baselines.MarkovChain;
import dev.segue.dl4j.Device;
import dev.segue.dl4j.LstmTrainer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Trainers that executors make too: in a class that needs no library for tests. */
final class TestTrainers {

  private TestTrainers() {}

  static LstmTrainer network() {
    return LstmTrainer.builder()
        .embeddingSize(8)
        .hiddenSize(8)
        .recency(0)
        .artistRecency(0)
        .weightAveraging(0)
        .epochs(2)
        .threads(1)
        .device(Device.CPU)
        .build();
  }

  /** The example of docs/spark.md. */
  static RecommenderModel example(Dataset<Row> playlists) {
    RecommenderModel model =
        RecommenderEstimator.of(() -> LstmTrainer.builder().epochs(20).build())
            .setWorkers(4)
            .setValidationIndicatorCol("validation")
            .fit(playlists);
    return model;
  }

  static Trainer<?> noNetwork() {
    return MarkovChain.trainer();
  }
}
