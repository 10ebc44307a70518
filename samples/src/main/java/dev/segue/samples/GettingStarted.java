package dev.segue.samples;

import static dev.segue.evaluation.Metric.accuracyAt;
import static dev.segue.evaluation.Metric.logLikelihood;

import dev.segue.DatasetSplit;
import dev.segue.RecommendationRules;
import dev.segue.SequenceRecommender;
import dev.segue.datasets.history.CsvHistory;
import dev.segue.datasets.history.SessionDataset;
import dev.segue.datasets.history.SessionRules;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.evaluation.Evaluator;
import dev.segue.lstm.LstmRecommender;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** From a table of plays to a saved model, and from the model to recommendations. */
public final class GettingStarted {

  private GettingStarted() {}

  /**
   * Runs the sample.
   *
   * @param args the table to read, such as docs/plays.csv, and the model to write
   * @throws IOException if one cannot be read, or the other not be written
   */
  public static void main(String[] args) throws IOException {
    Path model = Path.of(args[1]);
    train(Path.of(args[0]), model);
    recommend(model);
  }

  private static void train(Path plays, Path model) throws IOException {
    SessionDataset sessions = CsvHistory.read(plays).sessions(SessionRules.ofDefaults());
    DatasetSplit split = sessions.splitLast(Duration.ofDays(7), Duration.ofDays(7));

    LstmRecommender recommender =
        LstmTrainer.builder().build().train(split.training(), split.validation());

    System.out.println(
        Evaluator.of(accuracyAt(10), logLikelihood()).evaluate(recommender, split.test()));
    recommender.save(model);
  }

  private static void recommend(Path model) throws IOException {
    SequenceRecommender recommender = ModelFile.read(model).recommender();
    List<String> heard = // ids: the table has none, so they are artist, a tab and title
        List.of("The Crooked Trains\tRusty Bridges", "Rosa Thackeray\tSong for Secret Gardens");

    recommender
        .recommend(heard, 5, RecommendationRules.none().noRepeats())
        .forEach(recommendation -> System.out.println(recommendation.song()));
  }
}
