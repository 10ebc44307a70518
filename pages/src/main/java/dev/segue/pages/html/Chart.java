package dev.segue.pages.html;

import dev.segue.pages.html.Table.Cell;
import dev.segue.pages.html.Table.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A chart, and the table of its figures. Immutable. */
public final class Chart implements Part {

  /** How many digits after the point a figure has in the table. */
  private static final int DIGITS = 4;

  private final String title;
  private final Map<String, Object> drawn;
  private final Table table;

  private Chart(String title, Map<String, Object> drawn, Table table) {
    this.title = title;
    this.drawn = drawn;
    this.table = table;
  }

  /**
   * A line of a chart.
   *
   * @param name what it is
   * @param values one for each category; NaN where there is none
   * @param highlighted whether it has a colour; others are grey
   * @param marked the category that is marked on it
   */
  public record Line(String name, List<Double> values, boolean highlighted, OptionalInt marked) {

    /**
     * Makes a line in colour, with no mark.
     *
     * @param name what it is
     * @param values one for each category; NaN where there is none
     */
    public Line(String name, double... values) {
      this(name, DoubleStream.of(values).boxed().toList(), true, OptionalInt.empty());
    }
  }

  /**
   * A point of a chart.
   *
   * @param name what it is
   * @param across where it is from left to right
   * @param up where it is from bottom to top
   * @param highlighted whether it has a colour; others are grey
   */
  public record Point(String name, double across, double up, boolean highlighted) {}

  /** What draws it sees of a line or a point. */
  private record Series(
      String name, List<?> values, boolean highlighted, @Nullable Integer marked) {}

  /**
   * Makes a chart of lines.
   *
   * @param title what it shows
   * @param across what goes from left to right
   * @param up what goes from bottom to top
   * @param categories what there is from left to right
   * @param lines the lines
   * @return the chart
   */
  public static Chart lines(
      String title, String across, String up, List<String> categories, List<Line> lines) {
    List<Series> series =
        lines.stream()
            .map(
                line ->
                    new Series(
                        line.name,
                        numbers(line.values),
                        line.highlighted,
                        line.marked.isPresent() ? line.marked.getAsInt() : null))
            .toList();
    List<Row> rows =
        IntStream.range(0, categories.size())
            .mapToObj(
                place ->
                    new Row(
                        categories.get(place),
                        lines.stream()
                            .map(line -> Cell.of(line.values.get(place), DIGITS))
                            .toList()))
            .toList();
    return new Chart(
        title,
        Map.of("horizontal", across, "vertical", up, "categories", categories, "series", series),
        new Table(title, heads(across, lines.stream().map(Line::name)), rows));
  }

  /**
   * Makes a chart of points, on a logarithmic scale from left to right.
   *
   * @param title what it shows
   * @param across what goes from left to right
   * @param up what goes from bottom to top
   * @param points the points
   * @return the chart
   */
  public static Chart points(String title, String across, String up, List<Point> points) {
    List<Series> series =
        points.stream()
            .map(
                point ->
                    new Series(
                        point.name,
                        List.of(List.of(point.across, point.up)),
                        point.highlighted,
                        null))
            .toList();
    List<Row> rows =
        points.stream()
            .map(
                point ->
                    new Row(
                        point.name,
                        List.of(Cell.of(point.across, DIGITS), Cell.of(point.up, DIGITS))))
            .toList();
    return new Chart(
        title,
        Map.of(
            "horizontal",
            across,
            "vertical",
            up,
            "points",
            true,
            "logarithmic",
            true,
            "series",
            series),
        new Table(title, List.of("name", across, up), rows));
  }

  private static List<@Nullable Double> numbers(List<Double> values) {
    List<@Nullable Double> numbers = new ArrayList<>();
    values.forEach(value -> numbers.add(Double.isFinite(value) ? value : null));
    return numbers;
  }

  private static List<String> heads(String first, Stream<String> others) {
    return Stream.concat(Stream.of(first), others).toList();
  }

  String title() {
    return title;
  }

  Table table() {
    return table;
  }

  /** What draws it, as the element {@code script} takes it. */
  String json() {
    return Json.inScript(drawn);
  }

  @Override
  public String html() {
    return Templates.fill("chart", this);
  }
}
