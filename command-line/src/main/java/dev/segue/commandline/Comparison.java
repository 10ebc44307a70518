package dev.segue.commandline;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.evaluation.Evaluation;
import java.io.IOException;
import java.util.Locale;
import java.util.stream.Collectors;

/** The LSTM between what every recommender must beat and what none can beat. */
record Comparison(Evaluation popularity, Evaluation lstm, Evaluation bayesOptimal) {

  static Comparison of(
      SequenceRecommender popularity,
      SequenceRecommender lstm,
      SequenceRecommender bayesOptimal,
      PlaylistDataset test) {
    return new Comparison(
        Evaluate.EVALUATOR.evaluate(popularity, test),
        Evaluate.EVALUATOR.evaluate(lstm, test),
        Evaluate.EVALUATOR.evaluate(bayesOptimal, test));
  }

  /** The LSTM's gain in log-likelihood over popularity, as a share of the largest possible gain. */
  double gainShare() {
    double base = popularity.value("log_likelihood");
    return (lstm.value("log_likelihood") - base) / (bayesOptimal.value("log_likelihood") - base);
  }

  void write(JsonGenerator json) throws IOException {
    json.writeNumberField("transitions", lstm.transitions());
    JsonOption.writeNumber(json, "gain_share", gainShare());
    Evaluate.writeMetrics(json, "popularity", popularity);
    Evaluate.writeMetrics(json, "lstm", lstm);
    Evaluate.writeMetrics(json, "bayes_optimal", bayesOptimal);
    Evaluate.writeMetrics(json, "optimum", bayesOptimal); // its former name
  }

  /** A table with a line per metric. */
  @Override
  public String toString() {
    String rows =
        lstm.results().stream()
            .map(Evaluation.Result::metric)
            .map(
                metric ->
                    row(
                        metric,
                        popularity.value(metric),
                        lstm.value(metric),
                        bayesOptimal.value(metric)))
            .collect(Collectors.joining());
    return String.format(
        Locale.ROOT,
        "%d transitions     popularity       LSTM  Bayes-opt.%n%sThe LSTM gains %.1f%% of the"
            + " log-likelihood that the Bayes-optimal recommender gains over popularity.",
        lstm.transitions(),
        rows,
        100 * gainShare());
  }

  private static String row(String metric, double popularity, double lstm, double bayesOptimal) {
    return String.format(
        Locale.ROOT, "%-20s %10.4f %10.4f %10.4f%n", metric, popularity, lstm, bayesOptimal);
  }
}
