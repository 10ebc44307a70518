package dev.segue.commandline;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.segue.evaluation.Difference;
import dev.segue.evaluation.Evaluation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The best system by some metric, chosen on the validation part, and how much better it is than
 * each other one on the test part.
 *
 * @param metric what both are measured by
 * @param best the name of the best system
 * @param other the name of the other one
 * @param difference the best one's figure minus the other's; the p-value is corrected for all
 *     comparisons that are shown
 */
record Significance(String metric, String best, String other, Difference difference) {

  /** The metric that chooses, and those that are compared by then. */
  private static final List<List<String>> METRICS =
      List.of(
          List.of("mrr@20", "mrr@20", "accuracy@10"), List.of("log_likelihood", "log_likelihood"));

  static List<Significance> of(List<ComparedResult> results) {
    List<Significance> all = new ArrayList<>();
    for (List<String> metrics : METRICS) {
      best(results, metrics.get(0))
          .ifPresent(
              best -> metrics.stream().skip(1).forEach(metric -> add(all, results, best, metric)));
    }
    List<Difference> corrected =
        Difference.corrected(all.stream().map(Significance::difference).toList());
    for (int i = 0; i < all.size(); i++) {
      Significance each = all.get(i);
      all.set(i, new Significance(each.metric, each.best, each.other, corrected.get(i)));
    }
    return all;
  }

  /**
   * The best system by a metric on the validation part, of those that have it; of several the first
   * one. Random choice is what others are measured by: it is best if there is no other.
   */
  static Optional<ComparedResult> best(List<ComparedResult> results, String metric) {
    return allBest(results, metric).stream().findFirst();
  }

  /** All systems that are as good as the best one. */
  static List<ComparedResult> allBest(List<ComparedResult> results, String metric) {
    List<ComparedResult> able =
        results.stream()
            .filter(each -> ComparedResult.value(each.validation(), metric).isPresent())
            .toList();
    List<ComparedResult> learnt =
        able.stream().filter(each -> !each.system().name().equals("random")).toList();
    List<ComparedResult> candidates = learnt.isEmpty() ? able : learnt;
    double best =
        candidates.stream()
            .mapToDouble(each -> ComparedResult.value(each.validation(), metric).getAsDouble())
            .max()
            .orElse(Double.NaN);
    return candidates.stream()
        .filter(each -> ComparedResult.value(each.validation(), metric).getAsDouble() == best)
        .toList();
  }

  private static void add(
      List<Significance> all, List<ComparedResult> results, ComparedResult best, String metric) {
    Evaluation.Result ofBest = best.test().result(metric);
    for (ComparedResult other : results) {
      if (!other.equals(best) && ComparedResult.value(other.test(), metric).isPresent()) {
        all.add(
            new Significance(
                metric,
                best.system().name(),
                other.system().name(),
                ofBest.minus(other.test().result(metric))));
      }
    }
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStringField("metric", metric);
    json.writeStringField("best", best);
    json.writeStringField("other", other);
    json.writeNumberField("difference", difference.value());
    json.writeNumberField("low", difference.interval().low());
    json.writeNumberField("high", difference.interval().high());
    json.writeNumberField("p", difference.pValue());
  }
}
