package dev.segue.commandline;

import dev.segue.PlaylistDataset;
import dev.segue.evaluation.Interval;
import dev.segue.pages.html.Chart;
import dev.segue.pages.html.Chart.Line;
import dev.segue.pages.html.Chart.Point;
import dev.segue.pages.html.Download;
import dev.segue.pages.html.Page;
import dev.segue.pages.html.Page.Section;
import dev.segue.pages.html.Part;
import dev.segue.pages.html.Table;
import dev.segue.pages.html.Table.Cell;
import dev.segue.pages.html.Table.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page of a comparison.
 *
 * @param origin where the figures are from
 * @param results what each system came to
 * @param significance of the differences
 * @param examples how each goes on
 * @param test the part that all are measured on
 * @param json the same figures for programs
 */
record ComparisonPage(
    Origin origin,
    List<ComparedResult> results,
    List<Significance> significance,
    List<ContinuationExample> examples,
    PlaylistDataset test,
    String json) {

  /** A chart of all in colour would be read by nobody. */
  private static final int HIGHLIGHTED = 5;

  private static final String RANDOM = "random";
  private static final String CHOSEN_BY = "mrr@20";

  private static final List<String> BEYOND =
      List.of(
          "coverage@10",
          "gini@10",
          "novelty@10",
          "popularity_bias@10",
          "artist_diversity@10",
          "coherence@10",
          "serendipity@10",
          "calibration_error");

  Page page() {
    return new Page(
        "Which song next? A comparison",
        String.format(
            Locale.ROOT,
            "%d systems, %,d next songs of the test part, each ranked among all %,d songs.",
            results.size(),
            Evaluate.transitions(test),
            test.catalogue().size()),
        origin.facts(),
        Stream.of(
                Optional.of(quality()),
                significance.isEmpty() ? Optional.<Section>empty() : Optional.of(differences()),
                Optional.of(charts()),
                examples.isEmpty() ? Optional.<Section>empty() : Optional.of(continuations()),
                Optional.of(beyond()),
                Optional.of(systems()),
                Optional.of(download()))
            .flatMap(Optional::stream)
            .toList());
  }

  private static OptionalDouble value(ComparedResult of, String metric) {
    return ComparedResult.value(of.test(), metric);
  }

  private static String name(ComparedResult of) {
    return of.system().name();
  }

  private boolean isRandom(ComparedResult of) {
    return name(of).equals(RANDOM) && results.size() > 1;
  }

  private Section quality() {
    List<String> metrics =
        Stream.concat(
                Arrays.stream(CompareMetrics.LIST_LENGTHS)
                    .filter(k -> k < test.catalogue().size())
                    .mapToObj(k -> "accuracy@" + k),
                Stream.of(CHOSEN_BY, "log_likelihood"))
            .toList();
    return new Section(
        "How well the next song is predicted",
        "Below each figure is its 95% interval, by bootstrap over playlists. The best figure of a"
            + " column stands out, and each that equals it. The line of random choice is what it is"
            + " expected to reach: k / songs for accuracy@k. Seconds of training include the search"
            + " for parameters; those of a blend are without its parts. Milliseconds are the median"
            + " of a song played and 10 recommended.",
        List.of(
            new Table(
                "Figures of the test part",
                heads(metrics, "training s", "ms"),
                results.stream().map(each -> qualityRow(each, metrics)).toList())));
  }

  private Row qualityRow(ComparedResult of, List<String> metrics) {
    Stream<Cell> figures =
        metrics.stream().map(metric -> figure(of, metric, 4).withBest(isBest(of, metric)));
    return new Row(
        name(of),
        Stream.concat(
                figures,
                Stream.of(Cell.of(of.training().seconds(), 1), Cell.of(of.milliseconds(), 3)))
            .toList());
  }

  private boolean isBest(ComparedResult of, String metric) {
    Set<Double> values =
        results.stream()
            .filter(each -> !isRandom(each))
            .flatMap(each -> value(each, metric).stream().boxed())
            .collect(Collectors.toSet());
    return !isRandom(of)
        && values.size() > 1
        && value(of, metric).equals(OptionalDouble.of(values.stream().max(Double::compare).get()));
  }

  private static Cell figure(ComparedResult of, String metric, int digits) {
    return value(of, metric).isEmpty()
        ? Cell.EMPTY
        : EvaluationPage.figure(of.test().result(metric), digits);
  }

  private static List<String> heads(List<String> some, String... more) {
    return Stream.of(Stream.of("system"), some.stream(), Stream.of(more))
        .flatMap(Function.identity())
        .toList();
  }

  private Section differences() {
    List<Significance> firsts =
        significance.stream()
            .collect(
                Collectors.toMap(
                    Significance::metric,
                    Function.identity(),
                    (one, other) -> one,
                    java.util.LinkedHashMap::new))
            .values()
            .stream()
            .toList();
    return new Section(
        "Differences that are no chance",
        "The best system was chosen on the validation part: by mrr@20 for both metrics of ranking."
            + " Here is its advantage over each other system on the test part, with the 95%"
            + " interval and the p-value of a paired randomisation test of whole playlists,"
            + " corrected for all comparisons of this table (Holm). Where p is below 0.05, it"
            + " stands out.",
        List.of(
            new Table(
                "Advantage of the best system",
                heads(firsts.stream().map(each -> each.metric() + ": " + each.best()).toList()),
                results.stream()
                    .map(
                        result ->
                            new Row(
                                name(result),
                                firsts.stream()
                                    .map(first -> advantage(first.metric(), name(result)))
                                    .toList()))
                    .toList())));
  }

  private Cell advantage(String metric, String other) {
    return significance.stream()
        .filter(each -> each.metric().equals(metric) && each.other().equals(other))
        .findFirst()
        .map(ComparisonPage::advantage)
        .orElse(Cell.EMPTY);
  }

  private static Cell advantage(Significance of) {
    double p = of.difference().pValue();
    Interval interval = of.difference().interval();
    return new Cell(
        String.format(Locale.ROOT, "%+.4f", of.difference().value()),
        Optional.of(
            EvaluationPage.range(interval, 4)
                + (p < 0.001 ? ", p < 0.001" : String.format(Locale.ROOT, ", p %.3f", p))),
        p < 0.05,
        Optional.of(of.difference().value()),
        false);
  }

  /** The best systems on the validation part. */
  private Set<String> highlighted() {
    return results.stream()
        .filter(each -> ComparedResult.value(each.validation(), CHOSEN_BY).isPresent())
        .sorted(
            Comparator.comparingDouble(
                    (ComparedResult each) ->
                        ComparedResult.value(each.validation(), CHOSEN_BY).getAsDouble())
                .reversed())
        .limit(HIGHLIGHTED)
        .map(ComparisonPage::name)
        .collect(Collectors.toSet());
  }

  private Section charts() {
    List<Part> charts = new ArrayList<>();
    charts.add(
        lines(
            "accuracy@k",
            "k, songs in the list",
            Arrays.stream(CompareMetrics.LIST_LENGTHS)
                .filter(k -> k < test.catalogue().size())
                .mapToObj(Integer::toString)
                .toList(),
            k -> "accuracy@" + k));
    for (GroupedTargets each : GroupedTargets.values()) {
      List<String> groups = each.groups(results.stream().map(ComparedResult::test));
      if (!groups.isEmpty()) {
        charts.add(lines(each.title(), each.across(), groups, each::metric));
      }
    }
    charts.add(
        points("Quality and training time", "seconds of training", of -> of.training().seconds()));
    charts.add(
        points(
            "Quality and time of a recommendation",
            "ms for a song and 10 recommendations",
            ComparedResult::milliseconds));
    return new Section(
        "Charts",
        "The five best systems by mrr@20 on the validation part are in colour, the others grey.",
        charts);
  }

  private Chart lines(
      String title, String across, List<String> categories, Function<String, String> metric) {
    Set<String> highlighted = highlighted();
    List<Line> lines =
        results.stream()
            .map(
                result ->
                    new Line(
                        name(result),
                        categories.stream()
                            .map(each -> value(result, metric.apply(each)).orElse(Double.NaN))
                            .toList(),
                        highlighted.contains(name(result)),
                        OptionalInt.empty()))
            .toList();
    return Chart.lines(title, across, "share", categories, lines);
  }

  private Chart points(String title, String across, ToDoubleFunction<ComparedResult> time) {
    Set<String> highlighted = highlighted();
    return Chart.points(
        title,
        across,
        CHOSEN_BY,
        results.stream()
            .filter(each -> value(each, CHOSEN_BY).isPresent())
            .map(
                each ->
                    new Point(
                        name(each),
                        Math.max(time.applyAsDouble(each), 1e-3),
                        value(each, CHOSEN_BY).getAsDouble(),
                        highlighted.contains(name(each))))
            .toList());
  }

  private Section continuations() {
    return new Section(
        "After these songs each system plays ...",
        "The beginnings of playlists of the test part, and how each system would go on, song by"
            + " song, without repeating one.",
        examples.stream().map(ContinuationExample::table).map(Part.class::cast).toList());
  }

  private Section beyond() {
    return new Section(
        "Beyond accuracy",
        "Of the lists of 10 songs: the share of the catalogue that is ever recommended; how"
            + " unequally (Gini: 0 is even); how unknown the songs are (bits); how much more they"
            + " are played than the songs heard; how many artists they have; how many share artist"
            + " or tag with the last song; the share of next songs that popularity alone would not"
            + " have predicted; and how far the probability of the first song is from how often it"
            + " was played, on average (expected calibration error: 0 is best).",
        List.of(
            new Table(
                "Figures of the lists",
                heads(BEYOND),
                results.stream()
                    .map(
                        result ->
                            new Row(
                                name(result),
                                BEYOND.stream().map(metric -> figure(result, metric, 3)).toList()))
                    .toList())));
  }

  private Section systems() {
    return new Section(
        "The systems",
        "What each is, and what was chosen for it on the validation part.",
        List.of(
            new Table(
                "Systems",
                List.of("system", "what it is", "chosen"),
                results.stream()
                    .map(
                        each ->
                            new Row(
                                name(each),
                                List.of(
                                    Cell.prose(each.system().description()),
                                    Cell.prose(each.training().parameters()))))
                    .toList())));
  }

  private Section download() {
    return new Section(
        "For programs",
        "The figures with all their digits, as --json writes them.",
        List.of(new Download("comparison.json", json)));
  }
}
