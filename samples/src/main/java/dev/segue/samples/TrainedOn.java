package dev.segue.samples;

import dev.segue.DatasetSplit;
import dev.segue.PlaylistDigests;
import dev.segue.Provenance;
import dev.segue.datasets.SyntheticStation;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.lstm.LstmRecommender;

/** A model that remembers what it was trained on, so that nobody measures on that by accident. */
public final class TrainedOn {

  private TrainedOn() {}

  /**
   * Runs the sample.
   *
   * @param args none
   */
  public static void main(String[] args) {
    DatasetSplit split = SyntheticStation.of(60, 200, 1).split(0.8, 0.1, 0.1, 42);

    LstmRecommender recommender =
        LstmTrainer.builder()
            .epochs(1)
            .provenance(training -> Provenance.of(training).split("random:80/10/10@42"))
            .build()
            .train(split.training(), split.validation());

    PlaylistDigests digests = recommender.provenance().digests().orElseThrow();
    long trainedOn = digests.trainedOn(split.test(), recommender.catalogue());

    System.out.println(recommender.provenance());
    System.out.println(trainedOn + " test playlists were trained on");
    System.out.println(
        digests.trainedOn(split.training(), recommender.catalogue()) + " training playlists were");
  }
}
