package dev.segue.samples;

import static dev.segue.evaluation.Metric.logLikelihood;

import dev.segue.datasets.SyntheticStation;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.evaluation.ParameterSearch;
import dev.segue.lstm.LstmRecommender;
import java.io.IOException;
import java.nio.file.Path;
import org.nd4j.linalg.learning.config.Adam;

/** The parameters of an LSTM, searched for on validation playlists. */
public final class Tuning {

  private Tuning() {}

  /**
   * Runs the sample.
   *
   * @param args the file for the table of trials; if it is there, the search resumes from it
   * @throws IOException if it cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    var split = SyntheticStation.of(60, 300, 42).split(0.6, 0.2, 0.2, 42);

    ParameterSearch.Outcome<LstmRecommender> found =
        ParameterSearch.<LstmRecommender>of(
                logLikelihood(),
                trial ->
                    LstmTrainer.builder()
                        .hiddenSize(trial.oneOf("hidden size", 16, 32, 64))
                        .dropout(trial.between("dropout", 0, 0.6))
                        .optimiser(new Adam(trial.logBetween("learning rate", 1e-3, 1e-2)))
                        .epochs(trial.effortOf(9))
                        .build())
            .table(Path.of(args[0]))
            .run(split.training(), split.validation());

    System.out.println(found.best());
  }
}
