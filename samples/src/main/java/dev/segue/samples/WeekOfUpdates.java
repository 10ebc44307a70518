package dev.segue.samples;

import static dev.segue.evaluation.Metric.accuracyAt;

import dev.segue.DatasetSplit;
import dev.segue.PlaylistDataset;
import dev.segue.datasets.history.SessionDataset;
import dev.segue.datasets.history.SessionRules;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.evaluation.Evaluator;
import dev.segue.lstm.LstmRecommender;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A radio station in the week after the training: models that stay as they were trained, and others
 * that are updated each night with what the station played that day. A model without a memory needs
 * the updates to keep up with the station's rotation.
 */
public final class WeekOfUpdates {

  private static final Evaluator EVALUATOR = Evaluator.of(accuracyAt(10));

  private final LstmRecommender trained;
  private LstmRecommender updated;

  private WeekOfUpdates(boolean memory, PlaylistDataset training) {
    trained =
        LstmTrainer.builder()
            .embeddingSize(32)
            .hiddenSize(32)
            .memory(memory)
            .epochs(10)
            .build()
            .train(training);
    updated = trained;
  }

  /** Learns what was played today, and some of what was played before, so as not to forget it. */
  private void update(PlaylistDataset today, PlaylistDataset before) {
    updated = LstmTrainer.builder().build().update(updated, today, before);
  }

  /**
   * Runs the sample.
   *
   * @param args none
   */
  public static void main(String[] args) {
    Instant monday = RotatingStation.FIRST_DAY.plus(Duration.ofDays(28));
    SessionDataset log =
        RotatingStation.history(Duration.ofDays(35), 42).sessions(SessionRules.ofDefaults());
    PlaylistDataset training = log.splitByTime(monday, monday).training();
    List<WeekOfUpdates> models =
        Stream.of(true, false).map(memory -> new WeekOfUpdates(memory, training)).toList();

    System.out.println("       memory  updated  no memory  updated");
    for (int day = 0; day < 7; day++) {
      Instant morning = monday.plus(Duration.ofDays(day));
      DatasetSplit split = log.splitByTime(morning, morning.plus(Duration.ofDays(1)));
      PlaylistDataset today = split.validation();
      System.out.printf(
          Locale.ROOT,
          "day %d%8.2f%9.2f%11.2f%9.2f%n",
          day + 1,
          accuracy(models.get(0).trained, today),
          accuracy(models.get(0).updated, today),
          accuracy(models.get(1).trained, today),
          accuracy(models.get(1).updated, today));
      models.forEach(model -> model.update(today, split.training()));
    }
    models
        .get(0)
        .updated
        .provenance()
        .trainedUntil()
        .ifPresent(time -> System.out.println("trained until " + time));
  }

  private static double accuracy(LstmRecommender recommender, PlaylistDataset day) {
    return EVALUATOR.evaluate(recommender, day).value("accuracy@10");
  }
}
