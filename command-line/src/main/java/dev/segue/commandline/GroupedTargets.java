package dev.segue.commandline;

import static dev.segue.evaluation.Metric.accuracyAt;

import dev.segue.evaluation.Evaluation;
import dev.segue.evaluation.Metric;
import java.util.List;
import java.util.stream.Stream;

/** By what pages divide the next songs, to show how accuracy@10 depends on it. */
enum GroupedTargets {
  /** How many songs are before them. */
  POSITION("position", "By the position in the playlist", "songs before"),
  /** How often they were played in training. */
  PLAYS("plays", "By the popularity of the next song", "its plays in training"),
  /** How old the model was. */
  DAY("day", "By the age of the model", "days after training");

  /** What is measured of each group. */
  static final Metric MEASURED = accuracyAt(10);

  private final String by;
  private final String title;
  private final String across;

  GroupedTargets(String by, String title, String across) {
    this.by = by;
    this.title = title;
    this.across = across;
  }

  /** What a chart of the groups is called. */
  String title() {
    return MEASURED.name() + ": " + title;
  }

  /** What its groups are, from left to right. */
  String across() {
    return across;
  }

  /** The groups that any of some evaluations has. */
  List<String> groups(Stream<Evaluation> evaluations) {
    String start = start();
    return evaluations
        .flatMap(each -> each.results().stream())
        .map(Evaluation.Result::metric)
        .filter(this::has)
        .map(metric -> metric.substring(start.length(), metric.length() - 1))
        .distinct()
        .toList();
  }

  /** Whether a metric is that of a group. */
  boolean has(String metric) {
    return metric.startsWith(start());
  }

  private String start() {
    return MEASURED.name() + "[" + by + " ";
  }

  /** The name of the metric of a group. */
  String metric(String group) {
    return start() + group + "]";
  }
}
