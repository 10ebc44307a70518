package dev.segue.samples;

import dev.segue.datasets.SyntheticStation;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.lstm.LstmRecommender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A training that may be killed at any moment: run again, it goes on where it was. */
public final class Overnight {

  private Overnight() {}

  /**
   * Runs the sample.
   *
   * @param args the model file to write
   * @throws IOException if it cannot be written
   */
  public static void main(String[] args) throws IOException {
    var split = SyntheticStation.of(60, 300, 42).split(0.8, 0.2, 0, 42);
    Path model = Path.of(args[0]);

    Path checkpoint = Path.of(model + ".checkpoint");
    LstmRecommender recommender =
        LstmTrainer.builder()
            .checkpoint(checkpoint, Duration.ofMinutes(1))
            .resume(true)
            .build()
            .train(split.training(), split.validation());
    recommender.save(model);
    Files.delete(checkpoint);

    System.out.println(recommender);
  }
}
