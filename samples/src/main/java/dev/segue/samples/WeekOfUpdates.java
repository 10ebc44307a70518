package dev.segue.samples;

import static dev.segue.evaluation.Metric.accuracyAt;

import dev.segue.DatasetSplit;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.baselines.RecentPlays;
import dev.segue.datasets.history.SessionDataset;
import dev.segue.datasets.history.SessionRules;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.evaluation.Evaluator;
import dev.segue.lstm.LstmRecommender;
import java.time.Duration;
import java.time.Instant;

/** The week after training: how often a station's next song was in the first ten, in percent. */
public final class WeekOfUpdates {

  private WeekOfUpdates() {}

  /**
   * Runs the sample.
   *
   * @param args none
   */
  public static void main(String[] args) {
    Instant monday = RotatingStation.FIRST_DAY.plus(Duration.ofDays(42));
    SessionDataset log = RotatingStation.history(49).sessions(SessionRules.ofDefaults());
    PlaylistDataset training = log.splitByTime(monday, monday).training();
    LstmTrainer.Builder lstm = LstmTrainer.builder().embeddingSize(32).hiddenSize(32).epochs(10);
    LstmRecommender remembers = lstm.build().train(training);
    LstmRecommender forgets = lstm.memory(false).build().train(training);
    SequenceRecommender counts =
        RecentPlays.builder().halfLife(Duration.ofHours(36)).build().train(training);
    LstmRecommender updated = forgets;

    System.out.println("       memory  recent plays  no memory  updated");
    for (int day = 0; day < 7; day++) {
      Instant morning = monday.plus(Duration.ofDays(day));
      DatasetSplit split = log.splitByTime(morning, morning.plus(Duration.ofDays(1)));
      PlaylistDataset today = split.validation();
      System.out.printf(
          "day %d%8d%14d%11d%9d%n",
          day + 1,
          accuracy(remembers, today),
          accuracy(counts, today),
          accuracy(forgets, today),
          accuracy(updated, today));
      updated = LstmTrainer.builder().build().update(updated, today, split.training());
    }
    System.out.println("trained until " + updated.provenance().trainedUntil().orElseThrow());
  }

  private static long accuracy(SequenceRecommender recommender, PlaylistDataset day) {
    return Math.round(
        100 * Evaluator.of(accuracyAt(10)).evaluate(recommender, day).value("accuracy@10"));
  }
}
