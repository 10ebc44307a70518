package dev.segue.commandline;

import static dev.segue.evaluation.Metric.accuracyAt;
import static dev.segue.evaluation.Metric.byPopularity;
import static dev.segue.evaluation.Metric.byPosition;
import static dev.segue.evaluation.Metric.calibrationError;

import dev.segue.PlaylistDataset;
import dev.segue.evaluation.Evaluation;
import dev.segue.evaluation.Interval;
import dev.segue.evaluation.Metric;
import dev.segue.evaluation.ReliabilityBin;
import dev.segue.pages.html.Chart;
import dev.segue.pages.html.Chart.Line;
import dev.segue.pages.html.Page;
import dev.segue.pages.html.Page.Fact;
import dev.segue.pages.html.Page.Section;
import dev.segue.pages.html.Part;
import dev.segue.pages.html.Table;
import dev.segue.pages.html.Table.Cell;
import dev.segue.pages.html.Table.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The page of an evaluation.
 *
 * @param facts where the figures are from
 * @param evaluation by what is measured anyway, and by {@link #metrics}
 */
record EvaluationPage(List<Fact> facts, Evaluation evaluation) {

  private static final String RELIABILITY =
      "The first songs of lists by their probability, in ranges: how probable they were on average,"
          + " and how often they were played. Where both lines are near, the probabilities can be"
          + " trusted; the expected calibration error is the mean of how far they are apart.";

  private static final double CONFIDENCE = 0.95;

  /** What is measured for the page alone, as far as it can be. */
  static List<Metric> metrics(boolean probabilistic, Optional<PlaylistDataset> training) {
    List<Metric> metrics = new ArrayList<>(byPosition(accuracyAt(10), CompareMetrics.POSITIONS));
    training.ifPresent(
        playlists -> metrics.addAll(byPopularity(accuracyAt(10), playlists, CompareMetrics.PLAYS)));
    if (probabilistic) {
      metrics.add(calibrationError(CompareMetrics.CALIBRATION_BINS));
    }
    return metrics;
  }

  Page page() {
    List<Section> sections = new ArrayList<>();
    sections.add(figures());
    reliability().ifPresent(sections::add);
    List<Part> groups = groups();
    if (!groups.isEmpty()) {
      sections.add(
          new Section(
              "Where it is good", "How often the next song is among the first ten.", groups));
    }
    return new Page(
        "How good a model is",
        String.format(
            Locale.ROOT,
            "%,d next songs, predicted %s.",
            evaluation.transitions(),
            evaluation.protocol()),
        facts,
        sections);
  }

  private Section figures() {
    return new Section(
        "Figures",
        "Below each is its 95% interval, by bootstrap over playlists.",
        List.of(
            new Table(
                "Figures",
                List.of("metric", "value"),
                evaluation.results().stream()
                    .filter(each -> !each.metric().contains("["))
                    .map(each -> new Row(each.metric(), List.of(figure(each, 4))))
                    .toList())));
  }

  private Optional<Section> reliability() {
    List<ReliabilityBin> bins =
        evaluation.results().stream().flatMap(each -> each.reliability().stream()).toList();
    return bins.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Section(
                "How far its probabilities can be trusted", RELIABILITY, List.of(chart(bins))));
  }

  private static Chart chart(List<ReliabilityBin> bins) {
    return Chart.lines(
        "Reliability",
        "mean probability, lists",
        "share",
        bins.stream()
            .map(
                bin ->
                    String.format(Locale.ROOT, "%.1f%%, %,d", 100 * bin.confidence(), bin.lists()))
            .toList(),
        List.of(
            new Line(
                "probability of the first song",
                bins.stream().mapToDouble(ReliabilityBin::confidence).toArray()),
            new Line(
                "how often it was played",
                bins.stream().mapToDouble(ReliabilityBin::accuracy).toArray())));
  }

  private List<Part> groups() {
    List<Part> charts = new ArrayList<>();
    for (GroupedTargets each : GroupedTargets.values()) {
      List<String> groups = each.groups(Stream.of(evaluation));
      if (!groups.isEmpty()) {
        charts.add(
            Chart.lines(
                each.title(),
                each.across(),
                "share",
                groups,
                List.of(
                    new Line(
                        GroupedTargets.MEASURED.name(),
                        groups.stream()
                            .mapToDouble(group -> evaluation.value(each.metric(group)))
                            .toArray()))));
      }
    }
    return charts;
  }

  /** A figure with its interval, if it is a mean. */
  static Cell figure(Evaluation.Result of, int digits) {
    Interval interval = of.interval(CONFIDENCE);
    Cell cell = Cell.of(of.value(), digits);
    return Double.isFinite(interval.low()) ? cell.withSmall(range(interval, digits)) : cell;
  }

  static String range(Interval interval, int digits) {
    String format = "%." + digits + "f";
    return String.format(Locale.ROOT, format + " to " + format, interval.low(), interval.high());
  }
}
